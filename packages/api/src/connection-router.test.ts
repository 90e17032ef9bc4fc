import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiKeyScope, Role } from '@braindrive/contracts';
import {
  type Actor,
  AuditService,
  coreEntities,
  createConnectionServices,
  EventService,
  rolePermissions,
  SecretBox,
  type Services,
  UserEntity,
} from '@braindrive/core';
import { ProviderError } from '@braindrive/plugin-sdk';
import { defineProvider, secret } from '@braindrive/plugin-sdk/server';
import { createFakeClock, createTestOrm } from '@braindrive/test-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCaller } from './app-router.ts';
import { scriptedPlugins } from './testing/scripted-plugins.ts';

let idCount = 0;
const createId = () => `01900000-0000-7000-8000-${String(++idCount).padStart(12, '0')}`;

const apiKey = 'sk-very-secret-1234567890';
const model = {
  id: 'one',
  name: 'One',
  contextTokens: null,
  capabilities: { vision: false, tools: false, reasoning: false },
  sizeBytes: null,
  note: null,
};
const provider = defineProvider({
  id: 'server',
  name: 'Server',
  description: 'A model server.',
  icon: 'server',
  settings: z.object({ baseUrl: z.url('Enter an address.'), apiKey: secret().optional() }),
  presets: [],
  isBuiltIn: false,
  connect: (settings) => ({
    destination: new URL(settings.baseUrl).hostname,
    listModels: async () => [model],
    test: async () => {
      throw new ProviderError('provider/unauthorized', `Key ${settings.apiKey} was refused.`);
    },
    streamChat: async function* () {},
  }),
});

const cleanups: (() => unknown)[] = [];
let actors: Record<Role | 'stranger', Actor>;
let lines: string[];
let call: (actor: Actor | null) => ReturnType<typeof createCaller>;

beforeEach(async () => {
  lines = [];
  const orm = await createTestOrm(coreEntities);
  const clock = createFakeClock();
  const events = new EventService();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'connection-router-'));
  const write = (fields: Record<string, unknown>, event: string) =>
    void lines.push(event, JSON.stringify(fields));
  const log = { debug: write, info: write, warn: write, error: write };
  const built = createConnectionServices({
    orm,
    clock,
    events,
    log,
    dataDirectory,
    audit: new AuditService({ orm, clock }),
    secretBox: new SecretBox(Buffer.alloc(32, 1), 'connection'),
    providers: [provider],
    egress: { everywhere: fetch, publicOnly: fetch },
    mayMembersReachPrivate: false,
  });
  cleanups.push(
    () => built.close(),
    () => orm.close(true),
    () => rm(dataDirectory, { recursive: true }),
  );
  const em = orm.em.fork();
  const actorOf = (role: Role): Actor => {
    const userId = createId();
    em.create(UserEntity, {
      id: userId,
      name: role,
      email: `${userId}@home.example`,
      role,
      status: 'ready',
      avatarFile: null,
      defaultConnectionId: null,
      defaultModelId: null,
      createdAt: clock.now(),
    });
    const permissions = new Set(rolePermissions[role]);
    return { userId, role, permissions, via: 'session', sessionId: 'session', scopes: null };
  };
  actors = {
    owner: actorOf('owner'),
    admin: actorOf('admin'),
    member: actorOf('member'),
    guest: actorOf('guest'),
    stranger: actorOf('owner'),
  };
  await em.flush();
  // These routers ask these services and no others.
  const services = { ...built, events } as unknown as Services;
  call = (actor) =>
    createCaller({
      services,
      plugins: scriptedPlugins(),
      actor,
      origin: { address: '127.0.0.1', userAgent: null },
      requestId: 'request',
      setSessionCookie: null,
      log,
    });
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

type Caller = ReturnType<typeof createCaller>;
const connectionId = createId();
const ref = { connectionId, modelId: 'one' };
const pull = { connectionId, pullId: 'one' };
const settings = { baseUrl: 'https://models.example', apiKey };
const creation = { providerId: 'server', name: 'Mine', settings };

