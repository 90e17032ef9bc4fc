import { type CreateOrmOptions, createOrm, type Orm } from '@braindrive/database';

/** An empty SQLite database in memory, made by the real migrations. Close it with `orm.close(true)`. */
export async function createTestOrm(entities: CreateOrmOptions['entities']): Promise<Orm> {
  const orm = await createOrm({ entities, path: ':memory:' });
  await orm.migrator.up();
  return orm;
}

/** What tests above core need of the database package, which they may not import themselves. */
export { createId, type Orm, SqlDatabase } from '@braindrive/database';
