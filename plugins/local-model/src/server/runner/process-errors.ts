import { isPluginError, ProviderError } from '@braindrive/plugin-sdk';
import { formatBytes } from '../catalogue/format-bytes.ts';
import type { MachineMemory } from '../catalogue/machine-memory.ts';
import { type MemoryFacts, memoryNeedBytes } from '../catalogue/memory-need.ts';
import { ProcessDied, ProcessRefusal } from '../llama-process/llama-process.ts';
import type { ProcessFailure } from '../llama-process/messages.ts';

/** Turns what the model process reported into an error with advice. Other errors pass unchanged. */
export function toProviderError(cause: unknown, modelName: string): unknown {
  if (isPluginError(cause)) {
    return cause;
  }
  if (cause instanceof ProcessDied) {
    return new ProviderError(
      'provider/server-error',
      `${modelName} stopped in the middle: ${cause.message}. Send it again: the model starts anew.`,
      { cause },
    );
  }
  return cause instanceof ProcessRefusal ? refusalError(cause.failure, modelName, cause) : cause;
}

function refusalError(failure: ProcessFailure, modelName: string, cause: Error): ProviderError {
  switch (failure.reason) {
    case 'prompt-too-long': {
      const excess = (failure.excessTokens ?? 0).toLocaleString('en');
      return new ProviderError(
        'provider/prompt-too-long',
        `Too long by ${excess} tokens. Shorten it or choose a larger model.`,
        { cause, details: { excessTokens: failure.excessTokens ?? null } },
      );
    }
    case 'model-file-invalid':
      return new ProviderError(
        'provider/model-file-invalid',
        `The file of ${modelName} cannot be loaded. Delete the model and fetch it again.`,
        { cause, details: { reason: failure.message } },
      );
    case 'insufficient-memory':
      return new ProviderError(
        'provider/insufficient-memory',
        `There is not enough free memory for ${modelName}. Close other programs or choose a smaller model.`,
        { cause, details: { reason: failure.message } },
      );
    case 'internal':
      return new ProviderError(
        'provider/server-error',
        `${modelName} could not answer: ${failure.message}. Try again or choose another model.`,
        { cause },
      );
  }
}

/** "Needs 8.0 GB of memory, 5.2 GB are free. Choose Qwen3 4B" */
export function insufficientMemoryError(
  facts: MemoryFacts,
  memory: MachineMemory,
  suggestion: string | null,
): ProviderError {
  const needBytes = memoryNeedBytes(facts, 2048, 1);
  const advice =
    suggestion === null ? 'Close other programs or add memory.' : `Choose ${suggestion}`;
  return new ProviderError(
    'provider/insufficient-memory',
    `Needs ${formatBytes(needBytes)} of memory, ${formatBytes(memory.freeMemoryBytes)} are free. ${advice}`,
    { details: { needBytes, freeMemoryBytes: memory.freeMemoryBytes } },
  );
}
