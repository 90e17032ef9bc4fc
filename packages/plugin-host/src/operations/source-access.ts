import { type Orm, SqlDatabase } from '@braindrive/database';
import type { PluginSources } from '../sources/index.ts';

export type SourcesForPerson = Pick<PluginSources, 'fetch' | 'listVersions'>;

/** Lets the owner fetch plugins from inside the network, and everybody else from public addresses only. */
export class SourceAccess {
  readonly #database: SqlDatabase;
  readonly #everywhere: SourcesForPerson;
  readonly #publicOnly: SourcesForPerson;

  constructor(ports: {
    readonly orm: Orm;
    readonly everywhere: SourcesForPerson;
    readonly publicOnly: SourcesForPerson;
  }) {
    this.#database = new SqlDatabase(ports.orm);
    this.#everywhere = ports.everywhere;
    this.#publicOnly = ports.publicOnly;
  }

  async of(userId: string): Promise<SourcesForPerson> {
    const user = await this.#database.read((session) =>
      session.get<{ role: string }>('select role from user where id = ?', userId),
    );
    return user?.role === 'owner' ? this.#everywhere : this.#publicOnly;
  }
}
