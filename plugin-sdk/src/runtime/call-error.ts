import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { isPluginError } from '../plugin-error.ts';
import { RpcError } from '../protocol/index.ts';

const isZodError = (value: unknown): value is z.core.$ZodError =>
  value instanceof z.core.$ZodError ||
  (value instanceof Error && value.name === 'ZodError' && 'issues' in value);

/** An input that does not fit, with the place of each problem. */
export const badInput = (error: z.core.$ZodError): RpcError =>
  new RpcError({
    code: 'BAD_REQUEST',
    message: z.prettifyError(error),
    details: null,
    retryAfterMs: null,
    issues: error.issues,
  });

/**
 * What the host is told of a failure: plugin errors as they are, tRPC errors by their code with Zod issues, anything
 * else as it is, which the border turns into `INTERNAL`.
 */
export function toCallError(error: unknown): unknown {
  if (isPluginError(error)) return error;
  if (!(error instanceof TRPCError)) return isZodError(error) ? badInput(error) : error;
  const { cause, code } = error;
  if (isPluginError(cause)) return cause;
  if (isZodError(cause) && code === 'BAD_REQUEST') return badInput(cause);
  if (code === 'INTERNAL_SERVER_ERROR' && cause !== undefined) return cause;
  return new RpcError({
    code,
    message: error.message,
    details: null,
    retryAfterMs: null,
    issues: null,
  });
}
