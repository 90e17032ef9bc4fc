import type { Role, SignInInput, TokenPair } from '@braindrive/contracts';
import type { SqlDatabase } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { RequestOrigin } from '../request-origin.ts';
import { type Actor, permissionsOf } from '../users/index.ts';
import type { AccessCache } from './access-cache.ts';
import {
  type AccessTokenCodec,
  accessTokenLifetimeSeconds,
  tokenInvalid,
} from './access-token-codec.ts';
import type { AttemptLimiter } from './attempt-limiter.ts';
import type { PasswordGate } from './password-gate.ts';
import { revoke, rotate, startFamily } from './refresh-tokens.ts';
import type { SessionStore } from './session-store.ts';

/** Tokens of API clients: a short access token, and a refresh token that changes with every use. */
export class TokenService {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #audit: AuditService;
  readonly #cache: AccessCache;
  readonly #codec: AccessTokenCodec;
  readonly #gate: PasswordGate;
  readonly #limiter: AttemptLimiter;
  readonly #sessions: SessionStore;

  constructor(ports: {
    readonly database: SqlDatabase;
    readonly clock: Clock;
    readonly audit: AuditService;
    readonly cache: AccessCache;
    readonly codec: AccessTokenCodec;
    readonly gate: PasswordGate;
    readonly limiter: AttemptLimiter;
    readonly sessions: SessionStore;
  }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#audit = ports.audit;
    this.#cache = ports.cache;
    this.#codec = ports.codec;
    this.#gate = ports.gate;
    this.#limiter = ports.limiter;
    this.#sessions = ports.sessions;
  }

  /** @throws {DomainError} as `AccountService.signIn` does. */
  async issue(input: SignInInput, origin: RequestOrigin): Promise<TokenPair> {
    const userId = await this.#gate.enter(input, origin);
    const { token, familyId } = await this.#database.write((sql) =>
      startFamily(sql, userId, this.#clock.now()),
    );
    await this.#audit.record({
      actorId: userId,
      name: 'token.issued',
      subjectId: familyId,
      address: origin.address,
    });
    return this.#pair(userId, familyId, token);
  }

  /**
   * Exchanges a refresh token for a new pair.
   * @throws {DomainError} `TOKEN_INVALID`; `TOKEN_REUSED` when it was exchanged before, which ends every token that
   *   follows from the same sign-in; `RATE_LIMITED`.
   */
  async refresh(refreshToken: string, origin: RequestOrigin): Promise<TokenPair> {
    await this.#limiter.spendRefresh(origin.address);
    const rotation = await this.#database.write((sql) =>
      rotate(sql, refreshToken, this.#clock.now()),
    );
    if (rotation.state === 'invalid') throw tokenInvalid();
    if (rotation.state === 'rotated')
      return this.#pair(rotation.userId, rotation.familyId, rotation.token);
    this.#sessions.announceApiClients(rotation.userId);
    await this.#audit.record({
      actorId: null,
      name: 'token.reused',
      subjectId: rotation.familyId,
      address: origin.address,
      details: { userId: rotation.userId },
    });
    throw new DomainError(
      'TOKEN_REUSED',
      'This refresh token was used before, so somebody else may have a copy. All tokens of this sign-in have ended: sign in again.',
    );
  }

  /** Ends a refresh token with its family and its access tokens. An unknown token is fine: there is nothing to end. */
  async revoke(refreshToken: string): Promise<void> {
    const userId = await this.#database.write((sql) =>
      revoke(sql, refreshToken, this.#clock.now()),
    );
    if (userId === null) return;
    this.#sessions.announceApiClients(userId);
    await this.#audit.record({ actorId: userId, name: 'token.revoked', subjectId: userId });
  }

  /** The caller behind an access token. @throws {DomainError} `TOKEN_INVALID`. */
  async resolveAccessToken(token: string): Promise<Actor> {
    const cached = this.#cache.get(token);
    if (cached !== null) return cached.actor;
    const generation = this.#cache.generation();
    const { userId, familyId, expiresAtMs } = await this.#codec.verify(token);
    const row = await this.#database.read((sql) =>
      sql.get<{ role: Role }>(
        `select u.role from user u where u.id = ? and u.status = 'ready' and exists (
           select 1 from refresh_token t
           where t.family_id = ? and t.user_id = u.id and t.revoked_at is null)`,
        userId,
        familyId,
      ),
    );
    if (row === null) throw tokenInvalid();
    const actor: Actor = {
      userId,
      role: row.role,
      permissions: permissionsOf(row.role),
      via: 'access-token',
      sessionId: null,
      scopes: null,
    };
    this.#cache.set(token, { actor, expiresAtMs, lastSeenAtMs: 0 }, generation);
    return actor;
  }

  async #pair(userId: string, familyId: string, refreshToken: string): Promise<TokenPair> {
    return {
      accessToken: await this.#codec.sign(userId, familyId),
      expiresInSeconds: accessTokenLifetimeSeconds,
      refreshToken,
      tokenType: 'Bearer',
    };
  }
}
