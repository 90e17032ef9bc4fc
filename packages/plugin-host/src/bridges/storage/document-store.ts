import type { SqlSession } from '@braindrive/database';
import type { IndexValue } from '@braindrive/plugin-sdk/protocol';
import type { WriteContext } from './entry-store.ts';
import { encodeIndexValue } from './index-value.ts';
import type { EncodedValue } from './json-value.ts';
import { rowBytes } from './quota-ledger.ts';
import { requireRevision, requireWellFormed } from './revision.ts';

export interface StoredDocument {
  readonly id: string;
  readonly value: unknown;
  readonly revision: number;
}

/** Names one document, and says what has to hold. */
export interface DocumentWrite {
  readonly collection: string;
  readonly id: string;
  readonly ifRevision?: number | undefined;
}

export function getDocument(
  session: SqlSession,
  installationId: string,
  place: { readonly collection: string; readonly id: string },
): StoredDocument | null {
  const row = session.get<{ value: string; revision: number }>(
    'select value, revision from plugin_document where installation_id = ? and collection = ? and id = ?',
    installationId,
    place.collection,
    place.id,
  );
  return row === null
    ? null
    : { id: place.id, value: JSON.parse(row.value), revision: row.revision };
}

const knownDocument = ({ session, scope }: WriteContext, { collection, id }: DocumentWrite) =>
  session.get<{ revision: number; bytes: number }>(
    `select revision, ${rowBytes} + octet_length(collection) + octet_length(id) + octet_length(value) + coalesce((
       select sum(${rowBytes} + octet_length(f.field) + octet_length(f.value))
       from plugin_document_field f indexed by plugin_document_field_document
       where f.installation_id = d.installation_id and f.collection = d.collection and f.id = d.id), 0) as bytes
     from plugin_document d where installation_id = ? and collection = ? and id = ?`,
    scope.installationId,
    collection,
    id,
  );

/** @returns the new revision. */
export function putDocument(
  context: WriteContext,
  write: DocumentWrite & { readonly index: Readonly<Record<string, IndexValue>> },
  value: EncodedValue,
): number {
  const { session, scope, account, operation } = context;
  requireWellFormed(write.id);
  const known = knownDocument(context, write);
  requireRevision(known?.revision ?? 0, write.ifRevision, operation);
  const revision = (known?.revision ?? 0) + 1;
  account.add(
    rowBytes + Buffer.byteLength(write.collection) + Buffer.byteLength(write.id) + value.bytes,
  );
  account.add(-(known?.bytes ?? 0));
  session.run(
    `insert into plugin_document (installation_id, collection, id, value, revision, updated_at)
     values (?, ?, ?, ?, ?, ?) on conflict do update
     set value = excluded.value, revision = excluded.revision, updated_at = excluded.updated_at`,
    scope.installationId,
    write.collection,
    write.id,
    value.text,
    revision,
    scope.nowMs,
  );
  if (known !== null) removeFields(context, write);
  for (const [field, indexed] of Object.entries(write.index)) {
    insertField(context, write, field, indexed);
  }
  return revision;
}

/** @returns whether there was one. */
export function deleteDocument(context: WriteContext, write: DocumentWrite): boolean {
  const { session, scope, account, operation } = context;
  const known = knownDocument(context, write);
  requireRevision(known?.revision ?? 0, write.ifRevision, operation);
  if (known === null) return false;
  account.add(-known.bytes);
  removeFields(context, write);
  session.run(
    'delete from plugin_document where installation_id = ? and collection = ? and id = ?',
    scope.installationId,
    write.collection,
    write.id,
  );
  return true;
}

/** States what has to hold. */
export function checkDocument(
  context: WriteContext,
  place: { readonly collection: string; readonly id: string },
  ifRevision: number,
): void {
  requireRevision(knownDocument(context, place)?.revision ?? 0, ifRevision, context.operation);
}

// Without statistics SQLite would take the index with the values, and walk the whole collection in it.
function removeFields({ session, scope }: WriteContext, { collection, id }: DocumentWrite): void {
  session.run(
    `delete from plugin_document_field indexed by plugin_document_field_document
     where installation_id = ? and collection = ? and id = ?`,
    scope.installationId,
    collection,
    id,
  );
}

function insertField(
  { session, scope, account }: WriteContext,
  { collection, id }: DocumentWrite,
  field: string,
  indexed: IndexValue,
): void {
  const bytes = encodeIndexValue(indexed);
  account.add(rowBytes + Buffer.byteLength(field) + bytes.length);
  session.run(
    `insert into plugin_document_field (installation_id, collection, field, value, id) values (?, ?, ?, ?, ?)`,
    scope.installationId,
    collection,
    field,
    bytes,
    id,
  );
}
