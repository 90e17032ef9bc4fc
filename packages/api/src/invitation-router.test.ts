import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Caller } from './app-router.ts';
import {
  createTestApi,
  type Person,
  password,
  refusalOf,
  type TestApi,
} from './testing/test-api.ts';

let api: TestApi;
let owner: Person;
beforeEach(async () => {
  api = await createTestApi();
  owner = await api.join('Ada');
});
afterEach(() => api.close());

const procedures: [string, (caller: Caller) => Promise<unknown>][] = [
  ['list', (caller) => caller.invitation.list()],
  ['create', (caller) => caller.invitation.create({ role: 'guest' })],
  ['revoke', (caller) => caller.invitation.revoke({ invitationId: owner.actor.userId })],
];

it.each(procedures)(
  '%s refuses nobody, members, and keys without the admin scope',
  async (_name, call) => {
    const member = await api.join('Mia', 'member');
    expect(await refusalOf(call(api.callAs(null)))).toBe('NOT_AUTHENTICATED');
    expect(await refusalOf(call(member.call))).toBe('NOT_PERMITTED');
    expect(await refusalOf(call(api.callWithKey(owner, 'account:read')))).toBe('NOT_PERMITTED');
  },
);

it('invites, shows the link to its guest, and lets them in', async () => {
  const { token, invitation } = await owner.call.invitation.create({
    role: 'member',
    email: 'Mia@Home.example',
  });
  const nobody = api.callAs(null);
  expect(await nobody.invitation.inspect({ token })).toEqual({
    role: 'member',
    email: 'mia@home.example',
    expiresAt: invitation.expiresAt,
  });
  const user = await nobody.account.register({
    name: 'Mia',
    email: 'mia@home.example',
    password,
    invitationToken: token,
  });
  expect(user.role).toBe('member');
  expect(await refusalOf(nobody.invitation.inspect({ token }))).toBe('INVITATION_INVALID');
});

it('is withdrawn by an owner or admin', async () => {
  const admin = await api.join('Bob', 'admin');
  const { token, invitation } = await owner.call.invitation.create({ role: 'member' });
  await admin.call.invitation.revoke({ invitationId: invitation.id });
  expect(await refusalOf(api.callAs(null).invitation.inspect({ token }))).toBe(
    'INVITATION_INVALID',
  );
  expect(await refusalOf(admin.call.invitation.create({ role: 'admin' }))).toBe('NOT_PERMITTED');
});
