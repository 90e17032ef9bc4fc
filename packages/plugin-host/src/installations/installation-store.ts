import { type Orm, SqlDatabase, type SqlSession } from '@braindrive/database';
import type { Grant, Installation } from './installation.ts';
import {
  type InstallationRecord,
  insertInstallation,
  installationColumns,
  readGrants,
  toInstallation,
  updateInstallation,
} from './installation-rows.ts';
import type { VersionStore } from './version-store.ts';

/** What one transaction may do with the installations of one person. */
export interface InstallationWriter {
  readonly session: SqlSession;
  insert(installation: Installation): void;
  update(installation: Installation): void;
  remove(installationId: string): void;
  /** Everybody's installations of a version. */
  withDigest(digest: string): readonly Installation[];
}

/**
 * Installations, kept in memory for each person who asked. This process is their only writer: changes go through
 * {@link write}, which forgets what it made old and tells {@link onChange}; who writes past it calls {@link forget}.
 */
export class InstallationStore {
  readonly #database: SqlDatabase;
  readonly #versions: VersionStore;
  readonly #byOwner = new Map<string, readonly Installation[]>();
  /** Grows with each change, so that a slow read does not put back what a write made old. */
  #generation = 0;
  readonly #listeners = new Set<(ownerId: string) => void>();

  constructor(ports: { readonly orm: Orm; readonly versions: VersionStore }) {
    this.#database = new SqlDatabase(ports.orm);
    this.#versions = ports.versions;
  }

  /** Calls `listener` after each change of what a person has installed. @returns a function that ends it. */
  onChange(listener: (ownerId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everything that a person has, uninstalled ones included, by slug. */
  async ofUser(ownerId: string): Promise<readonly Installation[]> {
    const known = this.#byOwner.get(ownerId);
    if (known !== undefined) return known;
    const generation = this.#generation;
    const installations = await this.#database.read((session) => this.#read(session, ownerId));
    if (generation === this.#generation) this.#byOwner.set(ownerId, installations);
    return installations;
  }

  /** The same when it is in memory already, else null. */
  known(ownerId: string): readonly Installation[] | null {
    return this.#byOwner.get(ownerId) ?? null;
  }

  /** @returns the installation, uninstalled or not, or null. */
  async find(ownerId: string, slug: string): Promise<Installation | null> {
    const all = await this.ofUser(ownerId);
    return all.find((installation) => installation.slug === slug) ?? null;
  }

  async findById(installationId: string): Promise<Installation | null> {
    for (const installations of this.#byOwner.values()) {
      const found = installations.find(({ id }) => id === installationId);
      if (found !== undefined) return found;
    }
    const owner = await this.#database.read((session) =>
      session.get<{ ownerId: string }>(
        'select owner_id as ownerId from plugin_installation where id = ?',
        installationId,
      ),
    );
    if (owner === null) return null;
    const all = await this.ofUser(owner.ownerId);
    return all.find(({ id }) => id === installationId) ?? null;
  }

  /** People who have a version now. */
  async ownersOf(digest: string): Promise<string[]> {
    const rows = await this.#database.read((session) =>
      session.all<{ ownerId: string }>(
        'select owner_id as ownerId from plugin_installation where digest = ?',
        digest,
      ),
    );
    return rows.map(({ ownerId }) => ownerId);
  }

  /** Ids and owners of the installations that a condition names. */
  async select(
    condition: string,
    ...values: readonly (string | number)[]
  ): Promise<{ readonly id: string; readonly ownerId: string; readonly slug: string }[]> {
    return await this.#database.read((session) =>
      session.all<{ id: string; ownerId: string; slug: string }>(
        `select id, owner_id as ownerId, slug from plugin_installation where ${condition}`,
        ...values,
      ),
    );
  }

  /** One transaction. @param ownerId - Whose installations change; null when they may be anybody's. */
  async write<Result>(
    ownerId: string | null,
    work: (writer: InstallationWriter) => Result,
  ): Promise<Result> {
    const result = await this.#database.write((session) => work(this.#writerFor(session)));
    this.forget(ownerId);
    return result;
  }

  /** Changes one installation as it stands. @returns it as it is now, or null when it is gone. */
  async change(
    { ownerId, id }: Pick<Installation, 'ownerId' | 'id'>,
    changes: (current: Installation) => Partial<Installation>,
    also?: (session: SqlSession) => void,
  ): Promise<Installation | null> {
    return await this.write(ownerId, ({ session, update }) => {
      const current = this.#read(session, ownerId).find((installation) => installation.id === id);
      if (current === undefined) return null;
      const changed = { ...current, ...changes(current) };
      update(changed);
      also?.(session);
      return changed;
    });
  }

  /** What is in memory of one person, or of everybody, is old. */
  forget(ownerId: string | null): void {
    this.#generation++;
    const affected = ownerId === null ? [...this.#byOwner.keys()] : [ownerId];
    for (const owner of affected) this.#byOwner.delete(owner);
    for (const owner of affected) for (const listener of this.#listeners) listener(owner);
  }

  #read(session: SqlSession, ownerId: string): readonly Installation[] {
    return this.#toInstallations(
      session,
      session.all<InstallationRecord>(
        `select ${installationColumns} from plugin_installation where owner_id = ? order by slug`,
        ownerId,
      ),
      readGrants(session, { ownerId }),
    );
  }

  #withDigest(session: SqlSession, digest: string): readonly Installation[] {
    return this.#toInstallations(
      session,
      session.all<InstallationRecord>(
        `select ${installationColumns} from plugin_installation where digest = ?`,
        digest,
      ),
      readGrants(session, { digest }),
    );
  }

  #toInstallations(
    session: SqlSession,
    records: readonly InstallationRecord[],
    grants: ReadonlyMap<string, Grant[]>,
  ): readonly Installation[] {
    return records.map((record) =>
      toInstallation(record, grants.get(record.id) ?? [], (digest) =>
        this.#versions.get(session, digest),
      ),
    );
  }

  #writerFor(session: SqlSession): InstallationWriter {
    return {
      session,
      insert: (installation) => insertInstallation(session, installation),
      update: (installation) => updateInstallation(session, installation),
      remove: (installationId) =>
        void session.run('delete from plugin_installation where id = ?', installationId),
      withDigest: (digest) => this.#withDigest(session, digest),
    };
  }
}
