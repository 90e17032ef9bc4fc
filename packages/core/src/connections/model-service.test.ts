import { createId } from '@braindrive/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, UserEntity } from '../users/index.ts';
import { ConnectionEntity } from './connection-entity.ts';
import { type ConnectionFixture, startConnectionFixture } from './testing/connection-fixture.ts';
import { httpProvider, modelCalled } from './testing/http-provider.ts';
import { catalogueModel, LocalProvider } from './testing/local-provider.ts';

let fixture: ConnectionFixture;
let local: LocalProvider;
let owner: Actor;

beforeEach(async () => {
  local = new LocalProvider();
  fixture = await startConnectionFixture({
    providers: [local, httpProvider],
    limits: { listTimeoutMs: 300, firstListWaitMs: 50, firstRetryMs: 20, lastRetryMs: 40 },
  });
  owner = await fixture.addUser('owner');
});
afterEach(() => fixture.stop());

async function connect(server: { readonly baseUrl: string }, isShared = false) {
  const made = await fixture.connections.create(owner, {
    providerId: 'http',
    name: 'Server',
    settings: { baseUrl: server.baseUrl },
    isShared,
  });
  return made.id;
}

const idsOf = (list: { models: readonly { id: string }[] } | undefined) =>
  list?.models.map(({ id }) => id);

describe('the lists', () => {
  it('are read without waiting and told of when they come', async () => {
    const server = await fixture.addServer();
    const gate = Promise.withResolvers<void>();
    server.script.answer = (_, response) =>
      void gate.promise.then(() => response.end('{"models":["one"]}'));
    const told = fixture.follow(owner);
    const connectionId = await connect(server);
    expect(await fixture.models.list(owner)).toMatchObject([
      { connectionId, state: 'loading', models: [] },
    ]);
    gate.resolve();
    await expect
      .poll(() => told)
      .toContainEqual({
        type: 'models-changed',
        models: expect.objectContaining({ state: 'ready', models: [modelCalled('one')] }),
      });
    expect(await fixture.models.list(owner)).toMatchObject([
      { state: 'ready', refreshedAt: fixture.clock.now() },
    ]);
  });

  it('are asked for once however many look, and again when they are old', async () => {
    const server = await fixture.addServer();
    const connectionId = await connect(server);
    await Promise.all([1, 2, 3].map(() => fixture.models.list(owner)));
    await fixture.models.refresh(owner, connectionId);
    expect(server.script.keys).toHaveLength(1);
    fixture.clock.advance(59_000);
    await fixture.models.list(owner);
    expect(server.script.keys).toHaveLength(1);
    fixture.clock.advance(2_000);
    await fixture.models.list(owner);
    await expect.poll(() => server.script.keys).toHaveLength(2);
  });

  it('of a dead server stay, with the reason', async () => {
    const server = await fixture.addServer();
    const connectionId = await connect(server);
    await fixture.models.refresh(owner, connectionId);
    await server.stop();
    expect(await fixture.models.refresh(owner, connectionId)).toMatchObject({
      state: 'failed',
      error: { code: 'provider/unreachable' },
      models: [{ id: 'one' }, { id: 'two' }],
    });
  });

  it('of a silent server fail in time and delay no other', async () => {
    const silent = await fixture.addServer();
    silent.script.answer = () => {};
    const alive = await fixture.addServer();
    const silentId = await connect(silent);
    const aliveId = await connect(alive);
    expect(await fixture.models.refresh(owner, aliveId)).toMatchObject({ state: 'ready' });
    expect(await fixture.models.refresh(owner, silentId)).toMatchObject({
      state: 'failed',
      error: { code: 'provider/timeout' },
    });
  });

  it('of a server that comes back return by themselves while somebody looks', async () => {
    const server = await fixture.addServer();
    server.script.answer = (_, response) => response.writeHead(401).end('no');
    const told = fixture.follow(owner);
    await connect(server);
    const states = () =>
      told.flatMap((event) => (event.type === 'models-changed' ? event.models.state : []));
    await expect.poll(states).toContain('failed');
    delete server.script.answer;
    await expect.poll(states).toContain('ready');
  });

  it('belong to the settings they were heard with', async () => {
    const first = await fixture.addServer(['old']);
    const second = await fixture.addServer(['new']);
    const connectionId = await connect(first);
    await fixture.models.refresh(owner, connectionId);
    const settings = { baseUrl: second.baseUrl };
    await fixture.connections.update(owner, { connectionId, settings });
    const [list] = await fixture.models.list(owner);
    expect(idsOf(list)).not.toContain('old');
    expect(idsOf(await fixture.models.refresh(owner, connectionId))).toEqual(['new']);
  });

  it('leave out what is no model, and name one once', async () => {
    const server = await fixture.addServer(['fine', '', 'x'.repeat(500), 'fine']);
    const connectionId = await connect(server);
    expect(idsOf(await fixture.models.refresh(owner, connectionId))).toEqual(['fine']);
  });

  it('leave out connections that are disabled or somebody else\u2019s', async () => {
    const server = await fixture.addServer();
    const connectionId = await connect(server);
    const member = await fixture.addUser('member');
    expect(await fixture.models.list(member)).toEqual([]);
    const notFound = { code: 'NOT_FOUND' };
    await expect(fixture.models.refresh(member, connectionId)).rejects.toMatchObject(notFound);
    await fixture.connections.update(owner, { connectionId, isEnabled: false });
    expect(await fixture.models.list(owner)).toEqual([]);
    await expect(fixture.models.refresh(owner, connectionId)).rejects.toMatchObject({
      code: 'CONNECTION_DISABLED',
    });
  });
});

