import { createId, type SqlSession } from '@braindrive/database';
import { createSecretToken, hashToken } from './token-hash.ts';

const lifetimeMs = 30 * 24 * 60 * 60 * 1000;
/** How long an exchange may be repeated when its answer was lost on the way. */
const repeatWithinMs = 30_000;

interface RefreshTokenRow {
  readonly id: string;
  readonly user_id: string;
  readonly family_id: string;
  readonly expires_at: number;
  readonly used_at: number | null;
  readonly revoked_at: number | null;
}

export type Rotation =
  | {
      readonly state: 'rotated';
      readonly token: string;
      readonly userId: string;
      readonly familyId: string;
    }
  | { readonly state: 'reused'; readonly userId: string; readonly familyId: string }
  | { readonly state: 'invalid' };

/** Begins a family: the chain of refresh tokens that follow from one sign-in. */
export function startFamily(
  sql: SqlSession,
  userId: string,
  now: Date,
): { readonly token: string; readonly familyId: string } {
  const familyId = createId();
  return { token: insertToken(sql, userId, familyId, now), familyId };
}

/**
 * Exchanges a refresh token for the next one of its family. At any time one token of a family is live.
 *
 * A token that was used before is a sign of theft, so it ends the family. One exception, for answers that get lost: for
 * half a minute an exchange may be repeated as long as nobody has used what the first one gave; then that one dies and
 * the repetition gives another. If a thief repeats it, the rightful client holds the dead token, uses it, and the
 * family ends: theft is still noticed.
 */
export function rotate(sql: SqlSession, token: string, now: Date): Rotation {
  const row = find(sql, token);
  if (row === null || row.expires_at <= now.getTime()) return { state: 'invalid' };
  const { user_id: userId, family_id: familyId } = row;
  if (!isExchangeable(sql, row, now)) {
    return revokeFamily(sql, familyId, now) > 0
      ? { state: 'reused', userId, familyId }
      : { state: 'invalid' };
  }
  sql.run(
    'update refresh_token set used_at = coalesce(used_at, ?) where id = ?',
    now.getTime(),
    row.id,
  );
  sql.run(
    'update refresh_token set revoked_at = ? where family_id = ? and used_at is null and revoked_at is null',
    now.getTime(),
    familyId,
  );
  return { state: 'rotated', token: insertToken(sql, userId, familyId, now), userId, familyId };
}

/** Ends the family of a token. @returns the person it belonged to, or null when the token is unknown. */
export function revoke(sql: SqlSession, token: string, now: Date): string | null {
  const row = find(sql, token);
  if (row === null) return null;
  revokeFamily(sql, row.family_id, now);
  return row.user_id;
}

function find(sql: SqlSession, token: string): RefreshTokenRow | null {
  return sql.get<RefreshTokenRow>(
    'select id, user_id, family_id, expires_at, used_at, revoked_at from refresh_token where token_hash = ?',
    hashToken(token),
  );
}

function isExchangeable(sql: SqlSession, row: RefreshTokenRow, now: Date): boolean {
  if (row.revoked_at !== null) return false;
  if (row.used_at === null) return true;
  if (now.getTime() - row.used_at > repeatWithinMs) return false;
  const usedLater = sql.get(
    'select 1 from refresh_token where family_id = ? and id > ? and used_at is not null',
    row.family_id,
    row.id,
  );
  return usedLater === null;
}

function revokeFamily(sql: SqlSession, familyId: string, now: Date): number {
  return sql.run(
    'update refresh_token set revoked_at = ? where family_id = ? and revoked_at is null',
    now.getTime(),
    familyId,
  );
}

function insertToken(sql: SqlSession, userId: string, familyId: string, now: Date): string {
  const token = createSecretToken();
  sql.run(
    `insert into refresh_token (id, user_id, family_id, token_hash, created_at, expires_at)
     values (?, ?, ?, ?, ?, ?)`,
    createId(),
    userId,
    familyId,
    hashToken(token),
    now.getTime(),
    now.getTime() + lifetimeMs,
  );
  return token;
}
