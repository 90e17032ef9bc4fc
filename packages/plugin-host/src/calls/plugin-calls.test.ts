import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, permissionsOf } from '@braindrive/core';
import { PluginError } from '@braindrive/plugin-sdk';
import { RpcError, rpcCodes, rpcError } from '@braindrive/plugin-sdk/protocol';
import superjson from 'superjson';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MutationGate } from './mutation-gate.ts';
import { PluginCalls } from './plugin-calls.ts';
import { ProcedureCatalogue } from './procedure-catalogue.ts';
import { ScriptedSessions, ScriptedTargets, targetOf } from './testing/scripted-sessions.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const ada: Actor = {
  userId: 'ada',
  role: 'member',
  permissions: permissionsOf('member'),
  via: 'session',
  sessionId: null,
  scopes: null,
};
const never = new AbortController().signal;

let directory: string;
let sessions: ScriptedSessions;
let targets: ScriptedTargets;
let counts: [string, boolean][];
let calls: PluginCalls;

const create = () =>
  new PluginCalls({
    targets,
    sessions,
    catalogue: new ProcedureCatalogue({ directory, sessions, log }),
    counter: { add: (installationId, isFailed) => counts.push([installationId, isFailed]) },
    log,
    gate: new MutationGate({ maxWaitMs: 50 }),
  });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plugin-procedures-'));
  sessions = new ScriptedSessions();
  targets = new ScriptedTargets();
  counts = [];
  calls = create();
});
afterEach(() => rm(directory, { recursive: true }));

const query = (path: string, input?: unknown) =>
  calls.call(ada, 'notes', { path, type: 'query' }, input, never);
const mutate = (path: string) =>
  calls.call(ada, 'notes', { path, type: 'mutation' }, undefined, never);

