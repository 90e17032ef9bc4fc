import type { DomainErrorCode } from '@braindrive/contracts';

export interface DomainErrorOptions {
  readonly cause?: unknown;
  /** How long to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number;
  /** For each field of the input that does not fit: why. */
  readonly fieldErrors?: Readonly<Record<string, string[]>>;
}

/**
 * The one error of core. `packages/api` maps its code to a transport code; clients switch on the code.
 * The message is for a person: what happened, then the way out.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly retryAfterMs: number | null;
  readonly fieldErrors: Readonly<Record<string, string[]>> | null;

  constructor(code: DomainErrorCode, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.fieldErrors = options.fieldErrors ?? null;
  }
}
