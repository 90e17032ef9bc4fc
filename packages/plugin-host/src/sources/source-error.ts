import { DomainError } from '@braindrive/core';

/** A source that cannot give a plugin. The message says what happened and the way out. */
export const sourceFailed = (
  message: string,
  options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
): DomainError => new DomainError('PLUGIN_SOURCE_FAILED', message, options);

/**
 * Turns what `fetch` or a body throws into an error for a person. Cancelling and typed errors pass through.
 * @param host - Name of the server for the message.
 */
export function asSourceError(error: unknown, host: string, signal?: AbortSignal): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (error instanceof DomainError) return error;
  const code = networkCode(error);
  return sourceFailed(
    code === null
      ? `The connection to ${host} broke off. Try again.`
      : `${host} cannot be reached (${code}). Check the address and the network.`,
    { cause: error },
  );
}

/** The system's name of a network failure, such as `ECONNREFUSED`. */
function networkCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^E[A-Z_]+$/.test(code) ? code : null;
}
