import type { DomainErrorCode } from '@braindrive/contracts';

export interface DomainErrorOptions {
  readonly cause?: unknown;
  /** How long to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * The one error of core. `packages/api` maps its code to a transport code; clients switch on the code.
 * The message is for a person: what happened, then the way out.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly retryAfterMs: number | null;

  constructor(code: DomainErrorCode, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
