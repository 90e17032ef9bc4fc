import type { SqlDatabase } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import type { SessionStore } from './session-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const keptExpiredDays = 30;
const keptAuditDays = 365;

/** Takes away what has long ended: sessions, refresh tokens, API keys, invitations and old entries of the audit trail. */
export class ExpiredAccess {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #sessions: SessionStore;

  constructor(ports: {
    readonly database: SqlDatabase;
    readonly clock: Clock;
    readonly sessions: SessionStore;
  }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#sessions = ports.sessions;
  }

  /** The host calls it at start and once a day. */
  async purge(): Promise<void> {
    await this.#sessions.deleteExpired();
    const now = this.#clock.now().getTime();
    await this.#database.write((sql) => {
      sql.run('delete from refresh_token where expires_at <= ?', now);
      sql.run('delete from api_key where expires_at <= ?', now - keptExpiredDays * dayMs);
      sql.run('delete from invitation where expires_at <= ?', now - keptExpiredDays * dayMs);
      sql.run('delete from audit_event where created_at <= ?', now - keptAuditDays * dayMs);
    });
  }
}