describe('a connection that cannot be used any more', () => {
  it('because its provider is gone says so, delays nobody and can be removed', async () => {
    const connectionId = await connect(await fixture.addServer());
    const aliveId = await connect(await fixture.addServer());
    await fixture.models.refresh(owner, aliveId);
    await fixture.orm.em
      .fork()
      .nativeUpdate(ConnectionEntity, { id: connectionId }, { providerId: 'gone' });
    await fixture.models.list(owner);
    await expect
      .poll(() => fixture.models.list(owner))
      .toMatchObject([
        { state: 'failed', error: { code: 'CONNECTION_FAILED' }, destination: null },
        { state: 'ready' },
      ]);
    await expect(
      fixture.models.resolve(owner, { connectionId, modelId: 'one' }),
    ).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    expect(await fixture.connections.list(owner)).toHaveLength(2);
    await fixture.connections.remove(owner, connectionId);
    expect(await fixture.connections.list(owner)).toHaveLength(1);
  });

  it('reaches what its owner may reach now, not when it was added', async () => {
    const connectionId = await connect(await fixture.addServer());
    expect(await fixture.models.refresh(owner, connectionId)).toMatchObject({ state: 'ready' });
    await fixture.orm.em.fork().nativeUpdate(UserEntity, { id: owner.userId }, { role: 'member' });
    expect(await fixture.models.refresh(owner, connectionId)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('private network') },
    });
  });
});

describe('a model', () => {
  it('is resolved with its facts and answers', async () => {
    const server = await fixture.addServer();
    const connectionId = await connect(server);
    await fixture.models.refresh(owner, connectionId);
    const ref = { connectionId, modelId: 'one' };
    const resolved = await fixture.models.resolve(owner, ref);
    expect(resolved).toMatchObject({ ref, name: 'ONE', contextTokens: 4096 });
    const request = { modelId: 'one', messages: [], parameters: {}, isContinuation: false };
    const parts: unknown[] = [];
    const { signal } = new AbortController();
    for await (const part of resolved.connection.streamChat(request, signal)) parts.push(part);
    expect(parts).toEqual([{ type: 'text-delta', delta: 'hello' }]);
  });

  it('of a server that says nothing is resolved without facts, soon', async () => {
    const server = await fixture.addServer();
    server.script.answer = () => {};
    const connectionId = await connect(server);
    const ref = { connectionId, modelId: 'one' };
    expect(await fixture.models.resolve(owner, ref)).toMatchObject({
      name: 'one',
      contextTokens: null,
    });
    expect(await fixture.models.list(owner)).toMatchObject([{ state: 'loading' }]);
  });

  it('is not found on a connection that is missing or somebody else\u2019s', async () => {
    const connectionId = await connect(await fixture.addServer());
    const member = await fixture.addUser('member');
    const notFound = { code: 'MODEL_NOT_FOUND' };
    const { models } = fixture;
    const theirs = { connectionId, modelId: 'one' };
    const missing = { connectionId: createId(), modelId: 'one' };
    await expect(models.resolve(member, theirs)).rejects.toMatchObject(notFound);
    await expect(models.resolve(owner, missing)).rejects.toMatchObject(notFound);
    await expect(models.setDefaultModel(member, theirs)).rejects.toMatchObject(notFound);
  });

  it('of a disabled connection is refused, and so is none at all', async () => {
    const connectionId = await connect(await fixture.addServer());
    await fixture.connections.update(owner, { connectionId, isEnabled: false });
    const ref = { connectionId, modelId: 'one' };
    await expect(fixture.models.resolve(owner, ref)).rejects.toMatchObject({
      code: 'CONNECTION_DISABLED',
    });
    await expect(fixture.models.resolve(owner, null)).rejects.toMatchObject({ code: 'NO_MODEL' });
  });

  it('of a member\u2019s connection never reaches this machine', async () => {
    const server = await fixture.addServer();
    const member = await fixture.addUser('member');
    const made = await fixture.connections.create(member, {
      providerId: 'http',
      name: 'Mine',
      settings: { baseUrl: server.baseUrl },
      isShared: false,
    });
    expect(await fixture.models.refresh(member, made.id)).toMatchObject({ state: 'failed' });
    expect(server.script.keys).toEqual([]);
  });
});

describe('the default model', () => {
  it('is the best that runs here until a person chooses', async () => {
    local.models = [modelCalled('starter', 1), modelCalled('better', 2)];
    local.catalogue = [catalogueModel('starter', { isStarter: true }), catalogueModel('better')];
    await fixture.start();
    const [builtIn] = await fixture.models.list(owner);
    await fixture.models.refresh(owner, builtIn?.connectionId ?? '');
    expect(await fixture.models.defaultModel(owner)).toMatchObject({ modelId: 'better' });

    const server = await fixture.addServer();
    const chosen = { connectionId: await connect(server), modelId: 'two' };
    expect(await fixture.models.setDefaultModel(owner, chosen)).toEqual(chosen);
    expect(await fixture.models.defaultModel(owner)).toEqual(chosen);
    expect(await fixture.models.resolve(owner, null)).toMatchObject({ ref: chosen });

    await fixture.connections.remove(owner, chosen.connectionId);
    expect(await fixture.models.defaultModel(owner)).toMatchObject({ modelId: 'better' });
  });

  it('may be newer than the list, but not made up', async () => {
    const server = await fixture.addServer();
    const connectionId = await connect(server);
    await fixture.models.refresh(owner, connectionId);
    server.script.models.push('brand-new');
    const fresh = { connectionId, modelId: 'brand-new' };
    expect(await fixture.models.setDefaultModel(owner, fresh)).toEqual(fresh);
    const madeUp = { connectionId, modelId: 'made-up' };
    await expect(fixture.models.setDefaultModel(owner, madeUp)).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
  });
});
