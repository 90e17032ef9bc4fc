import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createTestApi,
  type Person,
  password,
  refusalOf,
  type TestApi,
} from './testing/test-api.ts';

let api: TestApi;
let ada: Person;
beforeEach(async () => {
  api = await createTestApi();
  ada = await api.join('Ada');
});
afterEach(() => api.close());

const nobody = () => api.callAs(null).auth;
const token = () => nobody().token({ email: ada.email, password });

it('gives tokens for email and password', async () => {
  expect(await token()).toMatchObject({ tokenType: 'Bearer', expiresInSeconds: 900 });
  expect(await refusalOf(nobody().token({ email: ada.email, password: 'wrong' }))).toBe(
    'INVALID_CREDENTIALS',
  );
  expect(await refusalOf(nobody().token({ email: 'nobody@home.example', password }))).toBe(
    'INVALID_CREDENTIALS',
  );
});

it('locks the same account that signing in locks', async () => {
  for (let count = 0; count < 5; count += 1)
    await refusalOf(nobody().token({ email: ada.email, password: 'wrong' }));
  expect(await refusalOf(api.callAs(null).account.signIn({ email: ada.email, password }))).toBe(
    'ACCOUNT_LOCKED',
  );
});

it('exchanges a refresh token once', async () => {
  const first = await token();
  const second = await nobody().refresh({ refreshToken: first.refreshToken });
  api.clock.advance(60_000);
  expect(await refusalOf(nobody().refresh({ refreshToken: first.refreshToken }))).toBe(
    'TOKEN_REUSED',
  );
  expect(await refusalOf(nobody().refresh({ refreshToken: second.refreshToken }))).toBe(
    'TOKEN_INVALID',
  );
});

it('revokes, and says nothing about tokens it never saw', async () => {
  const { refreshToken } = await token();
  await nobody().revoke({ refreshToken });
  await nobody().revoke({ refreshToken: 'never seen' });
  expect(await refusalOf(nobody().refresh({ refreshToken }))).toBe('TOKEN_INVALID');
});
