import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Caller } from './app-router.ts';
import { createTestApi, type Person, refusalOf, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let owner: Person;
let admin: Person;
let member: Person;
beforeEach(async () => {
  api = await createTestApi();
  owner = await api.join('Ada');
  admin = await api.join('Bob', 'admin');
  member = await api.join('Mia', 'member');
});
afterEach(() => api.close());

const procedures: [string, (caller: Caller) => Promise<unknown>][] = [
  ['list', (caller) => caller.member.list()],
  [
    'updateRole',
    (caller) => caller.member.updateRole({ userId: member.actor.userId, role: 'owner' }),
  ],
  ['remove', (caller) => caller.member.remove({ userId: admin.actor.userId })],
];

it.each(procedures)(
  '%s refuses nobody, members, and keys without the admin scope',
  async (_name, call) => {
    expect(await refusalOf(call(api.callAs(null)))).toBe('NOT_AUTHENTICATED');
    expect(await refusalOf(call(member.call))).toBe('NOT_PERMITTED');
    expect(await refusalOf(call(api.callWithKey(owner, 'account:read')))).toBe('NOT_PERMITTED');
  },
);

it('keeps admins away from owners and admins', async () => {
  const userId = owner.actor.userId;
  expect(await refusalOf(admin.call.member.updateRole({ userId, role: 'member' }))).toBe(
    'NOT_PERMITTED',
  );
  expect(
    await refusalOf(admin.call.member.updateRole({ userId: admin.actor.userId, role: 'owner' })),
  ).toBe('NOT_PERMITTED');
  expect(await refusalOf(admin.call.member.remove({ userId }))).toBe('NOT_PERMITTED');
});

it('changes roles, removes people, and keeps an owner', async () => {
  const userId = member.actor.userId;
  expect(await admin.call.member.updateRole({ userId, role: 'guest' })).toMatchObject({
    role: 'guest',
  });
  await admin.call.member.remove({ userId });
  expect(await refusalOf(admin.call.member.remove({ userId }))).toBe('NOT_FOUND');
  expect((await admin.call.member.list()).map(({ name }) => name)).toEqual(['Ada', 'Bob']);
  expect(
    await refusalOf(owner.call.member.updateRole({ userId: owner.actor.userId, role: 'guest' })),
  ).toBe('LAST_OWNER');
});
