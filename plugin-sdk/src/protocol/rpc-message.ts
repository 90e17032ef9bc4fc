import type { PluginErrorDetails } from '../plugin-error.ts';
import { ProtocolError } from './frame-codec.ts';

/** An error as it crosses the border between host and plugin. */
export interface WireError {
  /** `<scope>/<what>` of a `PluginError`, a tRPC code such as `NOT_FOUND`, or `INTERNAL`. */
  readonly code: string;
  readonly message: string;
  readonly details: PluginErrorDetails | null;
  readonly retryAfterMs: number | null;
  /** Zod issues of an input that does not fit, or null. */
  readonly issues: readonly unknown[] | null;
}

/**
 * Messages are the same in both directions; ids belong to the side that asks. A request with `stream` is answered by
 * `items` (as many as there is credit for) and `end`, one without by `result`. `cancel` asks the other side to stop;
 * it still answers.
 */
export type RpcMessage =
  | {
      readonly t: 'request';
      readonly id: number;
      readonly method: string;
      readonly params: unknown;
      /** Items that may be sent before more credit comes; absent for a single answer. */
      readonly stream?: number;
      /** The request of the other side, in whose name this one is made. */
      readonly parent?: number;
    }
  | { readonly t: 'result'; readonly id: number; readonly value: unknown }
  | { readonly t: 'error'; readonly id: number; readonly error: WireError }
  | { readonly t: 'items'; readonly id: number; readonly values: readonly unknown[] }
  | { readonly t: 'end'; readonly id: number }
  | { readonly t: 'credit'; readonly id: number; readonly count: number }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'ping'; readonly id: number }
  | { readonly t: 'pong'; readonly id: number };

const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
const isCount = (value: unknown): boolean => isId(value) && value > 0;

const shapes: Record<string, (message: Record<string, unknown>) => boolean> = {
  request: ({ method, stream, parent }) =>
    typeof method === 'string' &&
    method.length <= 200 &&
    (stream === undefined || isCount(stream)) &&
    (parent === undefined || isId(parent)),
  result: () => true,
  error: ({ error }) => isWireError(error),
  items: ({ values }) => Array.isArray(values),
  end: () => true,
  credit: ({ count }) => isCount(count),
  cancel: () => true,
  ping: () => true,
  pong: () => true,
};

const isWireError = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  'message' in value &&
  typeof value.message === 'string';

/**
 * Reads the messages of one JSON frame. Checks what the peers rely on, and nothing of what requests carry.
 * @throws {ProtocolError} when one is not a message.
 */
export function readMessages(value: unknown): RpcMessage[] {
  if (!Array.isArray(value)) throw new ProtocolError('A frame holds no list of messages.');
  return value.map((message: unknown) => {
    if (typeof message !== 'object' || message === null) throw notAMessage();
    const fields = message as Record<string, unknown>;
    const isFitting =
      typeof fields.t === 'string' && Object.hasOwn(shapes, fields.t) && isId(fields.id);
    if (!isFitting || !shapes[fields.t as string]?.(fields)) throw notAMessage();
    return message as RpcMessage;
  });
}

const notAMessage = () => new ProtocolError('A frame holds something that is not a message.');
