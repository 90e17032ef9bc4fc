import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AccountFixture,
  createAccountFixture,
  type Joined,
  newcomer,
  origin,
} from './testing/account-fixture.ts';

let fixture: AccountFixture;
let ada: Joined;
beforeEach(async () => {
  fixture = await createAccountFixture();
  ada = await fixture.join('Ada');
});
afterEach(() => fixture.close());

const register = (name: string, invitationToken: string) =>
  fixture.accounts.register({ ...newcomer(name), invitationToken }, origin);
const invalid = { code: 'INVITATION_INVALID' };

it('lets one person in, in its role', async () => {
  const { invitation, token } = await fixture.invitations.create(ada.actor, {
    role: 'guest',
    validDays: 7,
  });
  expect(await fixture.invitations.inspect(token)).toEqual({
    role: 'guest',
    email: null,
    expiresAt: invitation.expiresAt,
  });
  expect((await register('Bob', token)).user.role).toBe('guest');
  await expect(register('Eve', token)).rejects.toMatchObject(invalid);
  await expect(fixture.invitations.inspect(token)).rejects.toMatchObject(invalid);
  expect(await fixture.invitations.list(ada.actor)).toMatchObject([
    { usedAt: fixture.clock.now() },
  ]);
});

it('lets only one of two in who use it at the same moment', async () => {
  const { token } = await fixture.invitations.create(ada.actor, { role: 'member', validDays: 7 });
  const results = await Promise.allSettled([register('Bob', token), register('Eve', token)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('is for its email only, when it names one', async () => {
  const { token } = await fixture.invitations.create(ada.actor, {
    role: 'member',
    email: 'bob@home.example',
    validDays: 7,
  });
  await expect(register('Eve', token)).rejects.toMatchObject(invalid);
  await register('Bob', token);
});

it('ends at its date and when it is withdrawn', async () => {
  const old = await fixture.invitations.create(ada.actor, { role: 'member', validDays: 1 });
  fixture.clock.advance(24 * 60 * 60 * 1000);
  await expect(register('Bob', old.token)).rejects.toMatchObject(invalid);
  const withdrawn = await fixture.invitations.create(ada.actor, { role: 'member', validDays: 1 });
  await fixture.invitations.revoke(ada.actor, withdrawn.invitation.id);
  await expect(register('Bob', withdrawn.token)).rejects.toMatchObject(invalid);
  await expect(
    fixture.invitations.revoke(ada.actor, withdrawn.invitation.id),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('makes admins only when it comes from an owner', async () => {
  const bob = await fixture.join('Bob', 'admin');
  await expect(
    fixture.invitations.create(bob.actor, { role: 'admin', validDays: 1 }),
  ).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  await fixture.invitations.create(bob.actor, { role: 'member', validDays: 1 });
});

it('ends when the person who made it may no longer invite', async () => {
  const bob = await fixture.join('Bob', 'admin');
  const { token } = await fixture.invitations.create(bob.actor, { role: 'member', validDays: 1 });
  await fixture.members.updateRole(ada.actor, { userId: bob.actor.userId, role: 'member' });
  await expect(register('Eve', token)).rejects.toMatchObject(invalid);
});

it.each(['member', 'guest'] as const)('is out of reach of a %s', async (role) => {
  const { actor } = await fixture.join('Bob', role);
  const refused = { code: 'NOT_PERMITTED' };
  await expect(fixture.invitations.list(actor)).rejects.toMatchObject(refused);
  await expect(
    fixture.invitations.create(actor, { role: 'guest', validDays: 1 }),
  ).rejects.toMatchObject(refused);
  await expect(fixture.invitations.revoke(actor, ada.actor.userId)).rejects.toMatchObject(refused);
});

it('is stored as a hash', async () => {
  const { token } = await fixture.invitations.create(ada.actor, { role: 'member', validDays: 1 });
  const rows = await fixture.orm.em.getConnection().execute('select * from invitation');
  expect(JSON.stringify(rows)).not.toContain(token);
});
