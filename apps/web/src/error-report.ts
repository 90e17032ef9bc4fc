import type { ErrorReport } from '@braindrive/contracts';
import { TRPCClientError } from '@trpc/client';

/** What a person is told about a failure, whatever its origin. */
export interface ClientErrorReport {
  /** A domain or provider code, or `OFFLINE` when the host was not reached, or `INTERNAL`. */
  readonly code: ErrorReport['code'] | 'OFFLINE';
  readonly message: string;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  /** For each field of the input: what is wrong with it. */
  readonly fieldErrors: Readonly<Record<string, string>>;
}

interface ErrorData {
  readonly domainCode?: ErrorReport['code'];
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

const plain = (code: ClientErrorReport['code'], message: string): ClientErrorReport => ({
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

/** Reads any thrown value as a report. Callers switch on `code`, never on the text. */
export function errorReportOf(error: unknown): ClientErrorReport {
  if (!(error instanceof TRPCClientError)) {
    return plain('INTERNAL', 'Something failed in this page. Reload it and try again.');
  }
  const data = error.data as ErrorData | null | undefined;
  if (data?.domainCode === undefined) return offline;
  return {
    code: data.domainCode,
    message: error.message,
    retryAfterMs: data.retryAfterMs ?? null,
    requestId: data.requestId ?? null,
    fieldErrors: firstOfEach(data.fieldErrors),
  };
}

/** True when the session ended, so that signing in again is the way out. */
export const isSignedOut = (error: unknown): boolean =>
  errorReportOf(error).code === 'NOT_AUTHENTICATED';
