import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, p } from '@mikro-orm/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOrm, type Orm } from './create-orm.ts';
import { SqlDatabase } from './sql-database.ts';
import { WalCheckpointer } from './wal-checkpointer.ts';

const NoteEntity = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: { text: p.text().primary() },
});

let directory: string;
let path: string;
let orm: Orm;
let database: SqlDatabase;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wal-checkpointer-'));
  path = join(directory, 'test.sqlite');
  orm = await createOrm({ entities: [NoteEntity], path, migrations: [] });
  database = new SqlDatabase(orm);
  await database.write((session) => session.run('create table note (text text not null)'));
});
afterEach(async () => {
  await orm.close(true);
  await rm(directory, { recursive: true });
});

const write = () =>
  database.write((session) => session.run('insert into note values (?)', 'x'.repeat(100_000)));
const automaticPages = () =>
  database.read((session) =>
    session.get<{ wal_autocheckpoint: number }>('pragma wal_autocheckpoint'),
  );

it('copies the log into the database while it is open, and lets it close', async () => {
  const failures: unknown[] = [];
  const checkpointer = new WalCheckpointer({
    orm,
    path,
    intervalMs: 5,
    onFailure: (cause) => failures.push(cause),
  });
  await checkpointer.start();
  await write();
  await expect
    .poll(async () => (await stat(path)).size, { timeout: 5_000 })
    .toBeGreaterThan(99_999);
  await write();
  await checkpointer.close();
  await checkpointer.close();
  expect(failures).toEqual([]);
  const rows = await database.read((session) => session.all('select 1 from note'));
  expect(rows).toHaveLength(2);
});

it('leaves the log to the commits again when its thread fails', async () => {
  const failures: unknown[] = [];
  const missing = join(directory, 'missing');
  await writeFile(`${missing}-wal`, '');
  const checkpointer = new WalCheckpointer({
    orm,
    path: missing,
    intervalMs: 5,
    onFailure: (cause) => failures.push(cause),
  });
  await checkpointer.start();
  expect(await automaticPages()).toEqual({ wal_autocheckpoint: 16_000 });
  await expect.poll(() => failures.length, { timeout: 5_000 }).toBe(1);
  expect(await automaticPages()).toEqual({ wal_autocheckpoint: 1_000 });
  await checkpointer.close();
});
