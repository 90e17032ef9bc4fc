import type { SqlDatabase } from '@braindrive/database';
import type { Manifest } from '@braindrive/plugin-sdk';
import type { BridgeCaller } from '../../bridge-caller.ts';

const maxKept = 200;

/** Manifests of the versions that ask, kept in memory: one of a digest never changes. */
export class PluginManifests {
  readonly #database: SqlDatabase;
  readonly #kept = new Map<string, Manifest>();

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** @throws {Error} when the version is not known. */
  async of({ digest }: Pick<BridgeCaller, 'digest'>): Promise<Manifest> {
    const kept = this.#kept.get(digest);
    if (kept !== undefined) return kept;
    const row = await this.#database.read((session) =>
      session.get<{ manifest: string }>(
        'select manifest from plugin_version where digest = ?',
        digest,
      ),
    );
    if (row === null) throw new Error(`There is no plugin version ${digest}.`);
    // It was checked by its schema when it was stored.
    const manifest = JSON.parse(row.manifest) as Manifest;
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(digest, manifest);
    return manifest;
  }
}
