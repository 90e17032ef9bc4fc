import type { SqlSession } from '@braindrive/database';
import {
  type BlobInfo,
  BridgeError,
  type BridgeParams,
  bodyPieceBytes,
  storageLimits,
} from '@braindrive/plugin-sdk/protocol';
import type { BlobFiles, ReceivedFile } from './blob-files.ts';
import type { DataScope } from './data-scope.ts';
import { type QuotaAccount, quotaExceeded, rowBytes } from './quota-ledger.ts';
import { requireWellFormed } from './revision.ts';
import { decodeCursor, encodeCursor } from './storage-cursor.ts';

interface BlobRow {
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly contentType: string | null;
  readonly updatedAt: number;
}

/** Says whether a snapshot still needs a file. */
export interface FileHolds {
  holds(installationId: string, file: string): Promise<boolean>;
}

const columns = `name, file, size_bytes as sizeBytes, content_type as contentType, updated_at as updatedAt`;

/** Blobs: a row for the name, a file for the bytes. */
export class BlobStore {
  readonly #files: BlobFiles;
  readonly #holds: FileHolds;
  /** Bytes of uploads under way, by installation. */
  readonly #reserved = new Map<string, number>();

  constructor(ports: { readonly files: BlobFiles; readonly holds: FileHolds }) {
    this.#files = ports.files;
    this.#holds = ports.holds;
  }

  /** See `storage.putBlob`. The old bytes stay until the new ones are whole. */
  async put(
    scope: DataScope,
    blob: { readonly name: string; readonly contentType: string; readonly isNew: boolean },
    source: AsyncIterable<Uint8Array>,
  ): Promise<BlobInfo> {
    requireWellFormed(blob.name);
    const old = await this.#find(scope, blob.name);
    requireNew(old, blob.isNew);
    const received = await this.#receive(scope, old?.sizeBytes ?? 0, source);
    const row: BlobRow = { ...blob, ...received, updatedAt: scope.nowMs };
    const replaced = await this.#store(scope, row, blob.isNew);
    if (replaced !== null) await this.#discard(scope, replaced.file);
    return infoOf(row);
  }

  /** See `storage.getBlob`: the facts, then the bytes. */
  async *read(
    scope: DataScope,
    { name, offset, length }: BridgeParams<'storage.getBlob'>,
  ): AsyncGenerator<BlobInfo | Uint8Array, void> {
    const { row, handle } = await this.#open(scope, name);
    try {
      yield infoOf(row);
      const end = length === undefined ? row.sizeBytes : Math.min(row.sizeBytes, offset + length);
      for (let position = offset; position < end; ) {
        const piece = Buffer.allocUnsafe(Math.min(bodyPieceBytes, end - position));
        const { bytesRead } = await handle.read(piece, 0, piece.length, position);
        if (bytesRead === 0) throw new Error(`Blob file ${row.file} is shorter than its row says.`);
        position += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  }

  async head(scope: DataScope, name: string): Promise<BlobInfo | null> {
    const row = await this.#find(scope, name);
    return row === null ? null : infoOf(row);
  }

  /** @returns whether there was one. */
  async delete(scope: DataScope, name: string): Promise<boolean> {
    const row = await scope.ledger.write(scope.database, scope, (session, account) => {
      const found = findRow(session, scope.installationId, name);
      if (found === null) return null;
      account.add(-bytesOf(found));
      session.run(
        'delete from plugin_blob where installation_id = ? and name = ?',
        scope.installationId,
        name,
      );
      return found;
    });
    if (row !== null) await this.#discard(scope, row.file);
    return row !== null;
  }

  async list(
    scope: DataScope,
    query: BridgeParams<'storage.listBlobs'>,
  ): Promise<{ items: BlobInfo[]; nextCursor: string | null }> {
    const belongsTo = ['blobs', query.prefix];
    const after = decodeCursor(belongsTo, query.cursor)?.id ?? '';
    const rows = await scope.database.read((session) =>
      session.all<BlobRow>(
        `select ${columns} from plugin_blob
         where installation_id = ? and name > ? and name >= ? order by name limit ?`,
        scope.installationId,
        after,
        query.prefix,
        query.limit + 1,
      ),
    );
    const fitting = rows.filter(({ name }) => name.startsWith(query.prefix));
    const shown = fitting.slice(0, query.limit);
    const last = shown.at(-1);
    const hasMore = last !== undefined && shown.length < fitting.length;
    return {
      items: shown.map(infoOf),
      nextCursor: hasMore ? encodeCursor(belongsTo, { value: '', id: last.name }) : null,
    };
  }

  #find(scope: DataScope, name: string): Promise<BlobRow | null> {
    return scope.database.read((session) => findRow(session, scope.installationId, name));
  }

  async #store(scope: DataScope, row: BlobRow, isNew: boolean): Promise<BlobRow | null> {
    try {
      const replaced = await scope.ledger.write(scope.database, scope, (session, account) =>
        writeRow(session, account, scope.installationId, row, isNew),
      );
      this.#files.settle(row.file);
      return replaced;
    } catch (error) {
      await this.#files.remove(row.file);
      throw error;
    }
  }

