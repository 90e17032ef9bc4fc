import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserEntity } from '../users/index.ts';
import { CredentialEntity } from './account-entities.ts';
import {
  type AccountFixture,
  createAccountFixture,
  newcomer,
  origin,
  password,
} from './testing/account-fixture.ts';

let fixture: AccountFixture;
beforeEach(async () => {
  fixture = await createAccountFixture();
});
afterEach(() => fixture.close());

const dayMs = 24 * 60 * 60 * 1000;

describe('register', () => {
  it('makes the first person owner and signs them in', async () => {
    const { user, sessionId } = await fixture.accounts.register(newcomer('Ada'), origin);
    expect(user).toMatchObject({ name: 'Ada', email: 'ada@home.example', role: 'owner' });
    expect(user.permissions).toContain('instance.manage');
    const resolved = await fixture.accounts.resolveSession(sessionId, origin);
    expect(resolved?.actor).toMatchObject({ userId: user.id, role: 'owner', via: 'session' });
    expect(await fixture.auditNames()).toEqual(['account.registered', 'session.created']);
  });

  it('makes one owner when two people register at the same moment', async () => {
    const results = await Promise.allSettled([
      fixture.accounts.register(newcomer('Ada'), origin),
      fixture.accounts.register(newcomer('Bob'), origin),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'REGISTRATION_CLOSED' });
    expect(await fixture.orm.em.fork().count(UserEntity)).toBe(1);
  });

  it('is closed to strangers once there is an owner', async () => {
    await fixture.join('Ada');
    await expect(fixture.accounts.register(newcomer('Bob'), origin)).rejects.toMatchObject({
      code: 'REGISTRATION_CLOSED',
    });
  });

  it('gives the role of the settings when the owner opened registration', async () => {
    const ada = await fixture.join('Ada');
    await fixture.instance.updateSettings(ada.actor, {
      registration: 'open',
      openRegistrationRole: 'guest',
    });
    const { user } = await fixture.accounts.register(newcomer('Bob'), origin);
    expect(user.role).toBe('guest');
  });

  it('tells of a taken email only people who may register', async () => {
    const ada = await fixture.join('Ada');
    await expect(fixture.accounts.register(newcomer('Ada'), origin)).rejects.toMatchObject({
      code: 'REGISTRATION_CLOSED',
    });
    await fixture.instance.updateSettings(ada.actor, { registration: 'open' });
    await expect(fixture.accounts.register(newcomer('Ada'), origin)).rejects.toMatchObject({
      code: 'EMAIL_TAKEN',
    });
  });

  it('stores passwords as Argon2id only', async () => {
    await fixture.join('Ada');
    const [credential] = await fixture.orm.em.fork().findAll(CredentialEntity);
    expect(credential?.secretHash).toMatch(/^\$argon2id\$v=19\$/);
  });
});

describe('signIn', () => {
  it('answers a wrong password and an unknown email alike', async () => {
    const { email } = await fixture.join('Ada');
    const failures = await Promise.all(
      [email, 'nobody@home.example'].map((tried) =>
        fixture.accounts
          .signIn({ email: tried, password: 'wrong' }, origin)
          .catch((error: unknown) => error),
      ),
    );
    expect(failures[0]).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(failures[1]).toEqual(failures[0]);
  });

  it.each(['ada@home.example', 'nobody@home.example'])(
    'locks %s after five failures, with time to wait',
    async (email) => {
      await fixture.join('Ada');
      const tryOnce = () => fixture.accounts.signIn({ email, password: 'wrong' }, origin);
      for (let count = 0; count < 5; count += 1)
        await expect(tryOnce()).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
      const refusal = await tryOnce().catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'ACCOUNT_LOCKED', retryAfterMs: expect.any(Number) });
      await expect(fixture.accounts.signIn({ email, password }, origin)).rejects.toMatchObject({
        code: 'ACCOUNT_LOCKED',
      });
    },
  );

  it('forgets failures after a success', async () => {
    const { email } = await fixture.join('Ada');
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 4; count += 1)
        await expect(
          fixture.accounts.signIn({ email, password: 'wrong' }, origin),
        ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
      await fixture.accounts.signIn({ email, password }, origin);
    }
  });

  it('records failures without saying which email was tried', async () => {
    await fixture.accounts
      .signIn({ email: 'nobody@home.example', password: 'x' }, origin)
      .catch(() => {});
    expect(await fixture.auditNames()).toEqual(['session.failed']);
  });
});

