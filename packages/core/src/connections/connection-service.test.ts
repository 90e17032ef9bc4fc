import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createId } from '@braindrive/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../users/index.ts';
import { ConnectionEntity } from './connection-entity.ts';
import { type ConnectionFixture, startConnectionFixture } from './testing/connection-fixture.ts';
import { httpProvider } from './testing/http-provider.ts';
import { LocalProvider } from './testing/local-provider.ts';

const key = 'sk-very-secret-1234567890';
let fixture: ConnectionFixture;
let owner: Actor;
let member: Actor;

beforeEach(async () => {
  fixture = await startConnectionFixture({
    providers: [new LocalProvider(), httpProvider],
    limits: { testTimeoutMs: 200 },
  });
  owner = await fixture.addUser('owner');
  member = await fixture.addUser('member');
});
afterEach(() => fixture.stop());

const input = (settings: Record<string, unknown>, isShared = false) => ({
  providerId: 'http',
  name: 'Mine',
  settings,
  isShared,
});

describe('a provider', () => {
  it('is described with its secrets marked and without their values', () => {
    const description = fixture.connections.listProviders(owner).find(({ id }) => id === 'http');
    expect(description?.settingsSchema).toMatchObject({
      properties: { apiKey: { secret: true, type: 'string' }, baseUrl: { type: 'string' } },
    });
    expect(description?.presets[0]?.settings).toEqual({ baseUrl: 'https://preset.example' });
    expect(JSON.stringify(description)).not.toContain('leaked');
  });
});