  /** Another call may replace the blob between the look at its row and the opening of its file: then it looks again. */
  async #open(scope: DataScope, name: string) {
    for (let before: string | null = null; ; ) {
      const row = await this.#find(scope, name);
      if (row === null) throw blobNotFound(name);
      const handle = await this.#files.open(row.file);
      if (handle !== null) return { row, handle };
      if (row.file === before) throw new Error(`Blob file ${row.file} is missing.`);
      before = row.file;
    }
  }

  /** Refuses early what could not be kept; the transaction that writes the row decides for good. */
  async #receive(
    scope: DataScope,
    replacedBytes: number,
    source: AsyncIterable<Uint8Array>,
  ): Promise<ReceivedFile> {
    const { installationId, quotaBytes } = scope;
    const used = await scope.ledger.used(scope.database, installationId);
    let sizeBytes = 0;
    try {
      return await this.#files.receive(source, (bytes) => {
        sizeBytes += bytes;
        if (sizeBytes > storageLimits.blobBytes) throw blobTooLarge();
        const reserved = (this.#reserved.get(installationId) ?? 0) + bytes;
        this.#reserved.set(installationId, reserved);
        const wanted = used + reserved - replacedBytes;
        if (wanted > quotaBytes) throw quotaExceeded(wanted, quotaBytes);
      });
    } finally {
      this.#release(installationId, sizeBytes);
    }
  }

  #release(installationId: string, bytes: number): void {
    const left = (this.#reserved.get(installationId) ?? 0) - bytes;
    if (left > 0) this.#reserved.set(installationId, left);
    else this.#reserved.delete(installationId);
  }

  async #discard(scope: DataScope, file: string): Promise<void> {
    if (scope.isWorkingCopy || (await this.#holds.holds(scope.installationId, file))) return;
    await this.#files.remove(file);
  }
}

const findRow = (session: SqlSession, installationId: string, name: string): BlobRow | null =>
  session.get<BlobRow>(
    `select ${columns} from plugin_blob where installation_id = ? and name = ?`,
    installationId,
    name,
  );

const bytesOf = ({ name, sizeBytes }: BlobRow): number =>
  rowBytes + Buffer.byteLength(name) + sizeBytes;

/** @returns the row that it replaced. */
function writeRow(
  session: SqlSession,
  account: QuotaAccount,
  installationId: string,
  row: BlobRow,
  isNew: boolean,
): BlobRow | null {
  const replaced = findRow(session, installationId, row.name);
  requireNew(replaced, isNew);
  account.add(bytesOf(row) - (replaced === null ? 0 : bytesOf(replaced)));
  session.run(
    `insert into plugin_blob (installation_id, name, file, size_bytes, content_type, updated_at)
     values (?, ?, ?, ?, ?, ?) on conflict (installation_id, name) do update
     set file = excluded.file, size_bytes = excluded.size_bytes, content_type = excluded.content_type,
       updated_at = excluded.updated_at`,
    installationId,
    row.name,
    row.file,
    row.sizeBytes,
    row.contentType,
    row.updatedAt,
  );
  return replaced;
}

function requireNew(row: BlobRow | null, isNew: boolean): void {
  if (isNew && row !== null) {
    throw new BridgeError('storage/conflict', `There is a blob called ${row.name} already.`);
  }
}

const infoOf = (row: BlobRow): BlobInfo => ({
  name: row.name,
  contentType: row.contentType ?? 'application/octet-stream',
  sizeBytes: row.sizeBytes,
  updatedAt: new Date(row.updatedAt).toISOString(),
});

const blobNotFound = (name: string): BridgeError =>
  new BridgeError('storage/not-found', `There is no blob called ${name}.`);

const blobTooLarge = (): BridgeError =>
  new BridgeError(
    'storage/too-large',
    `A blob may have ${storageLimits.blobBytes.toLocaleString('en')} bytes. Store it in parts.`,
    { details: { maxBytes: storageLimits.blobBytes } },
  );