describe('sessions', () => {
  it('end when their 30 days pass unused', async () => {
    const { sessionId } = await fixture.join('Ada');
    fixture.clock.advance(31 * dayMs);
    expect(await fixture.accounts.resolveSession(sessionId, origin)).toBeNull();
  });

  it('are renewed in their second half, and only then ask for a new cookie', async () => {
    const { sessionId } = await fixture.join('Ada');
    fixture.clock.advance(14 * dayMs);
    expect(await fixture.accounts.resolveSession(sessionId, origin)).toMatchObject({
      isFresh: false,
    });
    fixture.clock.advance(2 * dayMs);
    expect(await fixture.accounts.resolveSession(sessionId, origin)).toMatchObject({
      isFresh: true,
    });
    fixture.clock.advance(29 * dayMs);
    expect(await fixture.accounts.resolveSession(sessionId, origin)).not.toBeNull();
  });

  it('are listed with device, address and last use, without the value of any cookie', async () => {
    const { actor, sessionId, email } = await fixture.join('Ada');
    fixture.clock.advance(60_000);
    await fixture.accounts.signIn(
      { email, password },
      { address: '198.51.100.1', userAgent: null },
    );
    fixture.clock.advance(60_000);
    await fixture.accounts.resolveSession(sessionId, origin);
    const sessions = await fixture.accounts.listSessions(actor);
    expect(sessions).toMatchObject([
      {
        isCurrent: true,
        device: 'Firefox on Linux',
        address: origin.address,
        lastSeenAt: fixture.clock.now(),
      },
      { isCurrent: false, device: 'Unknown device', address: '198.51.100.1' },
    ]);
    expect(JSON.stringify(sessions)).not.toContain(sessionId);
  });

  it('note the last use at most once a minute', async () => {
    const { actor, sessionId } = await fixture.join('Ada');
    const startedAt = fixture.clock.now();
    fixture.clock.advance(59_000);
    await fixture.accounts.resolveSession(sessionId, origin);
    expect((await fixture.accounts.listSessions(actor))[0]?.lastSeenAt).toEqual(startedAt);
  });

  it('end at once when signed out or revoked', async () => {
    const { actor, sessionId, email } = await fixture.join('Ada');
    const other = await fixture.accounts.signIn({ email, password }, origin);
    await fixture.accounts.resolveSession(other.sessionId, origin);
    await fixture.accounts.revokeOtherSessions(actor);
    expect(await fixture.accounts.resolveSession(other.sessionId, origin)).toBeNull();
    await fixture.accounts.signOut(actor);
    expect(await fixture.accounts.resolveSession(sessionId, origin)).toBeNull();
  });

  it('cannot be revoked by somebody else', async () => {
    const ada = await fixture.join('Ada');
    const bob = await fixture.join('Bob', 'member');
    await expect(
      fixture.accounts.revokeSession(bob.actor, ada.actor.sessionId ?? ''),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await fixture.accounts.resolveSession(ada.sessionId, origin)).not.toBeNull();
  });

  it('refuses values that were never a session', async () => {
    expect(await fixture.accounts.resolveSession('x'.repeat(40), origin)).toBeNull();
  });
});

