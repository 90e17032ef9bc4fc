import type { SqlDatabase, SqlSession } from '@braindrive/database';

const schema = 'plugin_copy';

interface Table {
  readonly name: string;
  /** With the installation, what names a row. */
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Tables with an installation's data; the same in the host's database and in a copy. */
const tables: readonly Table[] = [
  { name: 'plugin_entry', keys: ['key'], values: ['value', 'revision', 'updated_at'] },
  {
    name: 'plugin_document',
    keys: ['collection', 'id'],
    values: ['value', 'revision', 'updated_at'],
  },
  { name: 'plugin_document_field', keys: ['collection', 'field', 'id'], values: ['value'] },
  {
    name: 'plugin_blob',
    keys: ['name'],
    values: ['file', 'size_bytes', 'content_type', 'updated_at'],
  },
  { name: 'plugin_state', keys: ['key'], values: ['value', 'updated_at'] },
];
const columnsOf = ({ keys, values }: Table): string =>
  ['installation_id', ...keys, ...values].join(', ');
const settingColumns = 'settings, secrets, secrets_set_at';

/** As in the migration, without what ties them to other tables. */
const definitions = [
  `create table plugin_copy.plugin_entry (installation_id text not null, key text not null, value text not null
     check (json_valid(value)), revision integer not null default 1, updated_at integer not null,
     primary key (installation_id, key)) strict, without rowid`,
  `create table plugin_copy.plugin_document (installation_id text not null, collection text not null, id text not null,
     value text not null check (json_valid(value)), revision integer not null default 1, updated_at integer not null,
     primary key (installation_id, collection, id)) strict, without rowid`,
  `create table plugin_copy.plugin_document_field (installation_id text not null, collection text not null,
     field text not null, value any, id text not null,
     primary key (installation_id, collection, field, id)) strict, without rowid`,
  `create table plugin_copy.plugin_blob (installation_id text not null, name text not null, file text not null unique,
     size_bytes integer not null, content_type text, updated_at integer not null,
     primary key (installation_id, name)) strict, without rowid`,
  `create table plugin_copy.plugin_state (installation_id text not null, key text not null, value text not null
     check (json_valid(value)), updated_at integer not null,
     primary key (installation_id, key)) strict, without rowid`,
  `create table plugin_copy.plugin_installation (id text primary key not null, settings text not null, secrets text,
     secrets_set_at text not null, updated_at integer not null) strict`,
] as const;

/** For copies that are worked in. */
const indexes = [
  `create index plugin_copy.plugin_document_field_value
     on plugin_document_field (installation_id, collection, field, value, id)`,
  `create index plugin_copy.plugin_document_field_document
     on plugin_document_field (installation_id, collection, id)`,
] as const;

/**
 * Copies one installation's rows between the host's database and files of their own. Only one file is attached at a
 * time; what is copied is copied in one transaction.
 */
export class DataCopies {
  readonly #database: SqlDatabase;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** Makes the file, as the data is at this moment. @throws {Error} when there is no such installation. */
  async copyOut(
    installationId: string,
    path: string,
    options: { readonly isIndexed: boolean },
  ): Promise<void> {
    await this.#attached(path, () =>
      this.#database.write((session) => {
        fillCopy(session, installationId);
        if (options.isIndexed) for (const index of indexes) session.run(index);
      }),
    );
  }

  /**
   * Puts the file's rows in the place of the installation's.
   * @param also - Written in the same transaction.
   * @returns blob files that were needed before.
   */
  async copyIn(
    installationId: string,
    path: string,
    also: (session: SqlSession) => void = () => {},
  ): Promise<string[]> {
    return this.#attached(path, () =>
      this.#database.write((session) => {
        const files = blobFiles(session, installationId);
        for (const table of tables) matchCopy(session, table, installationId);
        session.run(
          `update main.plugin_installation set (${settingColumns}) = (
             select ${settingColumns} from ${schema}.plugin_installation where id = ?) where id = ?`,
          installationId,
          installationId,
        );
        also(session);
        return files;
      }),
    );
  }

  async #attached<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(async () => {
      await this.#database.read((session) => session.run(`attach database ? as ${schema}`, path));
      try {
        return await work();
      } finally {
        await this.#database.read((session) => session.run(`detach database ${schema}`));
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function fillCopy(session: SqlSession, installationId: string): void {
  for (const definition of definitions) session.run(definition);
  for (const table of tables) {
    const columns = columnsOf(table);
    session.run(
      `insert into ${schema}.${table.name} (${columns})
       select ${columns} from main.${table.name} where installation_id = ?`,
      installationId,
    );
  }
  const found = session.run(
    `insert into ${schema}.plugin_installation (id, ${settingColumns}, updated_at)
     select id, ${settingColumns}, updated_at from main.plugin_installation where id = ?`,
    installationId,
  );
  if (found === 0) throw new Error(`There is no installation ${installationId}.`);
}

/** Makes a table's rows those of the copy. Rows that are the same stay, which is most of the work saved. */
function matchCopy(session: SqlSession, table: Table, installationId: string): void {
  const { name, keys, values } = table;
  const same = (columns: readonly string[]) =>
    columns.map((column) => `and c.${column} is m.${column}`).join(' ');
  session.run(
    `delete from main.${name} as m where m.installation_id = ? and not exists (
       select 1 from ${schema}.${name} c where c.installation_id = m.installation_id
         ${same([...keys, ...values])})`,
    installationId,
  );
  const columns = columnsOf(table);
  session.run(
    `insert into main.${name} (${columns}) select ${columns} from ${schema}.${name} c
     where c.installation_id = ? and not exists (
       select 1 from main.${name} m where m.installation_id = c.installation_id ${same(keys)})`,
    installationId,
  );
}

/** Blob files of an installation, or of all. */
export const blobFiles = (session: SqlSession, installationId: string | null = null): string[] =>
  session
    .all<{ file: string }>(
      `select file from plugin_blob ${installationId === null ? '' : 'where installation_id = ?'}`,
      ...(installationId === null ? [] : [installationId]),
    )
    .map(({ file }) => file);

/** Deletes an installation's rows. @returns blob files that were needed before. */
export function deleteData(session: SqlSession, installationId: string): string[] {
  const files = blobFiles(session, installationId);
  for (const { name } of tables) {
    session.run(`delete from ${name} where installation_id = ?`, installationId);
  }
  session.run(
    `update plugin_installation set settings = '{}', secrets = null, secrets_set_at = '{}' where id = ?`,
    installationId,
  );
  return files;
}
