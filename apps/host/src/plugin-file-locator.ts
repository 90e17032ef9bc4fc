import { type Orm, SqlDatabase } from '@braindrive/database';
import type { PluginFiles, PluginLocations } from '@braindrive/plugin-host';

const maxKnown = 500;

/**
 * Finds versions by what stands in their address. What is found stays known: the files of a digest never change, and one
 * that nobody has any more is as public as before.
 */
export class PluginFileLocator {
  readonly #database: SqlDatabase;
  readonly #locations: PluginLocations;
  readonly #known = new Map<string, PluginFiles>();

  constructor(ports: { readonly orm: Orm; readonly locations: PluginLocations }) {
    this.#database = new SqlDatabase(ports.orm);
    this.#locations = ports.locations;
  }

  /** @param digestStart - First twelve characters of the digest. @returns null when no installed version has it. */
  async find(slug: string, version: string, digestStart: string): Promise<PluginFiles | null> {
    const key = `${slug}/${version}-${digestStart}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const row = await this.#database.read((session) =>
      session.get<{ digest: string }>(
        `select digest from plugin_version
         where slug = ? and version = ? and substr(digest, 1, 12) = ? and state = 'ready'`,
        slug,
        version,
        digestStart,
      ),
    );
    const files = row === null ? null : await this.#locations.locate(row.digest);
    if (files === null) return null;
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(key, files);
    return files;
  }
}
