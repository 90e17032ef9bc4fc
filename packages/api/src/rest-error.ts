import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { reportOf, transportCodeOf } from './error-map.ts';

/** An error as REST clients get it. */
export interface RestError {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const unexpectedMessage =
  'Something failed inside BrainDrive. The log has the details under this request id.';

/** The answer to a request that is no procedure, in the shape that procedures answer in. */
export function restErrorOf(error: unknown, requestId: string): RestError {
  const report = reportOf(error, requestId);
  const code = report === null ? 'INTERNAL_SERVER_ERROR' : transportCodeOf(error);
  const message = report?.message ?? unexpectedMessage;
  const status = getHTTPStatusCodeFromError(new TRPCError({ code }));
  const data = {
    code,
    httpStatus: status,
    domainCode: report?.code ?? 'INTERNAL',
    retryAfterMs: report?.retryAfterMs ?? null,
    requestId,
    fieldErrors: null,
    plugin: null,
  };
  return { status, body: { message, code, data } };
}