describe('a new connection', () => {
  it('keeps its secrets to itself', async () => {
    const made = await fixture.connections.create(member, input({ apiKey: key }));
    expect(made).toMatchObject({
      settings: { baseUrl: 'https://models.example' },
      secrets: { apiKey: fixture.clock.now() },
      destination: 'models.example',
      canEdit: true,
    });
    const row = await fixture.orm.em.fork().findOneOrFail(ConnectionEntity, { id: made.id });
    const seen = [made, row, await fixture.connections.list(member), fixture.lines];
    expect(JSON.stringify(seen)).not.toContain(key);
  });

  it('says which settings do not fit', async () => {
    const bad = input({ baseUrl: 'nonsense', apiKey: 'x' });
    await expect(fixture.connections.create(member, bad)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fieldErrors: { baseUrl: ['Enter an address.'], apiKey: ['The key is too short.'] },
    });
  });

  it('needs the permission, and one more to be shared', async () => {
    const guest = await fixture.addUser('guest');
    const create = (actor: Actor, isShared: boolean) =>
      fixture.connections.create(actor, input({}, isShared));
    await expect(create(guest, false)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    await expect(create(member, true)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });

  it('is not made of a provider that is unknown or built in', async () => {
    for (const providerId of ['missing', 'local']) {
      const made = fixture.connections.create(owner, { ...input({}), providerId });
      await expect(made).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    }
  });

  it('is the last one at a limit', async () => {
    for (let count = 0; count < 50; count++) await fixture.connections.create(member, input({}));
    const more = fixture.connections.create(member, input({}));
    await expect(more).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a connection of somebody else', () => {
  it('does not exist for others', async () => {
    const { id: connectionId } = await fixture.connections.create(member, input({ apiKey: key }));
    const notFound = { code: 'NOT_FOUND' };
    const { connections } = fixture;
    expect(await connections.list(owner)).toEqual([]);
    const tested = connections.test(
      owner,
      { providerId: 'http', settings: {}, connectionId },
      undefined,
    );
    await expect(tested).rejects.toMatchObject(notFound);
    await expect(connections.update(owner, { connectionId })).rejects.toMatchObject(notFound);
    await expect(connections.remove(owner, connectionId)).rejects.toMatchObject(notFound);
    await expect(connections.remove(owner, createId())).rejects.toMatchObject(notFound);
  });

  it('that is shared can be used but neither changed nor looked into', async () => {
    const shared = await fixture.connections.create(owner, input({ apiKey: key }, true));
    const { connections } = fixture;
    const [seen] = await connections.list(member);
    expect(seen).toMatchObject({ id: shared.id, canEdit: false, settings: {}, secrets: {} });
    const notPermitted = { code: 'NOT_PERMITTED' };
    const change = { connectionId: shared.id, name: 'Theirs' };
    await expect(connections.update(member, change)).rejects.toMatchObject(notPermitted);
    await expect(connections.remove(member, shared.id)).rejects.toMatchObject(notPermitted);
    const test = { providerId: 'http', settings: {}, connectionId: shared.id };
    await expect(connections.test(member, test, undefined)).rejects.toMatchObject(notPermitted);
    const admin = await fixture.addUser('admin');
    expect(await connections.update(admin, change)).toMatchObject({ name: 'Theirs' });
  });
});

describe('a changed connection', () => {
  it('keeps a secret that is left out and loses one that is null', async () => {
    const server = await fixture.addServer();
    const settings = { baseUrl: server.baseUrl, apiKey: key };
    const { id: connectionId } = await fixture.connections.create(owner, input(settings));
    fixture.clock.advance(1000);
    const kept = await fixture.connections.update(owner, {
      connectionId,
      settings: { baseUrl: `${server.baseUrl}/v1`, apiKey: '' },
    });
    expect(kept.secrets.apiKey?.getTime()).toBe(fixture.clock.now().getTime() - 1000);
    const removed = await fixture.connections.update(owner, {
      connectionId,
      settings: { baseUrl: server.baseUrl, apiKey: null },
    });
    expect(removed.secrets.apiKey).toBeNull();
    await fixture.models.refresh(owner, connectionId);
    expect(server.script.keys.at(-1)).toBeUndefined();
  });

  it.each([
    ['host', 'https://evil.example'],
    ['port', 'https://models.example:8443'],
    ['scheme', 'http://models.example'],
  ])('never takes a stored key to another %s', async (_, baseUrl) => {
    const { connections } = fixture;
    const { id: connectionId } = await connections.create(member, input({ apiKey: key }));
    const refused = {
      code: 'VALIDATION_FAILED',
      fieldErrors: { apiKey: [expect.stringContaining('Enter the key again')] },
    };
    const settings = { baseUrl, second: 'other-secret' };
    await expect(connections.update(member, { connectionId, settings })).rejects.toMatchObject(
      refused,
    );
    const test = { providerId: 'http', connectionId, settings };
    await expect(connections.test(member, test, undefined)).rejects.toMatchObject(refused);
    const entered = { ...settings, apiKey: 'a-new-key' };
    expect(await connections.update(member, { connectionId, settings: entered })).toMatchObject({
      settings: { baseUrl },
    });
  });

  it('needs no readable old key to get a new one', async () => {
    const { id: connectionId } = await fixture.connections.create(member, input({ apiKey: key }));
    const damaged = { secrets: 'v1.AAAA' };
    await fixture.orm.em.fork().nativeUpdate(ConnectionEntity, { id: connectionId }, damaged);
    const rename = { connectionId, settings: { baseUrl: 'https://models.example' } };
    await expect(fixture.connections.update(member, rename)).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
    });
    await fixture.connections.update(member, {
      connectionId,
      settings: { apiKey: 'a-new-key', second: 'another-key' },
    });
    expect(await fixture.models.list(member)).toMatchObject([{ state: 'loading' }]);
  });
});

describe('a test', () => {
  const run = (actor: Actor, settings: Record<string, unknown>) =>
    fixture.connections.test(actor, { providerId: 'http', settings }, undefined);

  it('tells what the server said, and saves nothing', async () => {
    const server = await fixture.addServer(['one', 'two', 'three']);
    const result = await run(owner, { baseUrl: server.baseUrl, apiKey: key });
    expect(result).toMatchObject({ isOk: true, modelCount: 3 });
    expect(server.script.keys).toEqual([`Bearer ${key}`]);
    expect(await fixture.connections.list(owner)).toEqual([]);
    expect(existsSync(join(fixture.dataDirectory, 'plugins', 'http'))).toBe(true);
  });

  it('uses the stored key of the same server', async () => {
    const server = await fixture.addServer();
    const settings = { baseUrl: server.baseUrl };
    const made = await fixture.connections.create(owner, input({ ...settings, apiKey: key }));
    await fixture.models.refresh(owner, made.id);
    const test = { providerId: 'http', connectionId: made.id, settings };
    await fixture.connections.test(owner, test, undefined);
    expect(server.script.keys).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
  });

  it('never shows the key, not even when the server quotes it', async () => {
    const server = await fixture.addServer();
    server.script.answer = (request, response) =>
      response.writeHead(401).end(`wrong key ${request.headers.authorization}`);
    const result = await run(owner, { baseUrl: server.baseUrl, apiKey: key });
    expect(result).toMatchObject({ isOk: false, error: { code: 'provider/unauthorized' } });
    expect(JSON.stringify([result, fixture.lines])).not.toContain(key);
    expect(fixture.lines.join()).toContain('[secret]');
  });

  it('gives up on a server that says nothing', async () => {
    const server = await fixture.addServer();
    server.script.answer = () => {};
    const result = await run(owner, { baseUrl: server.baseUrl });
    expect(result).toMatchObject({ isOk: false, error: { code: 'provider/timeout' } });
  });

  it('reaches this machine for admins only, unless the instance allows it', async () => {
    const server = await fixture.addServer();
    const result = await run(member, { baseUrl: server.baseUrl });
    expect(result).toMatchObject({
      isOk: false,
      error: { code: 'provider/unreachable', message: expect.stringContaining('private network') },
    });
    expect(server.script.keys).toEqual([]);
  });

  it('reports a server that is not there and an answer that is no list', async () => {
    const gone = await fixture.addServer();
    await gone.stop();
    expect(await run(owner, { baseUrl: gone.baseUrl })).toMatchObject({
      error: { code: 'provider/unreachable' },
    });
    const server = await fixture.addServer();
    server.script.answer = (_, response) => response.end('<html>');
    expect(await run(owner, { baseUrl: server.baseUrl })).toMatchObject({
      error: { code: 'CONNECTION_FAILED' },
    });
  });
});

describe('a built-in connection', () => {
  it('is made once, seen by everybody, renamed by admins and removed by nobody', async () => {
    await fixture.start();
    await fixture.start();
    const guest = await fixture.addUser('guest');
    const [seen, ...others] = await fixture.connections.list(guest);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ isBuiltIn: true, name: 'This machine', canEdit: false });
    const connectionId = seen?.id ?? '';
    const { connections } = fixture;
    const renamed = await connections.update(owner, {
      connectionId,
      name: 'Cellar',
      isEnabled: false,
    });
    expect(renamed).toMatchObject({ name: 'Cellar', isEnabled: false, canEdit: true });
    await expect(connections.update(member, { connectionId })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await expect(connections.remove(owner, connectionId)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const unshare = connections.update(owner, { connectionId, isShared: false });
    await expect(unshare).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('people who look', () => {
  it('are told of what they may see, as they may see it', async () => {
    const [ownerTold, memberTold] = [fixture.follow(owner), fixture.follow(member)];
    const shared = await fixture.connections.create(owner, input({}, true));
    await fixture.settled();
    await expect
      .poll(() => memberTold)
      .toContainEqual({
        type: 'connection-changed',
        connection: expect.objectContaining({ id: shared.id, canEdit: false, settings: {} }),
      });
    expect(ownerTold).toContainEqual({
      type: 'connection-changed',
      connection: expect.objectContaining({ id: shared.id, canEdit: true }),
    });
    await fixture.connections.update(owner, { connectionId: shared.id, isShared: false });
    const removed = { type: 'connection-removed', connectionId: shared.id };
    await expect.poll(() => memberTold).toContainEqual(removed);
    expect(ownerTold).not.toContainEqual(removed);
    await fixture.connections.remove(owner, shared.id);
    await expect.poll(() => ownerTold).toContainEqual(removed);
  });
});
