import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AccountFixture,
  createAccountFixture,
  type Joined,
} from './testing/account-fixture.ts';

let fixture: AccountFixture;
let ada: Joined;
beforeEach(async () => {
  fixture = await createAccountFixture();
  ada = await fixture.join('Ada');
});
afterEach(() => fixture.close());

const create = (validDays: number | null = null) =>
  fixture.apiKeys.create(ada.actor, {
    name: 'script',
    scopes: ['chat:read', 'chat:read'],
    validDays,
  });

it('shows a key once and keeps only its hash', async () => {
  const { apiKey, key } = await create();
  expect(key).toMatch(/^bd_[a-z0-9]{8}_[\w-]{43}$/);
  expect(key.startsWith(apiKey.prefix)).toBe(true);
  expect(apiKey).toMatchObject({ scopes: ['chat:read'], expiresAt: null, lastUsedAt: null });
  const rows = await fixture.orm.em.getConnection().execute('select * from api_key');
  expect(JSON.stringify(rows)).not.toContain(key.slice(12));
  expect(await fixture.apiKeys.list(ada.actor)).toEqual([apiKey]);
});

it('stands for its owner within its scopes', async () => {
  const { key } = await create();
  expect(await fixture.apiKeys.resolveKey(key)).toMatchObject({
    userId: ada.actor.userId,
    via: 'api-key',
    scopes: new Set(['chat:read']),
  });
});

it('ends at its date', async () => {
  const { key } = await create(1);
  await fixture.apiKeys.resolveKey(key);
  fixture.clock.advance(24 * 60 * 60 * 1000);
  await expect(fixture.apiKeys.resolveKey(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

it('ends at once when revoked, by its owner only', async () => {
  const bob = await fixture.join('Bob', 'member');
  const { apiKey, key } = await create();
  await fixture.apiKeys.resolveKey(key);
  await expect(fixture.apiKeys.revoke(bob.actor, apiKey.id)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await fixture.apiKeys.revoke(ada.actor, apiKey.id);
  await expect(fixture.apiKeys.resolveKey(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

it('notes its last use at most once a minute', async () => {
  const { key } = await create();
  const lastUsedAt = async () => (await fixture.apiKeys.list(ada.actor))[0]?.lastUsedAt;
  await fixture.apiKeys.resolveKey(key);
  const first = fixture.clock.now();
  fixture.clock.advance(59_000);
  await fixture.apiKeys.resolveKey(key);
  expect(await lastUsedAt()).toEqual(first);
  fixture.clock.advance(1_000);
  await fixture.apiKeys.resolveKey(key);
  expect(await lastUsedAt()).toEqual(fixture.clock.now());
});

it('is refused to guests, and does what is left when its owner becomes one', async () => {
  const bob = await fixture.join('Bob', 'member');
  const { key } = await fixture.apiKeys.create(bob.actor, {
    name: 'script',
    scopes: ['admin'],
    validDays: null,
  });
  await fixture.apiKeys.resolveKey(key);
  await fixture.members.updateRole(ada.actor, { userId: bob.actor.userId, role: 'guest' });
  const actor = await fixture.apiKeys.resolveKey(key);
  expect(actor.permissions).toEqual(new Set(['chat.use', 'plugin.use']));
  await expect(fixture.apiKeys.list(actor)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
});

it('is refused when it was never made', async () => {
  for (const key of ['', 'bd_', `bd_abcdefgh_${'A'.repeat(43)}`])
    await expect(fixture.apiKeys.resolveKey(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});
