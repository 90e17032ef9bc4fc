import { defineEntity, p } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrm, type Orm } from './create-orm.ts';
import { SqlDatabase } from './sql-database.ts';

const NoteEntity = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: { id: p.integer().primary(), text: p.text() },
});

let orm: Orm;
let database: SqlDatabase;
beforeEach(async () => {
  orm = await createOrm({ entities: [NoteEntity], path: ':memory:', migrations: [] });
  database = new SqlDatabase(orm);
  await database.write((session) =>
    session.run('create table note (id integer primary key, text text not null)'),
  );
});
afterEach(() => orm.close(true));

const insert = (id: number) =>
  database.write((session) => session.run('insert into note (id, text) values (?, ?)', id, 'sql'));
const ids = () =>
  database.read((session) =>
    session.all<{ id: number }>('select id from note order by id').map(({ id }) => id),
  );

describe('SqlDatabase', () => {
  it('keeps all or nothing of a write', async () => {
    await insert(1);
    const failing = database.write((session) => {
      session.run(`insert into note (id, text) values (2, 'sql')`);
      session.run(`insert into note (id, text) values (1, 'twice')`);
    });
    await expect(failing).rejects.toThrow(/UNIQUE/u);
    expect(await ids()).toEqual([1]);
    await insert(3);
    expect(await ids()).toEqual([1, 3]);
  });

  it('waits for a unit of work that holds a transaction open, and is not rolled back with it', async () => {
    let write: Promise<unknown> = Promise.resolve();
    let read: Promise<unknown> = Promise.resolve();
    const unitOfWork = orm.em.fork().transactional(async (em) => {
      em.create(NoteEntity, { id: 1, text: 'orm' });
      await em.flush();
      write = insert(2);
      read = ids();
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('changed my mind');
    });
    await expect(unitOfWork).rejects.toThrow('changed my mind');
    await write;
    expect(await read).toEqual([2]);
    expect(await ids()).toEqual([2]);
  });

  it('lets many writers and units of work take turns', async () => {
    const work = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? insert(index)
        : orm.em.fork().transactional(async (em) => {
            em.create(NoteEntity, { id: index, text: 'orm' });
          }),
    );
    await Promise.all(work);
    expect(await ids()).toHaveLength(40);
  });
});
