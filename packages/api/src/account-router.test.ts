import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from './app-router.ts';
import {
  createTestApi,
  type Person,
  password,
  refusalOf,
  type TestApi,
} from './testing/test-api.ts';

let api: TestApi;
let ada: Person;
let bob: Person;
beforeEach(async () => {
  api = await createTestApi();
  ada = await api.join('Ada');
  bob = await api.join('Bob', 'guest');
});
afterEach(() => api.close());

const newPassword = 'another long password';
const signedInProcedures: [string, (caller: Caller) => Promise<unknown>][] = [
  ['signOut', (caller) => caller.account.signOut()],
  ['me', (caller) => caller.account.me()],
  ['updateProfile', (caller) => caller.account.updateProfile({ name: 'X' })],
  [
    'changePassword',
    (caller) => caller.account.changePassword({ currentPassword: password, newPassword }),
  ],
  ['delete', (caller) => caller.account.delete({ currentPassword: password })],
  ['listSessions', (caller) => caller.account.listSessions()],
  ['revokeSession', (caller) => caller.account.revokeSession({ sessionId: 'any' })],
  ['revokeOtherSessions', (caller) => caller.account.revokeOtherSessions()],
];

it.each(signedInProcedures)('%s is for people who are signed in', async (_name, call) => {
  expect(await refusalOf(call(api.callAs(null)))).toBe('NOT_AUTHENTICATED');
});

it.each(signedInProcedures.filter(([name]) => name !== 'me'))(
  '%s is out of reach of API keys, whatever their scopes',
  async (_name, call) => {
    expect(await refusalOf(call(api.callWithKey(ada, 'admin', 'account:read')))).toBe(
      'NOT_PERMITTED',
    );
  },
);

it('tells an API key who its owner is when it may read the account', async () => {
  expect(await api.callWithKey(ada, 'account:read').account.me()).toMatchObject({ name: 'Ada' });
  expect(await refusalOf(api.callWithKey(ada, 'chat:read').account.me())).toBe('NOT_PERMITTED');
});

describe('register and sign in', () => {
  it('set the session cookie and say who it is', async () => {
    api.cookies.length = 0;
    const user = await api.callAs(null).account.signIn({ email: 'ADA@Home.Example', password });
    expect(user).toEqual(await ada.call.account.me());
    expect(user.permissions).toContain('instance.manage');
    const [sessionId] = api.cookies;
    const caller = await api.authenticator.authenticate({
      authorization: null,
      sessionId: sessionId ?? null,
      origin: { address: '192.0.2.7', userAgent: null },
    });
    expect(caller?.actor.userId).toBe(user.id);
  });

  it('set no cookie when refused', async () => {
    api.cookies.length = 0;
    expect(
      await refusalOf(
        api.callAs(null).account.signIn({ email: 'ada@home.example', password: 'wrong' }),
      ),
    ).toBe('INVALID_CREDENTIALS');
    expect(
      await refusalOf(
        api.callAs(null).account.register({ name: 'Eve', email: 'eve@home.example', password }),
      ),
    ).toBe('REGISTRATION_CLOSED');
    expect(api.cookies).toEqual([]);
  });

  it.each([
    ['a short password', { name: 'Eve', email: 'eve@home.example', password: 'short' }],
    ['no email', { name: 'Eve', email: 'eve', password }],
    ['an empty name', { name: '  ', email: 'eve@home.example', password }],
  ])('refuse %s before anything is looked up', async (_what, input) => {
    await expect(api.callAs(null).account.register(input)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

it('signs out: the session ends and the cookie goes', async () => {
  await ada.call.account.signOut();
  expect(api.cookies.at(-1)).toBeNull();
  expect(await ada.call.account.listSessions()).toEqual([]);
});

it("does not end somebody else's session", async () => {
  const [session] = await ada.call.account.listSessions();
  expect(await refusalOf(bob.call.account.revokeSession({ sessionId: session?.id ?? '' }))).toBe(
    'NOT_FOUND',
  );
  await ada.call.account.revokeSession({ sessionId: session?.id ?? '' });
});

it('changes the profile, and the email with the password only', async () => {
  expect(await bob.call.account.updateProfile({ name: ' Robert ' })).toMatchObject({
    name: 'Robert',
  });
  expect(await refusalOf(bob.call.account.updateProfile({ email: 'new@home.example' }))).toBe(
    'INVALID_CREDENTIALS',
  );
  expect(
    await refusalOf(
      bob.call.account.updateProfile({ email: ada.email, currentPassword: password }),
    ),
  ).toBe('EMAIL_TAKEN');
});

it('changes the password and leaves the caller signed in', async () => {
  await ada.call.account.changePassword({ currentPassword: password, newPassword });
  expect(await ada.call.account.listSessions()).toHaveLength(1);
  await api.callAs(null).account.signIn({ email: ada.email, password: newPassword });
});

it('deletes the account and clears the cookie, but not the last owner among others', async () => {
  expect(await refusalOf(ada.call.account.delete({ currentPassword: password }))).toBe(
    'LAST_OWNER',
  );
  await bob.call.account.delete({ currentPassword: password });
  expect(api.cookies.at(-1)).toBeNull();
  expect(await refusalOf(bob.call.account.me())).toBe('NOT_AUTHENTICATED');
});
