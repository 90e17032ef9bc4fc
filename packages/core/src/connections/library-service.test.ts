import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../users/index.ts';
import { type ConnectionFixture, startConnectionFixture } from './testing/connection-fixture.ts';
import { httpProvider, modelCalled } from './testing/http-provider.ts';
import { catalogueModel, LocalProvider, pullCalled } from './testing/local-provider.ts';

let fixture: ConnectionFixture;
let local: LocalProvider;
let owner: Actor;
let member: Actor;
let connectionId: string;

beforeEach(async () => {
  local = new LocalProvider();
  fixture = await startConnectionFixture({ providers: [local, httpProvider] });
  owner = await fixture.addUser('owner');
  member = await fixture.addUser('member');
  await fixture.start();
  connectionId = (await fixture.connections.list(owner))[0]?.id ?? '';
});
afterEach(() => fixture.stop());

describe('a library', () => {
  it('is seen by those who see its connection', async () => {
    local.catalogue = [catalogueModel('better')];
    local.pulls = [pullCalled('better', 'paused')];
    expect(await fixture.library.get(member, connectionId)).toMatchObject({
      machine: { cores: 2 },
      catalogue: [{ id: 'better' }],
      pulls: [{ id: 'better', state: 'paused' }],
    });
    expect(await fixture.library.listPulls(member)).toHaveLength(1);
  });

  it('is changed by those who manage models only', async () => {
    const { library } = fixture;
    const attempts = [
      library.pull(member, connectionId, 'better'),
      library.pausePull(member, connectionId, 'better'),
      library.cancelPull(member, connectionId, 'better'),
      library.removeModel(member, connectionId, 'better'),
    ];
    for (const attempt of attempts)
      await expect(attempt).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
  });

  it('is missing where the provider has none', async () => {
    const made = await fixture.connections.create(owner, {
      providerId: 'http',
      name: 'Server',
      settings: {},
      isShared: false,
    });
    const notFound = { code: 'NOT_FOUND' };
    await expect(fixture.library.get(owner, made.id)).rejects.toMatchObject(notFound);
    await expect(fixture.library.get(member, made.id)).rejects.toMatchObject(notFound);
  });

  it('knows which fetches there are', async () => {
    await fixture.library.pull(owner, connectionId, 'better');
    const { library } = fixture;
    expect(await library.pausePull(owner, connectionId, 'better')).toMatchObject({
      state: 'paused',
    });
    expect(await library.cancelPull(owner, connectionId, 'better')).toMatchObject({
      state: 'cancelled',
    });
    await expect(library.cancelPull(owner, connectionId, 'other')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lists a model no more once it was removed', async () => {
    local.models = [modelCalled('old')];
    await fixture.models.refresh(owner, connectionId);
    await fixture.library.removeModel(owner, connectionId, 'old');
    expect(await fixture.models.list(owner)).toMatchObject([{ models: [] }]);
    await expect(fixture.library.removeModel(owner, connectionId, 'old')).rejects.toMatchObject({
      code: 'provider/model-not-found',
    });
  });

  it('tells the first-run page what it needs', async () => {
    local.catalogue = [
      catalogueModel('starter', { isStarter: true }),
      { ...catalogueModel('better'), isRecommended: true },
    ];
    local.pulls = [pullCalled('starter', 'running')];
    expect(await fixture.library.starterFacts()).toMatchObject({
      machine: { cores: 2 },
      starter: { id: 'starter' },
      recommended: [{ id: 'better' }],
    });
  });
});

describe('a fetch', () => {
  it('is followed by everybody who sees the connection, and its model appears', async () => {
    await fixture.models.refresh(owner, connectionId);
    const told = fixture.follow(member);
    await fixture.library.pull(owner, connectionId, 'better');
    await expect
      .poll(() => told)
      .toContainEqual({
        type: 'pull-changed',
        connectionId,
        pull: pullCalled('better', 'running'),
      });
    local.models = [modelCalled('better')];
    local.report(pullCalled('better', 'done'));
    await expect
      .poll(() => told)
      .toContainEqual({
        type: 'models-changed',
        models: expect.objectContaining({ models: [modelCalled('better')] }),
      });
    const states = told.flatMap((event) => (event.type === 'pull-changed' ? event.pull.state : []));
    expect(states).toEqual(['running', 'done']);
  });

  it('that reports faster than it can be told is told as it stands', async () => {
    const told = fixture.follow(member);
    await Promise.resolve();
    for (let receivedBytes = 1; receivedBytes <= 500; receivedBytes++) {
      local.report({ ...pullCalled('better', 'running'), receivedBytes });
    }
    await fixture.settled();
    await expect.poll(() => told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(5);
    expect(told.at(-1)).toMatchObject({ pull: { receivedBytes: 500 } });
  });

  it('is not listened to any more once its connection is disabled', async () => {
    expect(local.listenerCount).toBe(1);
    await fixture.connections.update(owner, { connectionId, isEnabled: false });
    await expect.poll(() => local.listenerCount).toBe(0);
    expect(local.closeCount).toBe(local.connectCount);
    await expect(fixture.library.get(owner, connectionId)).rejects.toMatchObject({
      code: 'CONNECTION_DISABLED',
    });
  });
});
