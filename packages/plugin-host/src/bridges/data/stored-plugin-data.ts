import { join } from 'node:path';
import type { Clock } from '@braindrive/core';
import type { SqlDatabase } from '@braindrive/database';
import type { BridgeCaller } from '../../bridge-caller.ts';
import type { DataUsage, PluginDataStore } from '../plugin-data-store.ts';
import { BlobFiles } from '../storage/blob-files.ts';
import type { DataScope } from '../storage/data-scope.ts';
import { countUsage, QuotaLedger } from '../storage/quota-ledger.ts';
import { blobFiles, DataCopies, deleteData } from './data-copy.ts';
import { MigrationDesk } from './migration-desk.ts';
import { SnapshotShelf } from './snapshot-shelf.ts';

export interface StoredPluginDataPorts {
  readonly database: SqlDatabase;
  /** Folder for blobs, snapshots and working copies. */
  readonly directory: string;
  readonly clock: Clock;
}

/** Everything that plugins keep: in the host's database, and in files beside it. */
export class StoredPluginData implements PluginDataStore {
  readonly files: BlobFiles;
  readonly shelf: SnapshotShelf;
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #copies: DataCopies;
  readonly #desk: MigrationDesk;
  readonly #ledger = new QuotaLedger();

  constructor(ports: StoredPluginDataPorts) {
    const { database, directory, clock } = ports;
    this.#database = database;
    this.#clock = clock;
    this.#copies = new DataCopies(database);
    this.files = new BlobFiles(join(directory, 'blobs'));
    this.shelf = new SnapshotShelf({
      ...ports,
      directory: join(directory, 'snapshots'),
      copies: this.#copies,
    });
    this.#desk = new MigrationDesk({
      directory: join(directory, 'migrations'),
      copies: this.#copies,
    });
  }

  /** Where the data of a call is: the installation's own, or for a migration its working copy. */
  scopeOf(caller: BridgeCaller, quotaBytes: number): DataScope {
    const { installationId, purpose } = caller;
    const nowMs = this.#clock.now().getTime();
    if (purpose.kind === 'migration') {
      const { database, ledger } = this.#desk.require(purpose.transactionId, installationId);
      const requireWritable = () => void this.#desk.require(purpose.transactionId, installationId);
      const copy = { database, ledger, isWorkingCopy: true, requireWritable };
      return { installationId, quotaBytes, nowMs, ...copy };
    }
    return {
      installationId,
      quotaBytes,
      nowMs,
      database: this.#database,
      ledger: this.#ledger,
      isWorkingCopy: false,
      requireWritable: () => this.#desk.requireWritable(installationId),
    };
  }

  async snapshot(installationId: string, expiresAt: Date): Promise<string> {
    return this.shelf.take(installationId, expiresAt);
  }

  async restore(snapshotId: string): Promise<void> {
    const row = await this.shelf.find(snapshotId);
    if (row === null) throw new Error(`There is no snapshot ${snapshotId}.`);
    const { installationId } = row;
    const before = await this.#copies.copyIn(installationId, this.shelf.pathOf(row), () =>
      this.#ledger.forget(installationId),
    );
    await this.#removeUnneeded(installationId, before);
  }

  async drop(snapshotId: string): Promise<void> {
    const row = await this.shelf.find(snapshotId);
    if (row === null) return;
    await this.#removeUnneeded(row.installationId, await this.shelf.remove(row));
  }

  async purge(installationId: string): Promise<void> {
    const files = await this.#database.write((session) => {
      this.#ledger.forget(installationId);
      return new Set(deleteData(session, installationId));
    });
    for (const row of await this.shelf.of(installationId)) {
      for (const file of await this.shelf.remove(row)) files.add(file);
    }
    await this.#removeUnneeded(installationId, files);
  }

  async usage(installationId: string): Promise<DataUsage> {
    return this.#database.read((session) => countUsage(session, installationId));
  }

  async begin(installationId: string): Promise<string> {
    return this.#desk.begin(installationId);
  }

  async commit(transactionId: string, dataVersion: number): Promise<void> {
    const migration = this.#desk.seal(transactionId);
    if (migration === null) throw new Error(`There is no migration ${transactionId}.`);
    const { installationId, path } = migration;
    try {
      const before = await this.#copies.copyIn(installationId, path, (session) => {
        this.#ledger.forget(installationId);
        session.run(
          'update plugin_installation set data_version = ? where id = ?',
          dataVersion,
          installationId,
        );
      });
      await this.#removeUnneeded(installationId, before);
    } finally {
      await this.#desk.end(migration);
    }
  }

  async abort(transactionId: string): Promise<void> {
    const database = this.#desk.find(transactionId)?.database;
    const files = (await database?.read((session) => blobFiles(session))) ?? [];
    const migration = this.#desk.seal(transactionId);
    if (migration === null) return;
    await this.#removeUnneeded(migration.installationId, files);
    await this.#desk.end(migration);
  }

  async removeOrphans(): Promise<number> {
    if (this.#desk.isBusy) return 0;
    const { activity } = this.shelf;
    const copies = await this.#desk.removeOrphans();
    const snapshots = await this.shelf.removeOrphans();
    const blobs = await this.files.removeOthers(() => this.#neededFiles(activity));
    return copies + snapshots + blobs;
  }

  /** @returns null while a snapshot or a migration may name files that no row does yet. */
  async #neededFiles(activity: number): Promise<ReadonlySet<string> | null> {
    const stored = await this.#database.read((session) => blobFiles(session));
    const needed = new Set([...stored, ...(await this.shelf.allBlobs())]);
    return this.#desk.isBusy || this.shelf.activity !== activity ? null : needed;
  }

  /** Removes those of `files` that neither a row nor a snapshot names any more. */
  async #removeUnneeded(installationId: string, files: Iterable<string>): Promise<void> {
    const stored = new Set(
      await this.#database.read((session) => blobFiles(session, installationId)),
    );
    for (const file of files) {
      if (stored.has(file) || (await this.shelf.holds(installationId, file))) continue;
      await this.files.remove(file);
    }
  }
}
