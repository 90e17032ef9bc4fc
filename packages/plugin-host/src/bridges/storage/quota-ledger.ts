import type { SqlSession } from '@braindrive/database';
import { BridgeError } from '@braindrive/plugin-sdk/protocol';
import type { DataUsage } from '../plugin-data-store.ts';
import type { DataScope } from './data-scope.ts';
import type { SqlAccess } from './sql-access.ts';

/** Every row counts so much beside its texts, so that many tiny rows do not take far more disk than the quota says. */
export const rowBytes = 64;

/** Counts what one write adds and takes. */
export interface QuotaAccount {
  add(bytes: number): void;
}

/**
 * What each installation uses, kept in memory once it was counted. Exact: every write goes through here, in the one
 * turn of the event loop in which its transaction begins and ends.
 */
export class QuotaLedger {
  readonly #used = new Map<string, number>();

  /**
   * One transaction that may not end above the quota, unless it ends below where it began.
   * @throws {BridgeError} `storage/quota-exceeded`; nothing is written then.
   */
  async write<Result>(
    database: SqlAccess,
    limit: Pick<DataScope, 'installationId' | 'quotaBytes' | 'requireWritable'>,
    work: (session: SqlSession, account: QuotaAccount) => Result,
  ): Promise<Result> {
    const { installationId, quotaBytes } = limit;
    let isCounted = false;
    try {
      return await database.write((session) => {
        limit.requireWritable();
        let change = 0;
        const used = this.#read(session, installationId);
        const result = work(session, {
          add: (bytes) => {
            change += bytes;
          },
        });
        if (change > 0 && used + change > quotaBytes)
          throw quotaExceeded(used + change, quotaBytes);
        this.#used.set(installationId, used + change);
        isCounted = true;
        return result;
      });
    } catch (error) {
      // The commit itself failed. What was refused before has changed nothing.
      if (isCounted) this.forget(installationId);
      throw error;
    }
  }

  async used(database: SqlAccess, installationId: string): Promise<number> {
    return database.read((session) => this.#read(session, installationId));
  }

  /** Its rows were changed in another way: count anew. */
  forget(installationId: string): void {
    this.#used.delete(installationId);
  }

  #read(session: SqlSession, installationId: string): number {
    const known = this.#used.get(installationId);
    if (known !== undefined) return known;
    const { usedBytes } = countUsage(session, installationId);
    this.#used.set(installationId, usedBytes);
    return usedBytes;
  }
}

export const quotaExceeded = (wantedBytes: number, quotaBytes: number): BridgeError =>
  new BridgeError(
    'storage/quota-exceeded',
    `This needs ${megabytes(wantedBytes)} MB and the plugin may keep ${megabytes(quotaBytes)} MB. Delete something first, or ask for more.`,
    { details: { wantedBytes, quotaBytes } },
  );

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

/** Counts the rows; the time grows with them. */
export function countUsage(session: SqlSession, installationId: string): DataUsage {
  const one = (sql: string) =>
    session.get<{ rows: number; bytes: number }>(sql, installationId) ?? { rows: 0, bytes: 0 };
  const count = `count(*) as rows, coalesce(sum(${rowBytes} +`;
  const keys = one(
    `select ${count} octet_length(key) + octet_length(value)), 0) as bytes
     from plugin_entry where installation_id = ?`,
  );
  const documents = one(
    `select ${count} octet_length(collection) + octet_length(id) + octet_length(value)), 0) as bytes
     from plugin_document where installation_id = ?`,
  );
  const fields = one(
    `select ${count} octet_length(field) + octet_length(value)), 0) as bytes
     from plugin_document_field where installation_id = ?`,
  );
  const blobs = one(
    `select ${count} octet_length(name) + size_bytes), 0) as bytes
     from plugin_blob where installation_id = ?`,
  );
  return {
    usedBytes: keys.bytes + documents.bytes + fields.bytes + blobs.bytes,
    keys: keys.rows,
    documents: documents.rows,
    blobs: blobs.rows,
  };
}
