import { isPluginError, PluginError } from '../plugin-error.ts';
import type { WireError } from './rpc-message.ts';

/** An error that came from the other side. `code` is the plugin's own, a transport code, or one of {@link rpcCodes}. */
export class RpcError extends PluginError {
  readonly issues: readonly unknown[] | null;

  constructor(error: WireError) {
    super(error.code, error.message, {
      ...(error.details == null ? {} : { details: error.details }),
      ...(error.retryAfterMs == null ? {} : { retryAfterMs: error.retryAfterMs }),
    });
    this.issues = error.issues ?? null;
  }
}

/** Codes that the border itself gives. */
export const rpcCodes = {
  /** The other side is gone, or went before it answered. */
  closed: 'rpc/closed',
  /** No answer within the deadline. */
  timeout: 'rpc/timeout',
  /** Too many requests are waiting. */
  busy: 'rpc/busy',
  cancelled: 'rpc/cancelled',
  unknownMethod: 'rpc/unknown-method',
  /** Thrown by the other side without a code of its own. */
  internal: 'INTERNAL',
} as const;

export const rpcError = (code: string, message: string): RpcError =>
  new RpcError({ code, message, details: null, retryAfterMs: null, issues: null });

/** What may cross the border of an error: its own words if it was thrown on purpose, else only that there was one. */
export function toWireError(error: unknown): WireError {
  if (error instanceof RpcError || isPluginError(error)) {
    return {
      code: error.code,
      message: error.message,
      details: error.details,
      retryAfterMs: error.retryAfterMs,
      issues: error instanceof RpcError ? error.issues : null,
    };
  }
  return {
    code: rpcCodes.internal,
    message: error instanceof Error ? error.message : String(error),
    details: null,
    retryAfterMs: null,
    issues: null,
  };
}
