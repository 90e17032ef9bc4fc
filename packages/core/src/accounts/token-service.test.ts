import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveKey } from '../secrets/index.ts';
import {
  type AccountFixture,
  createAccountFixture,
  type Joined,
  origin,
  password,
} from './testing/account-fixture.ts';

let fixture: AccountFixture;
let ada: Joined;
beforeEach(async () => {
  fixture = await createAccountFixture();
  ada = await fixture.join('Ada');
});
afterEach(() => fixture.close());

const issue = () => fixture.tokens.issue({ email: ada.email, password }, origin);
const refresh = (token: string) => fixture.tokens.refresh(token, origin);
const minuteMs = 60_000;

describe('access tokens', () => {
  it('stand for their person for 15 minutes', async () => {
    const { accessToken, expiresInSeconds, tokenType } = await issue();
    expect({ expiresInSeconds, tokenType }).toEqual({ expiresInSeconds: 900, tokenType: 'Bearer' });
    expect(await fixture.tokens.resolveAccessToken(accessToken)).toMatchObject({
      userId: ada.actor.userId,
      role: 'owner',
      via: 'access-token',
      scopes: null,
    });
    fixture.clock.advance(15 * minuteMs);
    await expect(fixture.tokens.resolveAccessToken(accessToken)).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
    });
  });

  it('are issued for the right password only', async () => {
    await expect(
      fixture.tokens.issue({ email: ada.email, password: 'wrong' }, origin),
    ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sign = (key: Buffer, header: object, payload: object) => {
    const data = `${encode(header)}.${encode(payload)}`;
    return `${data}.${createHmac('sha256', key).update(data).digest('base64url')}`;
  };
  const payloadOf = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const key = deriveKey(Buffer.alloc(32, 'secret key of the tests'), 'access-token');
  const hs256 = { alg: 'HS256', typ: 'JWT' };

  it('are refused when anything about them was changed', async () => {
    const { accessToken } = await issue();
    const claims = payloadOf(accessToken);
    expect(await fixture.tokens.resolveAccessToken(sign(key, hs256, claims))).toBeDefined();
    const forgeries = [
      sign(Buffer.alloc(32), hs256, claims),
      sign(key, { alg: 'HS512', typ: 'JWT' }, claims),
      `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`,
      sign(key, hs256, { ...claims, iss: 'somebody' }),
      sign(key, hs256, { ...claims, aud: ['elsewhere'] }),
      sign(key, hs256, { ...claims, exp: undefined }),
      sign(key, hs256, { ...claims, fam: 'another' }),
      sign(key, hs256, { ...claims, sub: '01890a5d-ac96-774b-bcce-b302099a8057' }),
      'not.a.token',
      '',
    ];
    for (const token of forgeries)
      await expect(fixture.tokens.resolveAccessToken(token), token).rejects.toMatchObject({
        code: 'TOKEN_INVALID',
      });
  });
});

describe('refresh tokens', () => {
  it('give a new pair and are worth nothing afterwards', async () => {
    const first = await issue();
    const second = await refresh(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await fixture.tokens.resolveAccessToken(second.accessToken);
  });

  it('end the whole family when one is used again', async () => {
    const first = await issue();
    const second = await refresh(first.refreshToken);
    const other = await issue();
    fixture.clock.advance(minuteMs);
    await expect(refresh(first.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_REUSED' });
    await expect(refresh(second.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await expect(fixture.tokens.resolveAccessToken(second.accessToken)).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
    });
    await refresh(other.refreshToken);
    expect(await fixture.auditNames()).toContain('token.reused');
  });

  it('may be repeated for half a minute when the answer was lost', async () => {
    const first = await issue();
    const lost = await refresh(first.refreshToken);
    fixture.clock.advance(20_000);
    const second = await refresh(first.refreshToken);
    const third = await refresh(second.refreshToken);
    expect(third.refreshToken).not.toBe(lost.refreshToken);
  });

  it('reveal a thief who repeated an exchange in that time', async () => {
    const first = await issue();
    const rightful = await refresh(first.refreshToken);
    const stolen = await refresh(first.refreshToken);
    await expect(refresh(rightful.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_REUSED' });
    await expect(refresh(stolen.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('may not be repeated once the next one was used', async () => {
    const first = await issue();
    const second = await refresh(first.refreshToken);
    await refresh(second.refreshToken);
    await expect(refresh(first.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_REUSED' });
  });

  it('end after 30 days, and when revoked, with their access tokens', async () => {
    const old = await issue();
    fixture.clock.advance(30 * 24 * 60 * minuteMs);
    await expect(refresh(old.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    const pair = await issue();
    await fixture.tokens.resolveAccessToken(pair.accessToken);
    await fixture.tokens.revoke(pair.refreshToken);
    await expect(fixture.tokens.resolveAccessToken(pair.accessToken)).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
    });
    await expect(refresh(pair.refreshToken)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await fixture.tokens.revoke('never seen');
  });

  it('are not stored as they are', async () => {
    const { refreshToken } = await issue();
    const rows = await fixture.orm.em.getConnection().execute('select * from refresh_token');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });

  it('are limited per address', async () => {
    const guess = () => refresh('guess').catch((error: unknown) => error);
    for (let count = 0; count < 120; count += 1) await guess();
    expect(await guess()).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
  });
});
