/** What a person is told about a failure, whatever its origin. */
export interface ClientErrorReport {
  /** A domain or provider code, or `OFFLINE` when the host was not reached, or `INTERNAL`. */
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  /** For each field of the input: what is wrong with it. */
  readonly fieldErrors: Readonly<Record<string, string>>;
}

interface ErrorData {
  readonly domainCode?: string;
  readonly code?: string;
  readonly retryAfterMs?: number | null;
  readonly requestId?: string | null;
  readonly fieldErrors?: Readonly<Record<string, readonly string[]>> | null;
}

const firstOfEach = (fields: ErrorData['fieldErrors']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, texts]) =>
      texts[0] === undefined ? [] : [[name, texts[0]]],
    ),
  );

const plain = (code: string, message: string): ClientErrorReport => ({
  code,
  message,
  retryAfterMs: null,
  requestId: null,
  fieldErrors: {},
});

const offline = plain(
  'OFFLINE',
  'BrainDrive does not answer. Check that it is running and that you are online, then try again.',
);

/** By its name, because a frame rebuilds the error and a plugin may carry its own copy of the class. */
const isCallError = (error: unknown): error is Error & { readonly data?: ErrorData | null } =>
  error instanceof Error && error.name === 'TRPCClientError';

/** Reads any thrown value as a report. Callers switch on `code`, never on the text. */
export function errorReportOf(error: unknown): ClientErrorReport {
  if (!isCallError(error)) {
    return plain('INTERNAL', 'Something failed in this page. Reload it and try again.');
  }
  const code = error.data?.domainCode ?? error.data?.code;
  if (code === undefined) return offline;
  return {
    code,
    message: error.message,
    retryAfterMs: error.data?.retryAfterMs ?? null,
    requestId: error.data?.requestId ?? null,
    fieldErrors: firstOfEach(error.data?.fieldErrors),
  };
}

/** True when the session ended, so that signing in again is the way out. */
export const isSignedOut = (error: unknown): boolean =>
  errorReportOf(error).code === 'NOT_AUTHENTICATED';
