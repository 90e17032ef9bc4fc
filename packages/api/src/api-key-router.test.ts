import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Caller } from './app-router.ts';
import { createTestApi, type Person, refusalOf, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let ada: Person;
let guest: Person;
beforeEach(async () => {
  api = await createTestApi();
  ada = await api.join('Ada');
  guest = await api.join('Gus', 'guest');
});
afterEach(() => api.close());

const key = { name: 'script', scopes: ['chat:read' as const], validDays: null };
const procedures: [string, (caller: Caller) => Promise<unknown>][] = [
  ['list', (caller) => caller.apiKey.list()],
  ['create', (caller) => caller.apiKey.create(key)],
  ['revoke', (caller) => caller.apiKey.revoke({ apiKeyId: ada.actor.userId })],
];

it.each(procedures)('%s refuses nobody, guests and API keys', async (_name, call) => {
  expect(await refusalOf(call(api.callAs(null)))).toBe('NOT_AUTHENTICATED');
  expect(await refusalOf(call(guest.call))).toBe('NOT_PERMITTED');
  expect(await refusalOf(call(api.callWithKey(ada, 'admin')))).toBe('NOT_PERMITTED');
});

it("keeps keys apart: nobody sees or revokes somebody else's", async () => {
  const member = await api.join('Mia', 'member');
  const { apiKey } = await ada.call.apiKey.create(key);
  expect(await member.call.apiKey.list()).toEqual([]);
  expect(await refusalOf(member.call.apiKey.revoke({ apiKeyId: apiKey.id }))).toBe('NOT_FOUND');
  expect(await ada.call.apiKey.list()).toEqual([apiKey]);
});

it('makes a key that works until it is revoked', async () => {
  const { apiKey, key: secret } = await ada.call.apiKey.create(key);
  const authenticate = () =>
    api.authenticator.authenticate({
      authorization: `Bearer ${secret}`,
      sessionId: null,
      origin: { address: '192.0.2.7', userAgent: null },
    });
  expect((await authenticate())?.actor).toMatchObject({ userId: ada.actor.userId, via: 'api-key' });
  await ada.call.apiKey.revoke({ apiKeyId: apiKey.id });
  expect(await authenticate()).toBeNull();
  expect(await ada.call.apiKey.list()).toEqual([]);
});
