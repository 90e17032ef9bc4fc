import type { ErrorReport } from '@braindrive/contracts';
import {
  isPluginError,
  ProviderError,
  type ProviderErrorCode,
  providerErrorCodes,
} from '@braindrive/plugin-sdk';
import { DomainError } from '../domain-error.ts';
import type { Log } from '../log.ts';

const isProviderCode = (code: string): code is ProviderErrorCode =>
  providerErrorCodes.some((known) => known === code);

/**
 * What a person may read of a provider's failure. What nobody foresaw goes to the log only.
 * @param fields - Ids for the log line.
 */
export function reportConnectionError(
  error: unknown,
  log: Log,
  fields: Readonly<Record<string, unknown>>,
): ErrorReport {
  const known = knownError(error);
  if (known === null) log.error({ ...fields, cause: error }, 'connection.failed');
  const { code, message, retryAfterMs } = known ?? {
    code: 'CONNECTION_FAILED' as const,
    message: 'The provider failed in a way that it does not know. The log has the details.',
    retryAfterMs: null,
  };
  return { code, message, retryAfterMs, requestId: null };
}

function knownError(error: unknown): Omit<ErrorReport, 'requestId'> | null {
  if (error instanceof DomainError) return error;
  if (isPluginError(error) && isProviderCode(error.code)) {
    const { code, message, retryAfterMs } = error;
    return { code, message, retryAfterMs };
  }
  if (error instanceof TypeError && error.cause !== undefined) {
    const message = 'The server does not answer. Check the address, and whether it is running.';
    return { code: 'provider/unreachable', message, retryAfterMs: null };
  }
  return null;
}

/**
 * Gives up on `work` after a while, also when it does not listen to its signal. Its late result is dropped.
 * @param signal - The caller's own abort, which ends the work too.
 * @throws {ProviderError} `provider/timeout`.
 */
export async function withTimeLimit<Value>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  const limit = new AbortController();
  const ended = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    ended.reject(reason);
    limit.abort(reason);
  };
  const onAbort = () => end(signal?.reason);
  const timer = setTimeout(() => end(timeoutError(timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    return await Promise.race([work(limit.signal), ended.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

const timeoutError = (timeoutMs: number): ProviderError =>
  new ProviderError(
    'provider/timeout',
    `The server did not answer within ${Math.max(1, Math.round(timeoutMs / 1000))} s. Check the address, and whether it is running.`,
  );
