import type { SqlSession } from '@braindrive/database';
import type { BridgeParams } from '@braindrive/plugin-sdk/protocol';
import type { DataScope } from './data-scope.ts';
import type { EncodedValue } from './json-value.ts';
import { type QuotaAccount, rowBytes } from './quota-ledger.ts';
import { requireRevision, requireWellFormed } from './revision.ts';
import { decodeCursor, encodeCursor } from './storage-cursor.ts';

interface Known {
  readonly revision: number;
  readonly bytes: number;
}

export interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly revision: number;
}

/** One write of a transaction, or a write alone (`operation` null). */
export interface WriteContext {
  readonly session: SqlSession;
  readonly scope: DataScope;
  readonly account: QuotaAccount;
  readonly operation: number | null;
}

/** A page ends here even when it has fewer items than asked: it has to fit a frame. */
const pageBytes = 4 * 1024 * 1024;

export function getEntry(session: SqlSession, installationId: string, key: string): Entry | null {
  const row = session.get<{ value: string; revision: number }>(
    'select value, revision from plugin_entry where installation_id = ? and key = ?',
    installationId,
    key,
  );
  return row === null ? null : { key, value: JSON.parse(row.value), revision: row.revision };
}

const knownEntry = ({ session, scope }: WriteContext, key: string): Known | null =>
  session.get<Known>(
    `select revision, ${rowBytes} + octet_length(key) + octet_length(value) as bytes
     from plugin_entry where installation_id = ? and key = ?`,
    scope.installationId,
    key,
  );

/** @returns the new revision. */
export function setEntry(
  context: WriteContext,
  write: { readonly key: string; readonly ifRevision?: number | undefined },
  value: EncodedValue,
): number {
  const { session, scope, account, operation } = context;
  requireWellFormed(write.key);
  const known = knownEntry(context, write.key);
  requireRevision(known?.revision ?? 0, write.ifRevision, operation);
  account.add(rowBytes + Buffer.byteLength(write.key) + value.bytes - (known?.bytes ?? 0));
  const revision = (known?.revision ?? 0) + 1;
  session.run(
    `insert into plugin_entry (installation_id, key, value, revision, updated_at) values (?, ?, ?, ?, ?)
     on conflict do update set value = excluded.value, revision = excluded.revision, updated_at = excluded.updated_at`,
    scope.installationId,
    write.key,
    value.text,
    revision,
    scope.nowMs,
  );
  return revision;
}

/** @returns whether there was one. */
export function deleteEntry(
  context: WriteContext,
  write: { readonly key: string; readonly ifRevision?: number | undefined },
): boolean {
  const { session, scope, account, operation } = context;
  const known = knownEntry(context, write.key);
  requireRevision(known?.revision ?? 0, write.ifRevision, operation);
  if (known === null) return false;
  account.add(-known.bytes);
  session.run(
    'delete from plugin_entry where installation_id = ? and key = ?',
    scope.installationId,
    write.key,
  );
  return true;
}

/** States what has to hold. */
export function checkEntry(context: WriteContext, key: string, ifRevision: number): void {
  requireRevision(knownEntry(context, key)?.revision ?? 0, ifRevision, context.operation);
}

interface KeyRow {
  readonly key: string;
  readonly bytes: number;
}

/** By key, in code point order. */
export function listEntries(
  session: SqlSession,
  installationId: string,
  query: BridgeParams<'storage.list'>,
): { items: Entry[]; nextCursor: string | null } {
  const scope = ['list', query.prefix];
  const after = decodeCursor(scope, query.cursor)?.id ?? '';
  // The key after the cursor may lie before the prefix only when there is no cursor.
  const rows = session.all<KeyRow>(
    `select key, octet_length(value) as bytes from plugin_entry
     where installation_id = ? and key > ? and key >= ? order by key limit ?`,
    installationId,
    after,
    query.prefix,
    query.limit + 1,
  );
  const fitting = rows.filter(({ key }) => key.startsWith(query.prefix));
  const shown = takeBytes(fitting.slice(0, query.limit));
  const items = shown.flatMap(({ key }) => getEntry(session, installationId, key) ?? []);
  const last = shown.at(-1);
  const hasMore = last !== undefined && shown.length < fitting.length;
  return {
    items,
    nextCursor: hasMore ? encodeCursor(scope, { value: '', id: last.key }) : null,
  };
}

/** The first rows that fit a page together; at least one. */
export function takeBytes<Row extends { readonly bytes: number }>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  return rows.filter((row, index) => {
    bytes += row.bytes;
    return index === 0 || bytes <= pageBytes;
  });
}
