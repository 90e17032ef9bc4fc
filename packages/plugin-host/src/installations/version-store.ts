import type { Orm, SqlSession } from '@braindrive/database';
import { SqlDatabase } from '@braindrive/database';
import { manifestSchema } from '@braindrive/plugin-sdk';
import type { PluginVersion } from './installation.ts';

interface VersionRecord {
  readonly digest: string;
  readonly slug: string;
  readonly version: string;
  readonly manifest: string;
  readonly location: PluginVersion['location'];
  readonly state: PluginVersion['state'];
  readonly sizeBytes: number;
}

const select = `select digest, slug, version, manifest, location, state, size_bytes as sizeBytes from plugin_version`;
// A version that nobody has, had before an upgrade, or is to be given.
const isUnused = `not exists (select 1 from plugin_installation i where i.digest = v.digest or i.previous_digest = v.digest)
  and not exists (select 1 from plugin_policy p where p.digest = v.digest)`;

/** Rows of plugin versions. A version never changes but in its state, so each is read once. */
export class VersionStore {
  readonly #database: SqlDatabase;
  readonly #known = new Map<string, PluginVersion>();

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  /** For use inside a read or write of others. */
  get(session: SqlSession, digest: string): PluginVersion | null {
    const known = this.#known.get(digest);
    if (known !== undefined) return known;
    const record = session.get<VersionRecord>(`${select} where digest = ?`, digest);
    return record === null ? null : this.#remember(record);
  }

  find(digest: string): Promise<PluginVersion | null> {
    return this.#database.read((session) => this.get(session, digest));
  }

  async all(): Promise<PluginVersion[]> {
    return [...(await this.list('bundled')), ...(await this.list('store'))];
  }

  async list(location: PluginVersion['location']): Promise<PluginVersion[]> {
    const records = await this.#database.read((session) =>
      session.all<VersionRecord>(`${select} where location = ?`, location),
    );
    return records.map((record) => this.#known.get(record.digest) ?? this.#remember(record));
  }

  /** Adds it unless it is there; one that was broken is ready again. For use inside a write. */
  add(session: SqlSession, version: PluginVersion, now: number): void {
    session.run(
      `insert into plugin_version (digest, slug, version, manifest, location, state, size_bytes, added_at)
       values (?, ?, ?, ?, ?, 'ready', ?, ?)
       on conflict (digest) do update set state = 'ready', location = excluded.location`,
      version.digest,
      version.slug,
      version.version,
      JSON.stringify(version.manifest),
      version.location,
      version.sizeBytes,
      now,
    );
    this.#known.delete(version.digest);
  }

  async setState(digest: string, state: PluginVersion['state']): Promise<void> {
    await this.#database.write((session) =>
      session.run('update plugin_version set state = ? where digest = ?', state, digest),
    );
    this.#known.delete(digest);
  }

  /** @returns the versions that no row needs any more. */
  async unused(): Promise<PluginVersion[]> {
    const records = await this.#database.read((session) =>
      session.all<VersionRecord>(`${select} v where ${isUnused}`),
    );
    return records.map((record) => this.#known.get(record.digest) ?? this.#remember(record));
  }

  /** @returns false when somebody came to need it in between. */
  async removeUnused(digest: string): Promise<boolean> {
    const removed = await this.#database.write((session) =>
      session.run(`delete from plugin_version as v where v.digest = ? and ${isUnused}`, digest),
    );
    this.#known.delete(digest);
    return removed > 0;
  }

  /** Remembers that a version failed here, so that no automatic update tries it again on this host. */
  async markFailed(failure: {
    readonly digest: string;
    readonly hostVersion: string;
    readonly reason: string;
    readonly at: number;
  }): Promise<void> {
    await this.#database.write((session) =>
      session.run(
        `insert into plugin_failed_version (digest, host_version, reason, failed_at) values (?, ?, ?, ?)
         on conflict do update set reason = excluded.reason, failed_at = excluded.failed_at`,
        failure.digest,
        failure.hostVersion,
        failure.reason,
        failure.at,
      ),
    );
  }

  /** @returns why the version failed on that host, or null. */
  async failure(digest: string, hostVersion: string): Promise<string | null> {
    const row = await this.#database.read((session) =>
      session.get<{ reason: string }>(
        'select reason from plugin_failed_version where digest = ? and host_version = ?',
        digest,
        hostVersion,
      ),
    );
    return row?.reason ?? null;
  }

  #remember({ manifest, ...record }: VersionRecord): PluginVersion {
    const version = { ...record, manifest: manifestSchema.parse(JSON.parse(manifest)) };
    this.#known.set(version.digest, version);
    return version;
  }
}
