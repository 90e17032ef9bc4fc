import { z } from 'zod';
import type { PermissionName } from '../../manifest/permissions.ts';

/** One operation of a bridge: what is asked, what comes back, and which grant it needs (null: none). */
export interface UnaryBridge<
  Params extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> {
  readonly kind: 'unary';
  readonly permission: PermissionName | null;
  readonly params: Params;
  readonly result: Result;
}

/**
 * An operation that answers with a stream. `item` describes the items that travel as JSON; where `hasBytes` is true,
 * `Uint8Array` pieces follow the first one.
 */
export interface StreamBridge<
  Params extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
> {
  readonly kind: 'stream';
  readonly permission: PermissionName | null;
  readonly params: Params;
  readonly item: Item;
  readonly hasBytes: boolean;
}

export const unary = <Params extends z.ZodType, Result extends z.ZodType>(
  permission: PermissionName | null,
  params: Params,
  result: Result,
): UnaryBridge<Params, Result> => ({ kind: 'unary', permission, params, result });

export const stream = <Params extends z.ZodType, Item extends z.ZodType>(
  permission: PermissionName | null,
  params: Params,
  item: Item,
  hasBytes = false,
): StreamBridge<Params, Item> => ({ kind: 'stream', permission, params, item, hasBytes });

export const nothing: z.ZodNull = z.null();
/** Holds the place where a page ended, which may be a long key. */
export const cursor: z.ZodString = z.string().min(1).max(8_192);
/** ISO 8601 in UTC. */
export const moment: z.ZodISODateTime = z.iso.datetime();

/**
 * Bytes or text that go from the plugin to the host. A `stream` is read by the host with `body.read` on the plugin,
 * as a child of the request that names it: raw pieces under the credit of the border, each of at most
 * 64 KiB. The plugin forgets it when the request is over.
 */
export const outgoingBodySchema = z.union([
  z.strictObject({ text: z.string().max(4 * 1024 * 1024) }),
  z.strictObject({ stream: z.int().positive() }),
]);
export type OutgoingBody = z.infer<typeof outgoingBodySchema>;
