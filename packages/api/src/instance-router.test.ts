import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Caller } from './app-router.ts';
import { createTestApi, refusalOf, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await createTestApi();
});
afterEach(() => api.close());

const settings: [string, (caller: Caller) => Promise<unknown>][] = [
  ['settings', (caller) => caller.instance.settings()],
  ['updateSettings', (caller) => caller.instance.updateSettings({ registration: 'open' })],
];

it.each(settings)('%s is for the owner only', async (_name, call) => {
  const owner = await api.join('Ada');
  expect(await refusalOf(call(api.callAs(null)))).toBe('NOT_AUTHENTICATED');
  for (const role of ['admin', 'member', 'guest'] as const) {
    const { call: caller } = await api.join(role, role);
    expect(await refusalOf(call(caller))).toBe('NOT_PERMITTED');
  }
  expect(await refusalOf(call(api.callWithKey(owner, 'account:read')))).toBe('NOT_PERMITTED');
  await call(api.callWithKey(owner, 'admin'));
});

it('tells everybody the state of the instance, and first-run facts only before the owner', async () => {
  const nobody = api.callAs(null);
  expect(await nobody.instance.status()).toMatchObject({
    needsOwner: true,
    canRegister: true,
    firstRun: { starter: null },
  });
  await api.join('Ada');
  expect(await nobody.instance.status()).toEqual({
    version: '1.2.3',
    needsOwner: false,
    canRegister: false,
    firstRun: null,
  });
});

it('boots the page for nobody and for somebody', async () => {
  const owner = await api.join('Ada');
  expect(await api.callAs(null).instance.boot()).toMatchObject({
    user: null,
    conversations: { items: [] },
  });
  expect(await owner.call.instance.boot()).toMatchObject({ user: { name: 'Ada', role: 'owner' } });
});

it('opens registration', async () => {
  const owner = await api.join('Ada');
  await owner.call.instance.updateSettings({ registration: 'open', openRegistrationRole: 'guest' });
  const user = await api.callAs(null).account.register({
    name: 'Eve',
    email: 'eve@home.example',
    password: 'correct horse battery',
  });
  expect(user.role).toBe('guest');
});