describe('changePassword', () => {
  it('asks for the current password', async () => {
    const { actor } = await fixture.join('Ada');
    await expect(
      fixture.accounts.changePassword(actor, {
        currentPassword: 'wrong',
        newPassword: 'another long one',
      }),
    ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('ends other sessions and tokens, tells their pages, and keeps the current one', async () => {
    const { actor, sessionId, email } = await fixture.join('Ada');
    const other = await fixture.accounts.signIn({ email, password }, origin);
    const otherActor = (await fixture.accounts.resolveSession(other.sessionId, origin))?.actor;
    const pair = await fixture.tokens.issue({ email, password }, origin);
    if (otherActor === undefined) throw new Error('no second session');
    const followers = [otherActor, actor].map((caller) =>
      fixture.events.follow(caller, AbortSignal.timeout(5_000)),
    );
    const heard = followers.map((events) => events.next());
    await fixture.accounts.changePassword(actor, {
      currentPassword: password,
      newPassword: 'another long one',
    });
    fixture.events.publish(actor.userId, {
      type: 'connection-removed',
      connectionId: actor.userId,
    });
    expect((await heard[0])?.value).toEqual({ type: 'session-ended' });
    expect((await heard[1])?.value).toMatchObject({ type: 'connection-removed' });
    expect(await fixture.accounts.resolveSession(other.sessionId, origin)).toBeNull();
    expect(await fixture.accounts.resolveSession(sessionId, origin)).not.toBeNull();
    await expect(fixture.tokens.refresh(pair.refreshToken, origin)).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
    });
    await expect(fixture.tokens.resolveAccessToken(pair.accessToken)).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
    });
    await expect(fixture.accounts.signIn({ email, password }, origin)).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    await fixture.accounts.signIn({ email, password: 'another long one' }, origin);
  });
});

describe('asking for the password again', () => {
  it('locks after five failures, apart from signing in', async () => {
    const { actor, email } = await fixture.join('Ada');
    const wrong = { currentPassword: 'wrong' };
    for (let count = 0; count < 5; count += 1)
      await expect(fixture.accounts.deleteAccount(actor, wrong)).rejects.toMatchObject({
        code: 'INVALID_CREDENTIALS',
      });
    await expect(
      fixture.accounts.deleteAccount(actor, { currentPassword: password }),
    ).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    await fixture.accounts.signIn({ email, password }, origin);
  });
});

