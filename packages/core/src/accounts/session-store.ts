import type { Session } from '@braindrive/contracts';
import type { SqlDatabase } from '@braindrive/database';
import { Lucia, TimeSpan } from 'lucia';
import type { Clock } from '../clock.ts';
import type { RequestOrigin } from '../request-origin.ts';
import { type AccessControl, type Actor, permissionsOf } from '../users/index.ts';
import type { AccessCache, CachedAccess } from './access-cache.ts';
import type { AccessEndings } from './access-endings.ts';
import { deviceName } from './device-name.ts';
import {
  LuciaSessionAdapter,
  type SessionAttributes,
  type SessionUserAttributes,
} from './lucia-session-adapter.ts';
import { sessionLifetimeSeconds } from './session-cookie.ts';
import { hashToken } from './token-hash.ts';

const lastSeenStepMs = 60_000;
const maxUserAgentLength = 400;

/** A caller who was recognised by a session cookie. */
export interface ResolvedSession {
  readonly actor: Actor;
  /** True when the session was renewed just now, so the cookie has to be set again. */
  readonly isFresh: boolean;
  /** True when the answer came from memory. */
  readonly isCached: boolean;
}

/**
 * Browser sessions: opaque, on the server, revocable, valid for 30 days and renewed in their second half.
 * Only the cookie holds a session's value; everywhere else it is known by its stored id, the hash of that value.
 */
export class SessionStore implements AccessControl {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #cache: AccessCache;
  readonly #endings: AccessEndings;
  readonly #adapter: LuciaSessionAdapter;
  readonly #lucia: Lucia<SessionAttributes, SessionUserAttributes>;

  constructor(ports: {
    readonly database: SqlDatabase;
    readonly clock: Clock;
    readonly cache: AccessCache;
    readonly endings: AccessEndings;
  }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#cache = ports.cache;
    this.#endings = ports.endings;
    this.#adapter = new LuciaSessionAdapter(ports);
    this.#lucia = new Lucia(this.#adapter, {
      sessionExpiresIn: new TimeSpan(sessionLifetimeSeconds, 's'),
      getSessionAttributes: (attributes) => attributes,
      getUserAttributes: (attributes) => attributes,
    });
  }

  /** @returns the value for the cookie. */
  async create(userId: string, origin: RequestOrigin): Promise<string> {
    const now = this.#clock.now();
    const { id } = await this.#lucia.createSession(userId, {
      createdAt: now,
      lastSeenAt: now,
      address: origin.address,
      userAgent: origin.userAgent?.slice(0, maxUserAgentLength) ?? null,
    });
    return id;
  }

  /** @param sessionId - The cookie's value. @returns null when the session has ended or never was. */
  async resolve(sessionId: string, origin: RequestOrigin): Promise<ResolvedSession | null> {
    const cached = this.#cache.get(sessionId);
    if (cached !== null) {
      await this.#touch(cached, origin);
      return { actor: cached.actor, isFresh: false, isCached: true };
    }
    const generation = this.#cache.generation();
    const { session, user } = await this.#lucia.validateSession(sessionId);
    if (session === null || user.status !== 'ready') return null;
    const access: CachedAccess = {
      actor: {
        userId: user.id,
        role: user.role,
        permissions: permissionsOf(user.role),
        via: 'session',
        sessionId: hashToken(sessionId),
        scopes: null,
      },
      expiresAtMs: this.#adapter.toOurTime(session.expiresAt).getTime(),
      lastSeenAtMs: session.lastSeenAt.getTime(),
    };
    this.#cache.set(sessionId, access, generation);
    await this.#touch(access, origin);
    return { actor: access.actor, isFresh: session.fresh, isCached: false };
  }

  /** The caller's sessions, the one used last first. */
  async list(actor: Actor): Promise<Session[]> {
    const sessions = await this.#lucia.getUserSessions(actor.userId);
    return sessions.map((session) => ({
      id: session.id,
      isCurrent: session.id === actor.sessionId,
      device: deviceName(session.userAgent),
      address: session.address,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
      expiresAt: this.#adapter.toOurTime(session.expiresAt),
    }));
  }

  /** @param storedId - As in {@link list}. @returns false when that person has no such session. */
  async end(userId: string, storedId: string): Promise<boolean> {
    const count = await this.#database.write((sql) =>
      sql.run('delete from session where id = ? and user_id = ?', storedId, userId),
    );
    if (count === 0) return false;
    this.#announce(userId, (sessionId) => sessionId === storedId);
    return true;
  }

  /** Ends the browser sessions of a person, but one. @param keptId - Null keeps none. */
  async endOthers(userId: string, keptId: string | null): Promise<void> {
    await this.#database.write((sql) =>
      sql.run('delete from session where user_id = ? and id is not ?', userId, keptId),
    );
    this.#announce(userId, (sessionId) => sessionId !== null && sessionId !== keptId);
  }

  /** Says that clients with tokens of this person were cut off; whoever revoked the tokens calls it. */
  announceApiClients(userId: string): void {
    this.#announce(userId, (sessionId) => sessionId === null);
  }

  forgetUser(userId: string): void {
    this.#cache.forgetUser(userId);
  }

  endAccount(userId: string): void {
    this.#announce(userId, () => true);
  }

  async deleteExpired(): Promise<void> {
    await this.#lucia.deleteExpiredSessions();
  }

  #announce(userId: string, isEnded: (sessionId: string | null) => boolean): void {
    this.#cache.forgetUser(userId);
    this.#endings.announce(userId, isEnded);
  }

  async #touch(access: CachedAccess, origin: RequestOrigin): Promise<void> {
    const now = this.#clock.now().getTime();
    if (now - access.lastSeenAtMs < lastSeenStepMs) return;
    access.lastSeenAtMs = now;
    await this.#database.write((sql) =>
      sql.run(
        'update session set last_seen_at = ?, address = ?, user_agent = ? where id = ?',
        now,
        origin.address,
        origin.userAgent?.slice(0, maxUserAgentLength) ?? null,
        access.actor.sessionId,
      ),
    );
  }
}
