import { randomInt } from 'node:crypto';
import type {
  ApiKey,
  ApiKeyScope,
  CreateApiKeyInput,
  CreatedApiKey,
  Role,
} from '@braindrive/contracts';
import { createId, type Orm, type SqlDatabase } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import { type Actor, permissionsOf, requirePermission } from '../users/index.ts';
import type { AccessCache, CachedAccess } from './access-cache.ts';
import { tokenInvalid } from './access-token-codec.ts';
import { ApiKeyEntity, type ApiKeyRow } from './account-entities.ts';
import { createSecretToken, hashToken } from './token-hash.ts';

const keyPattern = /^bd_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$/;
const prefixAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const prefixLength = 8;
const dayMs = 24 * 60 * 60 * 1000;
const lastUsedStepMs = 60_000;

/** Whether a bearer token looks like an API key. */
export const isApiKey = (token: string): boolean => keyPattern.test(token);

/**
 * Keys for programs: `bd_<prefix>_<secret>`. The secret has 256 random bits and is shown once; the database keeps a
 * hash. A key may do what its scopes say and its owner's role allows, whichever is less.
 */
export class ApiKeyService {
  readonly #orm: Orm;
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #audit: AuditService;
  readonly #cache: AccessCache;

  constructor(ports: {
    readonly orm: Orm;
    readonly database: SqlDatabase;
    readonly clock: Clock;
    readonly audit: AuditService;
    readonly cache: AccessCache;
  }) {
    this.#orm = ports.orm;
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#audit = ports.audit;
    this.#cache = ports.cache;
  }

  /** The caller's keys, newest first. */
  async list(actor: Actor): Promise<ApiKey[]> {
    requirePermission(actor, 'api-key.manage-own');
    const rows = await this.#orm.em
      .fork()
      .find(ApiKeyEntity, { userId: actor.userId }, { orderBy: { id: 'desc' } });
    return rows.map(toApiKey);
  }

  async create(actor: Actor, input: CreateApiKeyInput): Promise<CreatedApiKey> {
    requirePermission(actor, 'api-key.manage-own');
    const now = this.#clock.now();
    const prefix = createPrefix();
    const key = `bd_${prefix}_${createSecretToken()}`;
    const em = this.#orm.em.fork();
    const row = em.create(ApiKeyEntity, {
      id: createId(),
      userId: actor.userId,
      name: input.name,
      prefix,
      keyHash: hashToken(key),
      scopes: [...new Set(input.scopes)],
      createdAt: now,
      expiresAt:
        input.validDays === null ? null : new Date(now.getTime() + input.validDays * dayMs),
      lastUsedAt: null,
    });
    await em.flush();
    await this.#audit.record({
      actorId: actor.userId,
      name: 'api-key.created',
      subjectId: row.id,
      details: { scopes: row.scopes },
    });
    return { apiKey: toApiKey(row), key };
  }

  /** Ends one of the caller's keys at once. @throws {DomainError} `NOT_FOUND`. */
  async revoke(actor: Actor, apiKeyId: string): Promise<void> {
    requirePermission(actor, 'api-key.manage-own');
    const count = await this.#orm.em
      .fork()
      .nativeDelete(ApiKeyEntity, { id: apiKeyId, userId: actor.userId });
    if (count === 0) throw new DomainError('NOT_FOUND', 'This API key does not exist.');
    this.#cache.forgetUser(actor.userId);
    await this.#audit.record({
      actorId: actor.userId,
      name: 'api-key.revoked',
      subjectId: apiKeyId,
    });
  }

  /** The caller behind an API key. @throws {DomainError} `TOKEN_INVALID`. */
  async resolveKey(key: string): Promise<Actor> {
    const access = this.#cache.get(key) ?? (await this.#load(key));
    const now = this.#clock.now().getTime();
    if (now - access.lastSeenAtMs >= lastUsedStepMs) {
      access.lastSeenAtMs = now;
      await this.#database.write((sql) =>
        sql.run('update api_key set last_used_at = ? where key_hash = ?', now, hashToken(key)),
      );
    }
    return access.actor;
  }

  async #load(key: string): Promise<CachedAccess> {
    if (!isApiKey(key)) throw tokenInvalid();
    const generation = this.#cache.generation();
    const row = await this.#database.read((sql) =>
      sql.get<{
        user_id: string;
        role: Role;
        scopes: string;
        expires_at: number | null;
        last_used_at: number | null;
      }>(
        `select k.user_id, u.role, k.scopes, k.expires_at, k.last_used_at
         from api_key k join user u on u.id = k.user_id and u.status = 'ready' where k.key_hash = ?`,
        hashToken(key),
      ),
    );
    const expiresAtMs = row?.expires_at ?? Number.POSITIVE_INFINITY;
    if (row === null || expiresAtMs <= this.#clock.now().getTime()) throw tokenInvalid();
    const scopes: ApiKeyScope[] = JSON.parse(row.scopes);
    const access: CachedAccess = {
      actor: {
        userId: row.user_id,
        role: row.role,
        permissions: permissionsOf(row.role),
        via: 'api-key',
        sessionId: null,
        scopes: new Set(scopes),
      },
      expiresAtMs,
      lastSeenAtMs: row.last_used_at ?? 0,
    };
    this.#cache.set(key, access, generation);
    return access;
  }
}

const createPrefix = (): string =>
  Array.from({ length: prefixLength }, () => prefixAlphabet[randomInt(prefixAlphabet.length)]).join(
    '',
  );

const toApiKey = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: `bd_${row.prefix}`,
  // The column is written by `create` only, from checked input.
  scopes: row.scopes as ApiKeyScope[],
  createdAt: row.createdAt,
  expiresAt: row.expiresAt ?? null,
  lastUsedAt: row.lastUsedAt ?? null,
});
