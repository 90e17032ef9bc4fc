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
  /** What was asked, answered or sent is larger than a frame can be. */
  tooLarge: 'rpc/too-large',
  /** What was asked, answered or sent cannot be written as JSON. */
  notSerializable: 'rpc/not-serializable',
  unknownMethod: 'rpc/unknown-method',
  /** Thrown by the other side without a code of its own. */
  internal: 'INTERNAL',
} as const;

export const rpcError = (code: string, message: string): RpcError =>
  new RpcError({ code, message, details: null, retryAfterMs: null, issues: null });

const maxMessageLength = 2_000;
const maxIssues = 100;

/** What may cross the border of an error: its own words if it was thrown on purpose, else only that there was one. */
export function toWireError(error: unknown): WireError {
  if (error instanceof RpcError || isPluginError(error)) {
    return {
      code: error.code,
      message: error.message.slice(0, maxMessageLength),
      details: error.details,
      retryAfterMs: error.retryAfterMs,
      issues: error instanceof RpcError ? (error.issues?.slice(0, maxIssues) ?? null) : null,
    };
  }
  return {
    code: rpcCodes.internal,
    message: messageOf(error).slice(0, maxMessageLength),
    details: null,
    retryAfterMs: null,
    issues: null,
  };
}

/** Whatever was thrown, a hostile object with a `toString` of its own included. */
function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : String(error);
  } catch {
    return 'Something was thrown that has no text.';
  }
}
