import { PluginCallError } from '@braindrive/plugin-host';
import { type AnyRouter, callTRPCProcedure, isTrackedEnvelope } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { ScriptedCalls, type ScriptedPlugin, scriptedPlugins } from './testing/scripted-plugins.ts';
import { createTestApi, type Person, type TestApi } from './testing/test-api.ts';
import { UserRouters } from './user-routers.ts';

const notes = (version: number, more: ScriptedPlugin['procedures'] = {}): ScriptedPlugin => ({
  slug: 'notes',
  digest: String(version).repeat(64).slice(0, 64),
  procedures: {
    version: { type: 'query', run: () => version },
    'items.add': { type: 'mutation', run: (input) => ({ added: input }) },
    ...more,
  },
});

describe('routers of people', () => {
  let api: TestApi;
  let ada: Person;
  let bob: Person;
  let calls: ScriptedCalls;
  let routers: UserRouters;

  beforeAll(async () => {
    api = await createTestApi();
    ada = await api.join('Ada');
    bob = await api.join('Bob', 'member');
    calls = new ScriptedCalls();
    routers = new UserRouters(calls);
  });
  afterAll(() => api.close());

  const contextOf = (person: Person | null): Context => ({
    services: api.services,
    plugins: scriptedPlugins(calls),
    actor: person?.actor ?? null,
    origin: { address: '192.0.2.7', userAgent: null },
    requestId: 'request',
    setSessionCookie: null,
    log: { error() {} },
  });
  const call = (
    router: AnyRouter,
    person: Person | null,
    path: string,
    type: 'query' | 'mutation' | 'subscription' = 'query',
    input?: unknown,
  ) =>
    callTRPCProcedure({
      router,
      path,
      type,
      ctx: contextOf(person),
      getRawInput: async () => input,
      signal: undefined,
      batchIndex: 0,
    });
  const liveOf = (person: Person | null) => routers.live(() => person?.actor.userId ?? null);

  it('give two people two versions of one plugin on one endpoint', async () => {
    calls.give(ada.actor.userId, [notes(1)]);
    calls.give(bob.actor.userId, [notes(2)]);

    expect(await call(liveOf(ada), ada, 'plugins.notes.version')).toBe(1);
    expect(await call(liveOf(bob), bob, 'plugins.notes.version')).toBe(2);
  });

  it('hand inputs on untouched and answer at nested paths', async () => {
    calls.give(ada.actor.userId, [notes(1)]);
    const input = { at: new Date(0), tags: new Set(['a']) };

    expect(await call(liveOf(ada), ada, 'plugins.notes.items.add', 'mutation', input)).toEqual({
      added: input,
    });
  });

  it('know a plugin that was installed after the router was taken', async () => {
    calls.give(ada.actor.userId, []);
    const router = liveOf(ada);
    await expect(call(router, ada, 'plugins.notes.version')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });

    calls.give(ada.actor.userId, [notes(3)]);

    expect(await call(router, ada, 'plugins.notes.version')).toBe(3);
  });

  it('forget a plugin that was removed', async () => {
    calls.give(ada.actor.userId, [notes(1)]);
    const router = liveOf(ada);
    await call(router, ada, 'plugins.notes.version');

    calls.give(ada.actor.userId, []);

    await expect(call(router, ada, 'plugins.notes.version')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('keep the core for everybody and plugins from those who are not signed in', async () => {
    expect(await call(liveOf(null), null, 'instance.status')).toMatchObject({ version: '1.2.3' });
    await expect(call(liveOf(null), null, 'plugins.notes.version')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are made once and again after a change only', async () => {
    calls.give(bob.actor.userId, [notes(2)]);
    const before = calls.procedureReads;
    for (let round = 0; round < 5; round++) await call(liveOf(bob), bob, 'plugins.notes.version');
    expect(calls.procedureReads).toBe(before + 1);
  });

  it('let a call of the core pass without asking plugins', async () => {
    calls.give(bob.actor.userId, [notes(2)]);
    const before = calls.procedureReads;
    await call(liveOf(bob), bob, 'instance.status');
    expect(calls.procedureReads).toBe(before);
  });

  it('pass on what a plugin refuses, with its own code and the fields that do not fit', async () => {
    const failure = { code: 'notes/full', details: { max: 3 }, issues: null };
    const refuse = () => {
      throw new PluginCallError('There are three notes already.', failure);
    };
    calls.give(ada.actor.userId, [notes(4, { full: { type: 'query', run: refuse } })]);

    await expect(call(liveOf(ada), ada, 'plugins.notes.full')).rejects.toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
      message: 'There are three notes already.',
      cause: { failure },
    });
  });

  it('use the codes of the transport that a plugin throws', async () => {
    const refuse = () => {
      throw new PluginCallError('No such note.', { code: 'NOT_FOUND', details: {}, issues: null });
    };
    calls.give(ada.actor.userId, [notes(5, { lost: { type: 'query', run: refuse } })]);
    await expect(call(liveOf(ada), ada, 'plugins.notes.lost')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('refuse API keys without the scope', async () => {
    calls.give(ada.actor.userId, [notes(1)]);
    const actor = {
      ...ada.actor,
      via: 'api-key' as const,
      scopes: new Set(['plugins:read'] as const),
    };
    const withKey = { ...ada, actor };

    expect(await call(liveOf(ada), withKey, 'plugins.notes.version')).toBe(1);
    await expect(
      call(liveOf(ada), withKey, 'plugins.notes.items.add', 'mutation'),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('track items of subscriptions and resume after the last one', async () => {
    const seen: unknown[] = [];
    async function* ticks(request: unknown) {
      seen.push(request);
      yield { id: '7', data: { tick: 7 } };
      yield { id: null, data: 'untracked' };
    }
    calls.give(ada.actor.userId, [notes(6, { ticks: { type: 'subscription', run: ticks } })]);

    const items: unknown[] = [];
    const stream = await call(liveOf(ada), ada, 'plugins.notes.ticks', 'subscription', {
      every: 5,
      lastEventId: '6',
    });
    for await (const item of stream as AsyncIterable<unknown>) items.push(item);

    expect(seen).toMatchObject([{ input: { every: 5 }, lastEventId: '6' }]);
    expect(isTrackedEnvelope(items[0])).toBe(true);
    expect(items[1]).toBe('untracked');
  });

  it('say what an input is to REST clients', async () => {
    const input = {
      type: 'object',
      properties: { q: { type: 'string' } },
      required: ['q'],
    } as const;
    calls.give(ada.actor.userId, [
      notes(7, { search: { type: 'query', input, run: (value) => value } }),
    ]);
    const rest = await routers.restFor(ada.actor.userId);

    expect(await call(rest, ada, 'plugins.notes.search', 'query', { q: 'milk' })).toEqual({
      q: 'milk',
    });
    await expect(call(rest, ada, 'plugins.notes.search', 'query', { q: 1 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
