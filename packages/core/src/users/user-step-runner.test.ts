import { createId, type Orm } from '@braindrive/database';
import { createFakeClock, createTestOrm } from '@braindrive/test-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coreEntities } from '../entities.ts';
import type { Log } from '../log.ts';
import { UserEntity, UserStepEntity } from './user-entity.ts';
import { orderUserSteps, type UserStep } from './user-step.ts';
import { UserStepRunner } from './user-step-runner.ts';

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
const userId = createId();
let orm: Orm;
let ran: string[];

beforeEach(async () => {
  ran = [];
  orm = await createTestOrm(coreEntities);
  const em = orm.em.fork();
  em.create(UserEntity, {
    id: userId,
    name: 'Ada',
    email: 'ada@home.example',
    role: 'owner',
    status: 'preparing',
    avatarFile: null,
    defaultConnectionId: null,
    defaultModelId: null,
    createdAt: new Date(0),
  });
  await em.flush();
});
afterEach(() => orm.close(true));

const step = (id: string, options: Partial<UserStep> = {}): UserStep => ({
  id,
  version: 1,
  dependsOn: [],
  run: async () => void ran.push(id),
  ...options,
});
const runnerOf = (...steps: readonly UserStep[]) =>
  new UserStepRunner({ orm, clock: createFakeClock(), log: silentLog, steps });
const userRow = () => orm.em.fork().findOneOrFail(UserEntity, { id: userId });

describe('orderUserSteps', () => {
  it('puts each step after what it depends on and else keeps the order', () => {
    const steps = [step('c', { dependsOn: ['b'] }), step('a'), step('b', { dependsOn: ['a'] })];
    expect(orderUserSteps(steps).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('stops the start when steps cannot be ordered', () => {
    expect(() =>
      orderUserSteps([step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })]),
    ).toThrow('a → b → a');
    expect(() => orderUserSteps([step('a', { dependsOn: ['gone'] })])).toThrow(
      'gone, which does not exist',
    );
    expect(() => orderUserSteps([step('a'), step('a')])).toThrow('same id');
  });
});

describe('prepare', () => {
  it('runs every step once and marks the account ready', async () => {
    const steps = [step('b', { dependsOn: ['a'] }), step('a')];
    expect(await runnerOf(...steps).prepare(userId)).toBe(true);
    expect(await runnerOf(...steps).prepare(userId)).toBe(true);
    expect(ran).toEqual(['a', 'b']);
    expect((await userRow()).status).toBe('ready');
  });

  it('runs a step again when its version grew', async () => {
    await runnerOf(step('a'), step('b')).prepare(userId);
    await runnerOf(step('a', { version: 2 }), step('b')).prepare(userId);
    expect(ran).toEqual(['a', 'b', 'a']);
  });

  it('keeps what ran, remembers the failure, and goes on there the next time', async () => {
    let isBroken = true;
    const flaky = step('flaky', {
      dependsOn: ['a'],
      run: async () => {
        if (isBroken) throw new Error('no space left');
        ran.push('flaky');
      },
    });
    const runner = runnerOf(step('a'), flaky, step('z', { dependsOn: ['flaky'] }));
    expect(await runner.prepare(userId)).toBe(false);
    expect((await userRow()).status).toBe('preparing');
    const record = await orm.em.fork().findOneOrFail(UserStepEntity, { userId, stepId: 'flaky' });
    expect(record).toMatchObject({ lastError: 'no space left', attempts: 1, finishedAt: null });
    isBroken = false;
    expect(await runner.prepare(userId)).toBe(true);
    expect(ran).toEqual(['a', 'flaky', 'z']);
    expect((await userRow()).status).toBe('ready');
  });

  it('writes nothing of a step that failed half-way', async () => {
    const broken = step('broken', {
      run: async ({ user }) => {
        user.name = 'half done';
        throw new Error('stop');
      },
    });
    await runnerOf(broken).prepare(userId);
    expect((await userRow()).name).toBe('Ada');
  });

  it('writes what a step changed together with the record that it ran', async () => {
    const rename = step('rename', {
      run: async ({ user }) => {
        user.name = 'Ada Lovelace';
      },
    });
    await runnerOf(rename).prepare(userId);
    expect((await userRow()).name).toBe('Ada Lovelace');
  });

  it('runs steps once when two sign-ins come at the same moment', async () => {
    const runner = runnerOf(step('a'));
    await Promise.all([runner.prepare(userId), runner.prepare(userId)]);
    expect(ran).toEqual(['a']);
  });
});