describe('a call', () => {
  it('reaches the version that the person has, with their settings and grants', async () => {
    const seen: unknown[] = [];
    sessions.add('one', {
      answer: (params, { caller }) => {
        seen.push(params, caller);
        return { at: new Date(5), input: superjson.deserialize(params.input as never) };
      },
    });
    targets.set(targetOf('one'));

    const answer = await query('items.list', { since: new Date(1) });

    expect(answer).toEqual({ at: new Date(5), input: { since: new Date(1) } });
    expect(seen).toMatchObject([
      { path: 'items.list', type: 'query', context: { settings: { color: 'red' } } },
      { ownerId: 'ada', grants: { storage: { quotaMB: 1 } }, purpose: { kind: 'call' } },
    ]);
    expect(counts).toEqual([['installation-1', false]]);
  });

  it('tells the plugin an id of the person that is not theirs elsewhere', async () => {
    let id = '';
    sessions.add('one', {
      answer: ({ context }) => {
        id = context.user.id;
      },
    });
    targets.set(targetOf('one'));
    await query('who');
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(id).not.toContain('ada');
  });

  it('is refused for a plugin that is off, and for one that the person does not have', async () => {
    await expect(query('items.list')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    targets.set(targetOf('one', { isEnabled: false }));
    await expect(query('items.list')).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
  });

  it('is asked once more when the version was swapped before it was taken', async () => {
    sessions.add('one', {});
    sessions.add('two', { answer: () => 'two' });
    sessions.leave('one');
    targets.set(targetOf('one'));
    const acquire = sessions.acquire.bind(sessions);
    sessions.acquire = async (plugin) => {
      const session = await acquire(plugin);
      if (plugin.digest === 'one') targets.set(targetOf('two'));
      return session;
    };
    expect(await query('version')).toBe('two');
    expect(counts).toEqual([['installation-1', false]]);
  });

  it('is not asked again when the process died over it', async () => {
    let asked = 0;
    sessions.add('one', {
      answer: () => {
        asked += 1;
        throw rpcError(rpcCodes.closed, 'The plugin stopped.');
      },
    });
    targets.set(targetOf('one'));
    await expect(query('crash')).rejects.toMatchObject({ code: 'PLUGIN_NOT_RUNNING' });
    expect(asked).toBe(1);
    expect(counts).toEqual([['installation-1', true]]);
  });

  it('passes on what the plugin refused, and keeps to the log what it did not foresee', async () => {
    const errors = [
      new PluginError('notes/full', 'There are three already.', { details: { max: 3 } }),
      new RpcError({
        code: 'BAD_REQUEST',
        message: 'Does not fit.',
        details: null,
        retryAfterMs: null,
        issues: [{ path: ['title'], message: 'Too short.' }],
      }),
      rpcError(rpcCodes.internal, 'secret path /home/ada'),
    ];
    sessions.add('one', {
      answer: () => {
        throw errors.shift();
      },
    });
    targets.set(targetOf('one'));

    await expect(query('add')).rejects.toMatchObject({
      message: 'There are three already.',
      failure: { code: 'notes/full', details: { max: 3 } },
    });
    await expect(query('add')).rejects.toMatchObject({
      failure: { code: 'BAD_REQUEST', issues: [{ path: ['title'] }] },
      fieldErrors: { title: ['Too short.'] },
    });
    await expect(query('add')).rejects.toMatchObject({
      message: 'Notes failed. Its log in the plugin manager says why.',
    });
    expect(counts.map(([, isFailed]) => isFailed)).toEqual([false, false, true]);
  });
});

describe('an upgrade under way', () => {
  it('holds mutations until it is over and lets queries pass', async () => {
    sessions.add('one', { answer: ({ type }) => type });
    targets.set(targetOf('one'));
    const hold = calls.hold('ada', 'notes');
    await hold.quiet;
    const order: string[] = [];
    const mutation = mutate('add').then(() => order.push('mutation'));
    await query('list').then(() => order.push('query'));
    order.push('release');
    hold.release();
    await mutation;
    expect(order).toEqual(['query', 'release', 'mutation']);
  });

  it('waits for the mutations that run already', async () => {
    const gate = Promise.withResolvers<void>();
    sessions.add('one', { answer: () => gate.promise });
    targets.set(targetOf('one'));
    const running = mutate('add');
    await new Promise((resolve) => setImmediate(resolve));
    const hold = calls.hold('ada', 'notes');
    let isQuiet = false;
    const quiet = hold.quiet.then(() => {
      isQuiet = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isQuiet).toBe(false);
    gate.resolve();
    await Promise.all([running, quiet]);
    hold.release();
  });

  it('does not hold them for ever, nor those of other people', async () => {
    sessions.add('one', { answer: () => 'done' });
    targets.set(targetOf('one'));
    const hold = calls.hold('ada', 'notes');
    await expect(mutate('add')).rejects.toMatchObject({ code: 'PLUGIN_BUSY' });
    hold.release();
    expect(await mutate('add')).toBe('done');
  });
});

describe('a subscription', () => {
  async function collect(count: number, onItem: (item: unknown) => void = () => {}) {
    const abort = new AbortController();
    const items: unknown[] = [];
    const options = { lastEventId: null, signal: abort.signal };
    for await (const item of calls.subscribe(ada, 'notes', 'ticks', undefined, options)) {
      items.push(item.data);
      onItem(item.data);
      if (items.length === count) break;
    }
    abort.abort();
    return items;
  }
  const counting = (label: string) => ({
    items: async function* ({ lastEventId }: { lastEventId: string | null }, signal: AbortSignal) {
      for (let tick = Number(lastEventId ?? 0) + 1; !signal.aborted; tick++) {
        yield { id: String(tick), data: superjson.serialize(`${label}${tick}`) };
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  });

  it('goes on after the last item when the plugin is upgraded', async () => {
    sessions.add('one', counting('one-'));
    sessions.add('two', counting('two-'));
    targets.set(targetOf('one'));
    const items = await collect(6, (item) => {
      if (item === 'one-3') targets.set(targetOf('two'));
    });
    expect(items.slice(0, 3)).toEqual(['one-1', 'one-2', 'one-3']);
    expect(items.at(-1)).toMatch(/^two-/);
    const ticks = items.map((item) => Number(String(item).split('-')[1]));
    expect(ticks).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('goes on when its process died', async () => {
    sessions.add('one', counting(''));
    targets.set(targetOf('one'));
    const items = await collect(4, (item) => {
      if (item === '2') sessions.kill('one');
    });
    expect(items).toEqual(['1', '2', '3', '4']);
    expect(sessions.starts).toBe(2);
  });

  it('ends with a reason when the plugin is turned off or removed', async () => {
    sessions.add('one', counting(''));
    targets.set(targetOf('one'));
    const off = collect(100_000, (item) => {
      if (item === '2') targets.set(targetOf('one', { isEnabled: false }));
    });
    await expect(off).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
  });
});

describe('the procedures of a plugin', () => {
  const procedure = (path: string) => ({
    path,
    type: 'query' as const,
    input: null,
    output: null,
    tool: null,
    isProbe: false,
  });

  it('are known without a start once they were asked for', async () => {
    sessions.add('one', { procedures: [procedure('items.list')] });
    targets.set(targetOf('one'));
    expect(await calls.procedures('ada')).toMatchObject([
      { slug: 'notes', procedures: [{ path: 'items.list' }] },
    ]);
    calls = create();
    await calls.procedures('ada');
    expect(sessions.starts).toBe(1);
  });

  it('leave out paths that a router cannot hold', async () => {
    const paths = ['then', 'a.__proto__', 'ok', 'items', 'items.list', 'a..b', 'ok'];
    sessions.add('one', { procedures: paths.map(procedure) });
    targets.set(targetOf('one'));
    const [plugin] = await calls.procedures('ada');
    expect(plugin?.procedures.map(({ path }) => path)).toEqual(['ok', 'items.list']);
  });
});
