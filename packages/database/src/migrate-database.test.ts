import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, p } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrm, type Orm } from './create-orm.ts';
import { migrateDatabase, restoreSnapshot } from './migrate-database.ts';

const NoteEntity = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: { id: p.string().primary(), text: p.string() },
});

class First extends Migration {
  override up(): void {
    this.addSql('create table note (id text primary key not null, text text not null) strict');
  }
}
class Second extends Migration {
  override up(): void {
    this.addSql("alter table note add column colour text not null default 'red'");
  }
}
class BreaksHalfway extends Migration {
  override up(): void {
    this.addSql('alter table note rename column text to body');
    this.addSql('insert into missing_table values (1)');
  }
}
const first = { name: '1-first', class: First };
const second = { name: '2-second', class: Second };
const broken = { name: '2-broken', class: BreaksHalfway };

describe('migrateDatabase', () => {
  let directory: string;
  const open: Orm[] = [];
  const path = () => join(directory, 'test.sqlite');
  const options = () => ({
    backupDirectory: join(directory, 'backups'),
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
  const connect = async (migrations: (typeof first)[]): Promise<Orm> => {
    const orm = await createOrm({ entities: [NoteEntity], path: path(), migrations });
    open.push(orm);
    return orm;
  };
  const notes = (orm: Orm) => orm.em.getConnection().execute('select * from note');

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'braindrive-migrate-'));
  });
  afterEach(async () => {
    for (const orm of open.splice(0)) await orm.close();
    await rm(directory, { recursive: true });
  });

  it('migrates a new database without a snapshot, then finds nothing to do', async () => {
    const orm = await connect([first, second]);
    expect(await migrateDatabase(orm, options())).toEqual({
      applied: ['1-first', '2-second'],
      snapshotPath: null,
    });
    expect(await migrateDatabase(orm, options())).toEqual({ applied: [], snapshotPath: null });
  });

  it('keeps a consistent copy from before an upgrade, and the way back restores it', async () => {
    const old = await connect([first]);
    await migrateDatabase(old, options());
    await old.em.getConnection().execute("insert into note values ('a', 'before')");
    await old.close();

    const upgraded = await connect([first, second]);
    const report = await migrateDatabase(upgraded, options());
    expect(report.applied).toEqual(['2-second']);
    await upgraded.em.getConnection().execute("update note set text = 'after'");
    await upgraded.close();

    await restoreSnapshot(path(), report.snapshotPath ?? '', new Date(0));
    const restored = await connect([first]);
    expect(await migrateDatabase(restored, options())).toMatchObject({ applied: [] });
    expect(await notes(restored)).toEqual([{ id: 'a', text: 'before' }]);
    expect(await readdir(directory)).toContain('test.sqlite.replaced-1970-01-01T00-00-00-000Z');
  });

  it('restores a snapshot where the database itself is lost', async () => {
    const old = await connect([first]);
    await migrateDatabase(old, options());
    await old.em.getConnection().execute("insert into note values ('a', 'kept')");
    const snapshot = join(directory, 'copy.sqlite');
    await old.em.getConnection().execute('vacuum into ?', [snapshot]);
    await old.close();
    await rm(path());
    expect(await restoreSnapshot(path(), snapshot, new Date(0))).toBeNull();
    expect(await notes(await connect([first]))).toEqual([{ id: 'a', text: 'kept' }]);
  });

  it('leaves the old schema and data in place when a migration fails halfway', async () => {
    const old = await connect([first]);
    await migrateDatabase(old, options());
    await old.em.getConnection().execute("insert into note values ('a', 'kept')");
    await old.close();

    const failing = await connect([first, broken]);
    await expect(migrateDatabase(failing, options())).rejects.toThrow(/2-broken.*It is unchanged/);
    expect(await notes(failing)).toEqual([{ id: 'a', text: 'kept' }]);
  });

  it('refuses a database that a newer version wrote', async () => {
    const newer = await connect([first, second]);
    await migrateDatabase(newer, options());
    await newer.close();
    await expect(migrateDatabase(await connect([first]), options())).rejects.toThrow(
      /newer version.*2-second/,
    );
  });

  it('opens with the write-ahead log, foreign keys and a busy timeout', async () => {
    const orm = await connect([first]);
    const read = async (pragma: string) => {
      const [row] = await orm.em
        .getConnection()
        .execute<Record<string, unknown>[]>(`pragma ${pragma}`);
      return Object.values(row ?? {})[0];
    };
    expect(await read('journal_mode')).toBe('wal');
    expect(await read('foreign_keys')).toBe(1);
    expect(await read('busy_timeout')).toBe(5000);
  });
});
