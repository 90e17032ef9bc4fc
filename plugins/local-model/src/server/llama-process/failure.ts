import { InsufficientMemoryError } from 'node-llama-cpp';
import type { ProcessFailure } from './messages.ts';

/** A failure that the host shall show as it is. */
export class ProcessFailureError extends Error {
  override readonly name = 'ProcessFailureError';
  readonly failure: ProcessFailure;
  constructor(failure: ProcessFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Names a failure for the host. */
export function describeFailure(cause: unknown): ProcessFailure {
  if (cause instanceof ProcessFailureError) {
    return cause.failure;
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof InsufficientMemoryError) {
    return { reason: 'insufficient-memory', message };
  }
  const isFileFault = /gguf|failed to load model|magic|unsupported|architecture|ENOENT/i.test(
    message,
  );
  return { reason: isFileFault ? 'model-file-invalid' : 'internal', message };
}
