import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConversationRecord, coreEntities, systemClock } from '@braindrive/core';
import {
  createId,
  createOrm,
  migrateDatabase,
  type Orm,
  SqlDatabase,
  type SqlSession,
} from '@braindrive/database';
import { benchModelId } from './model-server.ts';

const sessionMs = 30 * 24 * 60 * 60_000;

/** Somebody with an account and a browser session. */
export interface SeededPerson {
  readonly userId: string;
  /** `Cookie` header that signs in. */
  readonly cookie: string;
  /** Value of the session cookie alone, for a browser. */
  readonly session: string;
}

/** A data folder that is filled without a host: accounts and sessions by the hundred, which sign-in would not allow. */
export class DataSet {
  readonly directory: string;
  readonly #orm: Orm;
  readonly #database: SqlDatabase;

  private constructor(directory: string, orm: Orm) {
    this.directory = directory;
    this.#orm = orm;
    this.#database = new SqlDatabase(orm);
  }

  /** Opens the folder and brings its database to the current schema; makes both when they do not exist. */
  static async open(directory: string): Promise<DataSet> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'braindrive.sqlite');
    const orm = await createOrm({ entities: coreEntities, path });
    await migrateDatabase(orm, {
      backupDirectory: join(directory, 'backups'),
      now: () => systemClock.now(),
    });
    return new DataSet(directory, orm);
  }

  async close(): Promise<void> {
    await this.#orm.close(true);
  }

  write<Result>(work: (session: SqlSession) => Result): Promise<Result> {
    return this.#database.write(work);
  }

  /** Signs somebody in, who gets an account when there is none of that name. The first of all becomes owner. */
  person(name: string): Promise<SeededPerson> {
    return this.write((session) => {
      const userId = findPerson(session, name) ?? insertPerson(session, name);
      const value = randomBytes(20).toString('hex');
      const now = Date.now();
      session.run(
        `insert into session (id, user_id, expires_at, created_at, last_seen_at, address, user_agent)
         values (?, ?, ?, ?, ?, '127.0.0.1', 'bench')`,
        createHash('sha256').update(value).digest('base64url'),
        userId,
        now + sessionMs,
        now,
        now,
      );
      return { userId, session: value, cookie: `bd_session=${value}` };
    });
  }

  async people(count: number): Promise<SeededPerson[]> {
    const people: SeededPerson[] = [];
    for (let number = 0; number < count; number++) people.push(await this.person(`p${number}`));
    return people;
  }

  /** A connection to a model server, shared by its owner and made the default model of everybody. */
  connection(owner: SeededPerson, baseUrl: string): Promise<string> {
    return this.write((session) => {
      session.run(`delete from connection where name = 'Bench'`);
      const id = createId();
      const now = Date.now();
      session.run(
        `insert into connection (id, owner_id, provider_id, name, is_shared, settings, created_at, updated_at)
         values (?, ?, 'openai-compatible', 'Bench', 1, ?, ?, ?)`,
        id,
        owner.userId,
        JSON.stringify({ baseUrl, timeoutSeconds: 120 }),
        now,
        now,
      );
      session.run(
        'update user set default_connection_id = ?, default_model_id = ?',
        id,
        benchModelId,
      );
      return id;
    });
  }
}

function findPerson(session: SqlSession, name: string): string | null {
  return (
    session.get<{ id: string }>('select id from user where email = ?', `${name}@home.example`)
      ?.id ?? null
  );
}

function insertPerson(session: SqlSession, name: string): string {
  const isFirst = session.get('select 1 from user limit 1') === null;
  const id = createId();
  session.run(
    `insert into user (id, name, email, role, status, created_at) values (?, ?, ?, ?, 'ready', ?)`,
    id,
    name,
    `${name}@home.example`,
    isFirst ? 'owner' : 'member',
    Date.now(),
  );
  return id;
}

/** A conversation row as a person would have left it; its title is their own, so no model is asked for one. */
export const conversationRow = (
  ownerId: string,
  title: string,
  createdAt: number,
): ConversationRecord => ({
  id: createId(),
  ownerId,
  title,
  titleSource: 'person',
  isPinned: 0,
  isArchived: 0,
  isAnswering: 0,
  leafId: null,
  connectionId: null,
  modelId: null,
  systemPrompt: '',
  parameters: '{}',
  createdAt,
  updatedAt: createdAt,
  deletedAt: null,
});
