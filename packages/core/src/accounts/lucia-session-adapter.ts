import type { Role } from '@braindrive/contracts';
import type { SqlDatabase } from '@braindrive/database';
import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from 'lucia';
import type { Clock } from '../clock.ts';
import { hashToken } from './token-hash.ts';

/** What a session row holds besides owner and end. */
export interface SessionAttributes {
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}
/** What Lucia learns about the person behind a session. */
export interface SessionUserAttributes {
  readonly role: Role;
  readonly status: 'preparing' | 'ready';
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes, SessionUserAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: SessionUserAttributes;
  }
}

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly expires_at: number;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly address: string | null;
  readonly user_agent: string | null;
}
type SessionAndUserRow = SessionRow & SessionUserAttributes;

const columns =
  's.id, s.user_id, s.expires_at, s.created_at, s.last_seen_at, s.address, s.user_agent';

/**
 * Lucia's sessions in our table. A row is kept under the hash of the cookie's value, so neither a copy of the database
 * nor the list of sessions contains anything that signs in.
 *
 * Lucia reads the machine's clock; the adapter shifts its times to ours, so that tests decide what time it is.
 */
export class LuciaSessionAdapter implements Adapter {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;

  constructor(ports: { readonly database: SqlDatabase; readonly clock: Clock }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
  }

  async getSessionAndUser(
    sessionId: string,
  ): Promise<[session: DatabaseSession | null, user: DatabaseUser | null]> {
    const row = await this.#database.read((sql) =>
      sql.get<SessionAndUserRow>(
        `select ${columns}, u.role, u.status from session s join user u on u.id = s.user_id where s.id = ?`,
        hashToken(sessionId),
      ),
    );
    if (row === null) return [null, null];
    const attributes: SessionUserAttributes = { role: row.role, status: row.status };
    // Lucia hands this id back when it renews or ends the session, so it is the cookie's value here.
    return [this.#toSession(row, sessionId), { id: row.user_id, attributes }];
  }

  /** Sessions under their stored ids, which sign nobody in. */
  async getUserSessions(userId: string): Promise<DatabaseSession[]> {
    const rows = await this.#database.read((sql) =>
      sql.all<SessionRow>(
        `select ${columns} from session s where s.user_id = ? order by s.last_seen_at desc`,
        userId,
      ),
    );
    return rows.map((row) => this.#toSession(row, row.id));
  }

  async setSession(session: DatabaseSession): Promise<void> {
    const { createdAt, lastSeenAt, address, userAgent } = session.attributes;
    await this.#database.write((sql) =>
      sql.run(
        `insert into session (id, user_id, expires_at, created_at, last_seen_at, address, user_agent)
         values (?, ?, ?, ?, ?, ?, ?)`,
        hashToken(session.id),
        session.userId,
        session.expiresAt.getTime() + this.#shiftMs(),
        createdAt.getTime(),
        lastSeenAt.getTime(),
        address,
        userAgent,
      ),
    );
  }

  async updateSessionExpiration(sessionId: string, expiresAt: Date): Promise<void> {
    await this.#database.write((sql) =>
      sql.run(
        'update session set expires_at = ? where id = ?',
        expiresAt.getTime() + this.#shiftMs(),
        hashToken(sessionId),
      ),
    );
  }

  async deleteSession(sessionId: string): Promise<void> {
    await this.#database.write((sql) =>
      sql.run('delete from session where id = ?', hashToken(sessionId)),
    );
  }

  async deleteUserSessions(userId: string): Promise<void> {
    await this.#database.write((sql) => sql.run('delete from session where user_id = ?', userId));
  }

  async deleteExpiredSessions(): Promise<void> {
    const now = this.#clock.now().getTime();
    await this.#database.write((sql) => sql.run('delete from session where expires_at <= ?', now));
  }

  /** A time that Lucia gave, on our clock. */
  toOurTime(time: Date): Date {
    return new Date(time.getTime() + this.#shiftMs());
  }

  /** Milliseconds to add to the machine's time to get ours. */
  #shiftMs(): number {
    return this.#clock.now().getTime() - Date.now();
  }

  #toSession(row: SessionRow, id: string): DatabaseSession {
    return {
      id,
      userId: row.user_id,
      expiresAt: new Date(row.expires_at - this.#shiftMs()),
      attributes: {
        createdAt: new Date(row.created_at),
        lastSeenAt: new Date(row.last_seen_at),
        address: row.address,
        userAgent: row.user_agent,
      },
    };
  }
}
