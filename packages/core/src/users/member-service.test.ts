import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AccountFixture,
  createAccountFixture,
  type Joined,
  origin,
} from '../accounts/testing/account-fixture.ts';

let fixture: AccountFixture;
let owner: Joined;
let admin: Joined;
let member: Joined;
beforeEach(async () => {
  fixture = await createAccountFixture();
  owner = await fixture.join('Ada');
  admin = await fixture.join('Bob', 'admin');
  member = await fixture.join('Cleo', 'member');
});
afterEach(() => fixture.close());

const refused = { code: 'NOT_PERMITTED' };
const setRole = (by: Joined, whose: Joined, role: 'owner' | 'admin' | 'member' | 'guest') =>
  fixture.members.updateRole(by.actor, { userId: whose.actor.userId, role });

describe('updateRole', () => {
  it('counts from the next request on', async () => {
    await setRole(owner, member, 'guest');
    const resolved = await fixture.accounts.resolveSession(member.sessionId, origin);
    expect(resolved?.actor).toMatchObject({
      role: 'guest',
      permissions: new Set(['chat.use', 'plugin.use']),
    });
    expect(await fixture.auditNames()).toContain('role.changed');
  });

  it('lets admins manage members and guests, but neither owners nor admins', async () => {
    await setRole(admin, member, 'guest');
    await expect(setRole(admin, member, 'admin')).rejects.toMatchObject(refused);
    await expect(setRole(admin, member, 'owner')).rejects.toMatchObject(refused);
    await expect(setRole(admin, owner, 'member')).rejects.toMatchObject(refused);
    await expect(setRole(admin, admin, 'owner')).rejects.toMatchObject(refused);
    await expect(setRole(member, member, 'owner')).rejects.toMatchObject(refused);
  });

  it('never leaves the instance without an owner', async () => {
    await expect(setRole(owner, owner, 'admin')).rejects.toMatchObject({ code: 'LAST_OWNER' });
    await setRole(owner, admin, 'owner');
    expect(await setRole(owner, owner, 'member')).toMatchObject({ role: 'member' });
  });

  it('lets only one of two owners step down at the same moment', async () => {
    await setRole(owner, admin, 'owner');
    const bob = {
      ...admin,
      actor: (await fixture.accounts.resolveSession(admin.sessionId, origin))?.actor ?? admin.actor,
    };
    const results = await Promise.allSettled([
      setRole(owner, owner, 'member'),
      setRole(bob, bob, 'member'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('knows nobody under an unknown id', async () => {
    await expect(
      fixture.members.updateRole(owner.actor, {
        userId: '01890a5d-ac96-774b-bcce-b302099a8057',
        role: 'guest',
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('remove', () => {
  it('ends everything of that person at once', async () => {
    const events = fixture.events.follow(member.actor, AbortSignal.timeout(5_000));
    const heard = events.next();
    const ended: string[] = [];
    fixture.endings.onEnded(({ userId, includes }) => {
      if (includes(member.actor)) ended.push(userId);
    });
    await fixture.members.remove(admin.actor, member.actor.userId);
    expect((await heard).value).toEqual({ type: 'session-ended' });
    expect((await events.next()).done).toBe(true);
    expect(ended).toEqual([member.actor.userId]);
    expect(await fixture.accounts.resolveSession(member.sessionId, origin)).toBeNull();
    expect(await fixture.members.list(owner.actor)).toHaveLength(2);
  });

  it('is refused to admins for owners and admins, and to everybody for themselves', async () => {
    await expect(fixture.members.remove(admin.actor, owner.actor.userId)).rejects.toMatchObject(
      refused,
    );
    await expect(fixture.members.remove(member.actor, admin.actor.userId)).rejects.toMatchObject(
      refused,
    );
    await expect(fixture.members.remove(owner.actor, owner.actor.userId)).rejects.toMatchObject(
      refused,
    );
    await fixture.members.remove(owner.actor, admin.actor.userId);
  });
});

it('lists people for owners and admins only', async () => {
  expect((await fixture.members.list(admin.actor)).map(({ name }) => name)).toEqual([
    'Ada',
    'Bob',
    'Cleo',
  ]);
  await expect(fixture.members.list(member.actor)).rejects.toMatchObject(refused);
});
