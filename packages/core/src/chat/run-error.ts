import type { ErrorReport } from '@braindrive/contracts';
import { isPluginError, type ProviderErrorCode, providerErrorCodes } from '@braindrive/plugin-sdk';
import { DomainError } from '../domain-error.ts';

const isProviderCode = (code: string): code is ProviderErrorCode =>
  providerErrorCodes.some((known) => known === code);

/** True for failures with a message for the person; the rest is ours to find in the log. */
export const isExpected = (cause: unknown): boolean =>
  cause instanceof DomainError || (isPluginError(cause) && isProviderCode(cause.code));

/** What a person reads under an answer that failed. */
export function reportRunError(cause: unknown, runId: string): ErrorReport {
  if (cause instanceof DomainError) {
    const { code, message, retryAfterMs } = cause;
    return { code, message, retryAfterMs, requestId: null };
  }
  if (isPluginError(cause) && isProviderCode(cause.code)) {
    const { code, message, retryAfterMs } = cause;
    return { code, message, retryAfterMs, requestId: null };
  }
  return {
    code: 'INTERNAL',
    message: 'Something failed inside BrainDrive. The log has the details under this request id.',
    retryAfterMs: null,
    requestId: runId,
  };
}
