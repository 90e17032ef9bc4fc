import { createId, type Orm, SqlDatabase } from '@braindrive/database';

/** A registry that the owner added. Its index is kept by the reader. */
export interface RegistryRecord {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly publicKey: string | null;
  readonly fetchedAt: number | null;
  readonly error: string | null;
}

const select = `select id, url, name, public_key as publicKey, fetched_at as fetchedAt, error from plugin_registry`;

/** Rows of the registries, the same for everybody. */
export class RegistryStore {
  readonly #database: SqlDatabase;

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  list(): Promise<RegistryRecord[]> {
    return this.#database.read((session) =>
      session.all<RegistryRecord>(`${select} where is_enabled = 1 order by added_at`),
    );
  }

  find(id: string): Promise<RegistryRecord | null> {
    return this.#database.read((session) =>
      session.get<RegistryRecord>(`${select} where id = ?`, id),
    );
  }

  findByUrl(url: string): Promise<RegistryRecord | null> {
    return this.#database.read((session) =>
      session.get<RegistryRecord>(`${select} where url = ?`, url),
    );
  }

  async add(registry: Omit<RegistryRecord, 'id' | 'error'>, now: number): Promise<RegistryRecord> {
    const added = { ...registry, id: createId(), error: null };
    await this.#database.write((session) =>
      session.run(
        `insert into plugin_registry (id, url, name, public_key, fetched_at, added_at) values (?, ?, ?, ?, ?, ?)`,
        added.id,
        added.url,
        added.name,
        added.publicKey,
        added.fetchedAt,
        now,
      ),
    );
    return added;
  }

  async update(registry: RegistryRecord): Promise<void> {
    await this.#database.write((session) =>
      session.run(
        'update plugin_registry set name = ?, fetched_at = ?, error = ? where id = ?',
        registry.name,
        registry.fetchedAt,
        registry.error,
        registry.id,
      ),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#database.write((session) =>
      session.run('delete from plugin_registry where id = ?', id),
    );
  }
}
