import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@braindrive/core';
import { createId, type SqlDatabase } from '@braindrive/database';
import type { FileHolds } from '../storage/blob-store.ts';
import { WorkingCopy } from '../storage/working-copy.ts';
import { blobFiles, type DataCopies } from './data-copy.ts';

export interface SnapshotRow {
  readonly id: string;
  readonly installationId: string;
  readonly file: string;
}

/** Snapshots: files with rows, and which blob files they need. */
export class SnapshotShelf implements FileHolds {
  readonly #directory: string;
  readonly #database: SqlDatabase;
  readonly #copies: DataCopies;
  readonly #clock: Clock;
  /** Blob files of each snapshot that was asked for; a snapshot never changes. */
  readonly #blobs = new Map<string, ReadonlySet<string>>();
  /** Installations of which one is being taken: it may need any of their files. */
  readonly #taking = new Map<string, number>();
  #taken = 0;

  constructor(ports: {
    readonly directory: string;
    readonly database: SqlDatabase;
    readonly copies: DataCopies;
    readonly clock: Clock;
  }) {
    this.#directory = ports.directory;
    this.#database = ports.database;
    this.#copies = ports.copies;
    this.#clock = ports.clock;
  }

  /** Changes with each snapshot that begins or ends. */
  get activity(): number {
    return this.#taken;
  }

  /** See `PluginDataStore.snapshot`. The row comes last: what a killed host leaves is a file without a row. */
  async take(installationId: string, expiresAt: Date): Promise<string> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const id = createId();
    const file = `${id}.sqlite`;
    this.#hold(installationId, 1);
    try {
      await this.#copies.copyOut(installationId, this.#path(file), { isIndexed: false });
      const { size } = await stat(this.#path(file));
      await this.#database.write((session) =>
        session.run(
          `insert into plugin_snapshot (id, installation_id, digest, data_version, file, size_bytes, created_at, expires_at)
           select ?, id, digest, data_version, ?, ?, ?, ? from plugin_installation where id = ?`,
          id,
          file,
          size,
          this.#clock.now().getTime(),
          expiresAt.getTime(),
          installationId,
        ),
      );
      return id;
    } catch (error) {
      await this.#removeFile(file);
      throw error;
    } finally {
      this.#hold(installationId, -1);
    }
  }

  async find(snapshotId: string): Promise<SnapshotRow | null> {
    return this.#database.read((session) =>
      session.get<SnapshotRow>(
        'select id, installation_id as installationId, file from plugin_snapshot where id = ?',
        snapshotId,
      ),
    );
  }

  async of(installationId: string): Promise<SnapshotRow[]> {
    return this.#database.read((session) =>
      session.all<SnapshotRow>(
        'select id, installation_id as installationId, file from plugin_snapshot where installation_id = ?',
        installationId,
      ),
    );
  }

  pathOf({ file }: SnapshotRow): string {
    return this.#path(file);
  }

  /** @returns the blob files that it needed; others may need them too. */
  async remove(row: SnapshotRow): Promise<ReadonlySet<string>> {
    // Without its file nobody knows what it needed; the next sweep finds what is left.
    const files = await this.#blobsOf(row).catch(() => new Set<string>());
    await this.#database.write((session) =>
      session.run('delete from plugin_snapshot where id = ?', row.id),
    );
    this.#blobs.delete(row.id);
    await this.#removeFile(row.file);
    return files;
  }

  async holds(installationId: string, file: string): Promise<boolean> {
    if ((this.#taking.get(installationId) ?? 0) > 0) return true;
    for (const row of await this.of(installationId)) {
      // A snapshot that cannot be read may need anything.
      const files = await this.#blobsOf(row).catch(() => null);
      if (files === null || files.has(file)) return true;
    }
    return false;
  }

  /** Blob files that any snapshot needs. */
  async allBlobs(): Promise<ReadonlySet<string>> {
    const rows = await this.#database.read((session) =>
      session.all<SnapshotRow>(
        'select id, installation_id as installationId, file from plugin_snapshot',
      ),
    );
    const files = new Set<string>();
    for (const row of rows) for (const file of await this.#blobsOf(row)) files.add(file);
    return files;
  }

  /** @returns how many files without a row went. */
  async removeOrphans(): Promise<number> {
    if (this.#taking.size > 0) return 0;
    const names = await readdir(this.#directory).catch(() => []);
    const rows = await this.#database.read((session) =>
      session.all<{ file: string }>('select file from plugin_snapshot'),
    );
    const known = new Set(rows.map(({ file }) => file));
    const orphans = names.filter((name) => !known.has(name.replace(/-journal$/, '')));
    for (const name of orphans) await rm(this.#path(name), { force: true });
    return orphans.length;
  }

  async #blobsOf(row: SnapshotRow): Promise<ReadonlySet<string>> {
    const known = this.#blobs.get(row.id);
    if (known !== undefined) return known;
    const copy = new WorkingCopy(this.#path(row.file), { isReadOnly: true });
    try {
      const files = new Set(await copy.read((session) => blobFiles(session)));
      this.#blobs.set(row.id, files);
      return files;
    } finally {
      copy.close();
    }
  }

  #hold(installationId: string, change: number): void {
    this.#taken += 1;
    const count = (this.#taking.get(installationId) ?? 0) + change;
    if (count > 0) this.#taking.set(installationId, count);
    else this.#taking.delete(installationId);
  }

  async #removeFile(file: string): Promise<void> {
    await rm(this.#path(file), { force: true });
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}
