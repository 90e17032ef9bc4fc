import { createHash } from 'node:crypto';
import { BridgeError } from '@braindrive/plugin-sdk/protocol';
import { z } from 'zod';

/** The last row of a page: the indexed value as base64 (empty without an order), and the key or id. */
export interface PagePosition {
  readonly value: string;
  readonly id: string;
}

const cursorSchema = z.tuple([z.literal(1), z.string(), z.base64(), z.string().min(1)]);

/** @param query - What the cursor belongs to; the same for every page. */
export const encodeCursor = (query: unknown, position: PagePosition): string =>
  Buffer.from(JSON.stringify([1, fingerprint(query), position.value, position.id])).toString(
    'base64url',
  );

/** @throws {BridgeError} `storage/cursor-invalid`. */
export function decodeCursor(query: unknown, cursor: string | undefined): PagePosition | null {
  if (cursor === undefined) return null;
  const parsed = cursorSchema.safeParse(parse(cursor));
  if (!parsed.success || parsed.data[1] !== fingerprint(query)) {
    throw new BridgeError(
      'storage/cursor-invalid',
      'This page belongs to another query. Start again without a cursor.',
    );
  }
  return { value: parsed.data[2], id: parsed.data[3] };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

const fingerprint = (query: unknown): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
