import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createId } from '@braindrive/database';
import { BridgeError } from '@braindrive/plugin-sdk/protocol';
import { QuotaLedger } from '../storage/quota-ledger.ts';
import { migrationOver } from '../storage/storage-bridges.ts';
import { WorkingCopy } from '../storage/working-copy.ts';
import type { DataCopies } from './data-copy.ts';

/** A migration's view of the data. */
export interface OpenMigration {
  readonly installationId: string;
  readonly path: string;
  readonly database: WorkingCopy;
  readonly ledger: QuotaLedger;
}

/** Working copies of migrations under way; one for an installation. */
export class MigrationDesk {
  readonly #directory: string;
  readonly #copies: DataCopies;
  readonly #open = new Map<string, OpenMigration>();
  /** Installations whose data is being moved: nobody else may write. */
  readonly #closed = new Set<string>();
  /** Files of this life of the host. */
  readonly #names = new Set<string>();

  constructor(ports: { readonly directory: string; readonly copies: DataCopies }) {
    this.#directory = ports.directory;
    this.#copies = ports.copies;
  }

  async begin(installationId: string): Promise<string> {
    this.requireWritable(installationId);
    this.#closed.add(installationId);
    const transactionId = createId();
    const name = `${transactionId}.sqlite`;
    const path = join(this.#directory, name);
    this.#names.add(name);
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await this.#copies.copyOut(installationId, path, { isIndexed: true });
      const database = new WorkingCopy(path);
      this.#open.set(transactionId, {
        installationId,
        path,
        database,
        ledger: new QuotaLedger(),
      });
      return transactionId;
    } catch (error) {
      this.#closed.delete(installationId);
      await rm(path, { force: true });
      throw error;
    }
  }

  /** @returns null when it is over. */
  find(transactionId: string): OpenMigration | null {
    return this.#open.get(transactionId) ?? null;
  }

  /** @throws {BridgeError} when it is over, or another installation's. */
  require(transactionId: string, installationId: string): OpenMigration {
    const migration = this.#open.get(transactionId);
    if (migration?.installationId !== installationId) throw migrationOver();
    return migration;
  }

  /** The plugin's part is over: its calls fail from now on. The file stays until {@link end}. */
  seal(transactionId: string): OpenMigration | null {
    const migration = this.#open.get(transactionId) ?? null;
    this.#open.delete(transactionId);
    migration?.database.close();
    return migration;
  }

  /** Lets others write again. */
  async end({ installationId, path }: OpenMigration): Promise<void> {
    this.#closed.delete(installationId);
    await rm(path, { force: true });
  }

  get isBusy(): boolean {
    return this.#closed.size > 0;
  }

  /** @throws {BridgeError} `storage/conflict`. */
  requireWritable(installationId: string): void {
    if (!this.#closed.has(installationId)) return;
    throw new BridgeError(
      'storage/conflict',
      'An update of this plugin is moving its data. Try again in a moment.',
      { retryAfterMs: 1_000 },
    );
  }

  /** Working copies of a host that was killed. @returns how many. */
  async removeOrphans(): Promise<number> {
    const names = await readdir(this.#directory).catch(() => []);
    const orphans = names.filter((name) => !this.#names.has(name.replace(/-journal$/, '')));
    for (const name of orphans) await rm(join(this.#directory, name), { force: true });
    return orphans.length;
  }
}
