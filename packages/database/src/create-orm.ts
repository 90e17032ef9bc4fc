import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { migrations } from './migrations/index.ts';

export type Orm = MikroORM;

export interface CreateOrmOptions {
  readonly entities: NonNullable<Options['entities']>;
  /** Path of the database file, or `:memory:`. */
  readonly path: string;
  readonly migrations?: NonNullable<NonNullable<Options['migrations']>['migrationsList']>;
}

// `synchronous = normal` loses nothing at a crash of the process and at most the last commits at a power cut;
// with WAL the file stays consistent either way.
const pragmas = [
  'pragma journal_mode = wal',
  'pragma synchronous = normal',
  'pragma busy_timeout = 5000',
  'pragma foreign_keys = on',
  'pragma cache_size = -16000',
  'pragma temp_store = memory',
];

/**
 * Opens the database with the settings that the whole host relies on: write-ahead log, foreign keys, a busy timeout
 * and one connection (one writer). It does not migrate; see {@link migrateDatabase}.
 */
export async function createOrm(options: CreateOrmOptions): Promise<Orm> {
  return MikroORM.init({
    entities: options.entities,
    dbName: options.path,
    extensions: [Migrator],
    forceUtcTimezone: true,
    // Failures reach the caller as exceptions; MikroORM's own printing would bypass the host's log.
    logger: () => undefined,
    onCreateConnection: async (connection) => {
      // MikroORM types it as unknown; Kysely's SQLite dialect passes its own connection.
      const sqlite = connection as DatabaseConnection;
      for (const pragma of pragmas) await sqlite.executeQuery(CompiledQuery.raw(pragma));
    },
    migrations: {
      tableName: 'migration',
      migrationsList: options.migrations ?? migrations,
      snapshot: false,
      transactional: true,
      allOrNothing: true,
    },
  });
}