const everyProcedure: Record<string, (caller: Caller) => Promise<unknown>> = {
  'connection.listProviders': (caller) => caller.connection.listProviders(),
  'connection.list': (caller) => caller.connection.list(),
  'connection.test': (caller) => caller.connection.test({ providerId: 'server', settings }),
  'connection.create': (caller) => caller.connection.create(creation),
  'connection.update': (caller) => caller.connection.update({ connectionId }),
  'connection.remove': (caller) => caller.connection.remove({ connectionId }),
  'model.list': (caller) => caller.model.list(),
  'model.refresh': (caller) => caller.model.refresh({ connectionId }),
  'model.setDefault': (caller) => caller.model.setDefault(ref),
  'model.library': (caller) => caller.model.library({ connectionId }),
  'model.pull': (caller) => caller.model.pull({ connectionId, source: 'one' }),
  'model.pausePull': (caller) => caller.model.pausePull(pull),
  'model.cancelPull': (caller) => caller.model.cancelPull(pull),
  'model.remove': (caller) => caller.model.remove(ref),
};

describe('nobody', () => {
  it.each(Object.keys(everyProcedure))('may call %s', async (name) => {
    await expect(everyProcedure[name]?.(call(null))).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});

describe('a role without the permission', () => {
  it.each([
    ['guest', 'connection.test'],
    ['guest', 'connection.create'],
    ['guest', 'connection.update'],
    ['guest', 'connection.remove'],
    ['member', 'model.pull'],
    ['member', 'model.pausePull'],
    ['member', 'model.cancelPull'],
    ['member', 'model.remove'],
  ] as const)('%s may not call %s', async (role, name) => {
    const called = everyProcedure[name]?.(call(actors[role]));
    await expect(called).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('may not share a connection', async () => {
    const called = call(actors.member).connection.create({ ...creation, isShared: true });
    await expect(called).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('an API key', () => {
  const withScopes = (...scopes: ApiKeyScope[]): Actor => ({
    ...actors.owner,
    via: 'api-key',
    scopes: new Set(scopes),
  });

  it('does what its scopes allow and no more', async () => {
    const reader = call(withScopes('models:read'));
    expect(await reader.model.list()).toEqual([]);
    await expect(reader.connection.create(creation)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(reader.model.setDefault(ref)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const writer = call(withScopes('connections:write'));
    expect(await writer.connection.create(creation)).toMatchObject({ name: 'Mine' });
    const managed = writer.model.pull({ connectionId, source: 'one' });
    await expect(managed).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the connection of somebody else', () => {
  it('is not found, whatever is asked of it, like one that does not exist', async () => {
    const { id } = await call(actors.owner).connection.create(creation);
    for (const connectionId of [id, createId()]) {
      const { connection, model } = call(actors.stranger);
      const attempts = [
        connection.test({ providerId: 'server', settings: {}, connectionId }),
        connection.update({ connectionId, name: 'Theirs' }),
        connection.remove({ connectionId }),
        model.refresh({ connectionId }),
        model.setDefault({ connectionId, modelId: 'one' }),
        model.library({ connectionId }),
        model.pull({ connectionId, source: 'one' }),
        model.pausePull({ connectionId, pullId: 'one' }),
        model.cancelPull({ connectionId, pullId: 'one' }),
        model.remove({ connectionId, modelId: 'one' }),
      ];
      for (const attempt of attempts)
        await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await call(actors.stranger).connection.list()).toEqual([]);
    expect(await call(actors.stranger).model.list()).toEqual([]);
  });
});

describe('the owner of a connection', () => {
  it('makes, lists, asks, changes and removes it without ever seeing its key', async () => {
    const { connection, model: models } = call(actors.member);
    const answers: unknown[] = [await connection.listProviders()];
    const made = await connection.create(creation);
    const { id: connectionId } = made;
    answers.push(made, await connection.list(), await models.refresh({ connectionId }));
    answers.push(await models.setDefault({ connectionId, modelId: 'one' }), await models.list());
    answers.push(await connection.update({ connectionId, name: 'Renamed' }));
    const tested = await connection.test({
      providerId: 'server',
      connectionId,
      settings: { baseUrl: settings.baseUrl },
    });
    expect(tested).toMatchObject({ isOk: false, error: { message: 'Key [secret] was refused.' } });
    answers.push(tested);
    await connection.remove({ connectionId });
    expect(await connection.list()).toEqual([]);
    expect(JSON.stringify([answers, lines])).not.toContain(apiKey);
    expect(answers[2]).toMatchObject([{ secrets: { apiKey: expect.any(Date) } }]);
  });

  it('is told which settings do not fit', async () => {
    const bad = { ...creation, settings: { baseUrl: 'nonsense' } };
    await expect(call(actors.member).connection.create(bad)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { fieldErrors: { baseUrl: ['Enter an address.'] } },
    });
  });
});