describe('updateProfile', () => {
  it('changes the name freely and the email with the password', async () => {
    const { actor } = await fixture.join('Ada');
    expect(await fixture.accounts.updateProfile(actor, { name: 'Ada L.' })).toMatchObject({
      name: 'Ada L.',
    });
    await expect(
      fixture.accounts.updateProfile(actor, { email: 'new@home.example' }),
    ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    const user = await fixture.accounts.updateProfile(actor, {
      email: 'new@home.example',
      currentPassword: password,
    });
    expect(user.email).toBe('new@home.example');
  });

  it('refuses an email that somebody else has, and keeps no avatar of a refused change', async () => {
    const ada = await fixture.join('Ada');
    const bob = await fixture.join('Bob', 'member');
    await expect(
      fixture.accounts.updateProfile(bob.actor, {
        email: ada.email,
        currentPassword: password,
        avatar: tinyPng,
      }),
    ).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
    expect((await fixture.accounts.me(bob.actor)).avatarUrl).toBeNull();
  });

  it('stores an avatar, replaces it and removes it', async () => {
    const { actor } = await fixture.join('Ada');
    const nameOf = (url: string | null) => url?.split('/').at(-1) ?? '';
    const first = await fixture.accounts.updateProfile(actor, { avatar: tinyPng });
    expect(first.avatarUrl).toMatch(/^\/files\/avatars\/[0-9a-f]{32}\.png$/);
    expect(await fixture.avatars.read(nameOf(first.avatarUrl))).toMatchObject({
      contentType: 'image/png',
    });
    const second = await fixture.accounts.updateProfile(actor, { avatar: tinyPng });
    expect(await fixture.avatars.read(nameOf(first.avatarUrl))).toBeNull();
    expect(await fixture.accounts.updateProfile(actor, { avatar: null })).toMatchObject({
      avatarUrl: null,
    });
    expect(await fixture.avatars.read(nameOf(second.avatarUrl))).toBeNull();
  });
});

const tinyPng =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('deleteAccount', () => {
  it('asks for the password', async () => {
    const { actor } = await fixture.join('Ada');
    await expect(
      fixture.accounts.deleteAccount(actor, { currentPassword: 'wrong' }),
    ).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('is refused to the only owner while others have accounts', async () => {
    const ada = await fixture.join('Ada');
    const bob = await fixture.join('Bob', 'member');
    await expect(
      fixture.accounts.deleteAccount(ada.actor, { currentPassword: password }),
    ).rejects.toMatchObject({ code: 'LAST_OWNER' });
    await fixture.accounts.deleteAccount(bob.actor, { currentPassword: password });
    expect(await fixture.accounts.resolveSession(bob.sessionId, origin)).toBeNull();
  });

  it('leaves nothing behind, and the next person becomes owner by the usual rules', async () => {
    const { actor, email } = await fixture.join('Ada');
    const { avatarUrl } = await fixture.accounts.updateProfile(actor, { avatar: tinyPng });
    await fixture.instance.updateSettings(actor, { registration: 'open' });
    await fixture.tokens.issue({ email, password }, origin);
    await fixture.apiKeys.create(actor, { name: 'script', scopes: ['chat:read'], validDays: null });
    await fixture.invitations.create(actor, { role: 'member', validDays: 1 });
    expect(await fixture.instance.status()).toMatchObject({ needsOwner: false });
    await fixture.accounts.deleteAccount(actor, { currentPassword: password });
    expect(await fixture.instance.status()).toMatchObject({ needsOwner: true, canRegister: true });
    expect(await fixture.avatars.read(avatarUrl?.split('/').at(-1) ?? '')).toBeNull();
    for (const table of [
      'user',
      'credential',
      'session',
      'refresh_token',
      'api_key',
      'invitation',
      'user_step',
      'instance_setting',
    ])
      expect(
        await fixture.orm.em.getConnection().execute(`select count(*) as count from ${table}`),
        table,
      ).toEqual([{ count: 0 }]);
    const { user } = await fixture.accounts.register(newcomer('Bob'), origin);
    expect(user.role).toBe('owner');
    await expect(fixture.accounts.register(newcomer('Eve'), origin)).rejects.toMatchObject({
      code: 'REGISTRATION_CLOSED',
    });
  });
});

describe('user steps', () => {
  let isBroken: boolean;
  let prepared: AccountFixture;
  beforeEach(async () => {
    isBroken = true;
    const run = async () => {
      if (isBroken) throw new Error('the disk is full');
    };
    prepared = await createAccountFixture({
      userSteps: [{ id: 'flaky', version: 1, dependsOn: [], run }],
    });
  });
  afterEach(() => prepared.close());

  it('hold a new account back while they fail, and let it in once they ran', async () => {
    const ada = newcomer('Ada');
    const notReady = { code: 'ACCOUNT_NOT_READY', retryAfterMs: expect.any(Number) };
    const signIn = () => prepared.accounts.signIn({ email: ada.email, password }, origin);
    await expect(prepared.accounts.register(ada, origin)).rejects.toMatchObject(notReady);
    await expect(signIn()).rejects.toMatchObject(notReady);
    await expect(
      prepared.tokens.issue({ email: ada.email, password }, origin),
    ).rejects.toMatchObject(notReady);
    isBroken = false;
    const { sessionId, user } = await signIn();
    expect(user.role).toBe('owner');
    expect(await prepared.accounts.resolveSession(sessionId, origin)).not.toBeNull();
  });

  it('run for sessions that outlived an upgrade, and do not end them when they fail', async () => {
    isBroken = false;
    const { sessionId, actor } = await prepared.join('Ada');
    const upgraded = await createAccountFixture({
      orm: prepared.orm,
      userSteps: [
        {
          id: 'flaky',
          version: 2,
          dependsOn: [],
          run: async ({ user }) => {
            if (isBroken) throw new Error('the disk is full');
            user.name = 'Ada, upgraded';
          },
        },
      ],
    });
    isBroken = true;
    expect(await upgraded.accounts.resolveSession(sessionId, origin)).not.toBeNull();
    isBroken = false;
    upgraded.clock.advance(30_000);
    await upgraded.accounts.resolveSession(sessionId, origin);
    expect((await upgraded.accounts.me(actor)).name).toBe('Ada, upgraded');
    await upgraded.close();
  });
});
