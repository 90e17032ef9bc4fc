import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineConfig } from '../config/define-config.ts';
import { secret } from '../config/secret.ts';
import type { ProviderModel } from '../models/model.ts';
import { ProviderError } from '../models/provider-error.ts';
import { PluginError } from '../plugin-error.ts';
import { definePlugin } from '../server/define-plugin.ts';
import { defineProvider, type ModelConnection } from '../server/model-provider.ts';
import { tool } from '../server/plugin-definition.ts';
import { TRPCError, tracked } from '../server/plugin-trpc.ts';
import { createTestHost, scriptedAnswer, type TestHostOptions } from '../testing/test-host.ts';
import { describePlugin } from './describe-plugin.ts';

const noteSchema = z.object({
  text: z.string(),
  tag: z.string(),
  at: z.date(),
  isPinned: z.boolean().optional(),
});

const config = defineConfig({
  slug: 'notes',
  version: '1.0.0',
  name: 'Notes',
  author: { name: 'Ada' },
  permissions: {
    storage: { quotaMB: 1 },
    http: { hosts: ['api.example.com'] },
    ai: { tokensPerDay: 10_000 },
    secrets: {},
    events: { shares: ['saved'] },
    notify: {},
    conversations: { access: 'write' },
  },
  settings: z.object({ limit: z.number().default(20), token: secret().min(1) }),
  events: { saved: z.object({ id: z.string() }) },
});

let aborted = 0;
let waiting: () => void = () => {};

const plugin = definePlugin(config, {
  router: (t) =>
    t.router({
      notes: t.router({
        add: t.procedure
          .input(z.object({ id: z.string(), note: noteSchema }))
          .mutation(async ({ ctx, input }) => {
            const notes = ctx.storage.collection('notes', noteSchema, { indexes: ['tag', 'at'] });
            await notes.put(input.id, input.note, { ifRevision: 0 });
            return ctx.events.emit('saved', { id: input.id });
          }),
        find: t.procedure
          .meta({ tool: { title: 'Find notes', sideEffects: 'none' }, description: 'Finds notes.' })
          .input(z.object({ tag: z.string(), since: z.date().optional() }))
          .query(async ({ ctx, input }) => {
            const notes = ctx.storage.collection('notes', noteSchema, { indexes: ['tag', 'at'] });
            const found = [];
            const where = {
              tag: input.tag,
              ...(input.since === undefined ? {} : { at: { gte: input.since } }),
            };
            const query = notes.query({ where, orderBy: 'at', pageSize: 1 });
            for await (const { value } of query) found.push(value);
            return found;
          }),
      }),
      settings: t.procedure
        .meta({ probe: true })
        .query(async ({ ctx }) => ({ ...ctx.settings, token: await ctx.secrets.get('token') })),
      refuse: t.procedure.input(z.enum(['plugin', 'trpc', 'bug'])).query(({ input }) => {
        if (input === 'plugin')
          throw new PluginError('notes/full', 'Too many notes.', { retryAfterMs: 5 });
        if (input === 'trpc')
          throw new TRPCError({ code: 'CONFLICT', message: 'Changed meanwhile.' });
        throw new TypeError('x is not a function');
      }),
      count: t.procedure
        .input(z.object({ lastEventId: z.string().optional() }).optional())
        .subscription(async function* ({ input }) {
          for (let id = Number(input?.lastEventId ?? 0) + 1; id <= 5; id++) {
            yield tracked(String(id), { id, at: new Date(id) });
          }
        }),
      hang: t.procedure.query(
        ({ ctx }) =>
          new Promise((_resolve, reject) => {
            waiting();
            ctx.signal.addEventListener('abort', () => {
              aborted++;
              reject(new Error('left'));
            });
          }),
      ),
      fetch: t.procedure.input(z.string()).query(async ({ ctx, input }) => {
        const response = await ctx.http.fetch('https://api.example.com/echo', {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: input,
        });
        return { status: response.status, url: response.url, text: await response.text() };
      }),
      blob: t.procedure.input(z.instanceof(Uint8Array)).mutation(async ({ ctx, input }) => {
        const info = await ctx.storage.blobs.put('a/b.bin', input, { contentType: 'x/y' });
        const open = await ctx.storage.blobs.open('a/b.bin', { offset: 1 });
        const missing = await ctx.storage.blobs.open('gone');
        return { info, bytes: await open?.bytes(), missing };
      }),
      ask: t.procedure
        .input(z.string())
        .query(({ ctx, input }) =>
          ctx.ai.generate({ messages: [{ role: 'user', content: input }] }),
        ),
    }),
  chatTools: {
    shout: tool({
      description: 'Shouts.',
      input: z.object({ text: z.string() }),
      sideEffects: 'none',
      run: ({ text }) => ({ text: text.toUpperCase() }),
    }),
  },
  migrations: [
    {
      to: 2,
      up: async ({ storage }) => {
        await storage.set('two', true);
      },
      down: async ({ storage }) => {
        await storage.delete('two');
      },
    },
    {
      to: 3,
      up: async ({ storage }) => {
        await storage.set('three', await storage.get('two'));
      },
    },
  ],
  hooks: {
    check: () => ['The list is empty.'],
    upgrade: async (ctx, { from }) => {
      await ctx.storage.set('from', from);
    },
  },
});

const hosts: { close(): void }[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});
const start = async (options: TestHostOptions = {}) => {
  const host = await createTestHost(plugin, { secrets: { token: 's3cret' }, ...options });
  hosts.push(host);
  return host;
};

describe('procedures over the border', () => {
  it('keep dates and typed documents', async () => {
    const { caller, bridges } = await start();
    const at = new Date('2026-01-02T03:04:05Z');
    await caller.notes.add({ id: '1', note: { text: 'b', tag: 'x', at } });
    await caller.notes.add({ id: '2', note: { text: 'a', tag: 'x', at: new Date(0) } });
    await caller.notes.add({ id: '3', note: { text: 'c', tag: 'y', at } });
    const found = await caller.notes.find({ tag: 'x' });
    expect(found.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(found[1]?.at).toEqual(at);
    expect(await caller.notes.find({ tag: 'x', since: at })).toHaveLength(1);
    expect(bridges.emitted).toHaveLength(3);
  });

  it('carry a refusal of storage with its code', async () => {
    const { caller } = await start();
    const note = { text: 'a', tag: 'x', at: new Date(0) };
    await caller.notes.add({ id: '1', note });
    await expect(caller.notes.add({ id: '1', note })).rejects.toMatchObject({
      code: 'storage/conflict',
    });
  });

  it('carry Zod issues, tRPC codes and plugin errors', async () => {
    const { caller } = await start();
    const wrong = caller.notes.find({ tag: 1 } as never);
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_REQUEST', issues: [{ path: ['tag'] }] });
    await expect(caller.refuse('plugin')).rejects.toMatchObject({
      code: 'notes/full',
      retryAfterMs: 5,
    });
    await expect(caller.refuse('trpc')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(caller.refuse('bug')).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect((caller as unknown as { nope(): Promise<void> }).nope()).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('see settings without secrets, and secrets by name', async () => {
    const { caller } = await start({ settings: { limit: 3 } });
    expect(await caller.settings()).toEqual({ limit: 3, token: 's3cret' });
  });

  it('are refused what was not granted', async () => {
    const { caller } = await start({ grants: [] });
    await expect(caller.settings()).rejects.toMatchObject({
      code: 'permission/not-granted',
      details: { permission: 'secrets' },
    });
  });

  it('end when the caller leaves', async () => {
    const { peer } = await start();
    const before = aborted;
    const leave = new AbortController();
    const isWaiting = new Promise<void>((resolve) => {
      waiting = resolve;
    });
    const context = { user: { id: 'a', name: 'A' }, installationId: 'i', settings: {} };
    const params = { path: 'hang', type: 'query', input: null, lastEventId: null, context };
    const asked = peer.request('procedure.call', params, { signal: leave.signal });
    await isWaiting;
    leave.abort();
    await expect(asked).rejects.toMatchObject({ code: 'rpc/cancelled' });
    await expect.poll(() => aborted).toBe(before + 1);
  });

  it('describe themselves', async () => {
    const { summary } = await start();
    expect(summary).toMatchObject({ protocol: 1, dataVersion: 3, hooks: ['check', 'upgrade'] });
    expect(summary.tools).toEqual(['shout', 'notes_find']);
    const find = summary.procedures.find(({ path }) => path === 'settings');
    expect(find).toMatchObject({ type: 'query', input: null, isProbe: true });
    expect(describePlugin(plugin)).toMatchObject({ dataVersion: 3, canDowngradeTo: [] });
  });
});

describe('subscriptions over the border', () => {
  it('give ids, and go on after the one that was seen', async () => {
    const { follow, caller } = await start();
    const all = [];
    for await (const item of follow('count')) all.push(item);
    expect(all.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
    expect(all[0]?.data).toEqual({ id: 1, at: new Date(1) });
    const rest = [];
    for await (const { id } of follow('count', undefined, '3')) rest.push(id);
    expect(rest).toEqual(['4', '5']);
    const seen = [];
    for await (const item of await caller.count()) seen.push(item);
    expect(seen).toHaveLength(5);
  });
});

describe('bridges', () => {
  it('fetch through the host with a streamed body', async () => {
    const { caller } = await start({
      http: async (request) =>
        new Response(`${request.method} ${await request.text()}`, { status: 201 }),
    });
    expect(await caller.fetch('short')).toMatchObject({ text: 'POST short' });
    const text = 'long '.repeat(400_000);
    expect(await caller.fetch(text)).toEqual({
      status: 201,
      url: 'https://api.example.com/echo',
      text: `POST ${text}`,
    });
  });

  it('carry blobs as bytes', async () => {
    const { caller } = await start();
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
    const result = await caller.blob(bytes);
    expect(result.info).toMatchObject({ name: 'a/b.bin', contentType: 'x/y', sizeBytes: 200_000 });
    expect(result.bytes).toEqual(bytes.subarray(1));
    expect(result.missing).toBeNull();
  });

  it('refuse a write over the quota and keep what was', async () => {
    const { caller, bridges } = await start();
    await expect(caller.blob(new Uint8Array(2 * 1024 * 1024))).rejects.toMatchObject({
      code: 'storage/quota-exceeded',
    });
    expect(bridges.storage.usage()).toMatchObject({ usedBytes: 0, blobs: 0 });
  });

  it('stream answers of a model', async () => {
    const { caller } = await start({ ai: () => scriptedAnswer('Knock knock.') });
    expect(await caller.ask('joke')).toBe('Knock knock.');
  });
});

describe('tools, hooks and migrations', () => {
  it('run with checked input', async () => {
    const { runTool, caller } = await start();
    expect(await runTool('shout', { text: 'hi' })).toEqual({ text: 'HI' });
    await expect(runTool('shout', {})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await caller.notes.add({ id: '1', note: { text: 'b', tag: 'x', at: new Date(0) } });
    expect(await runTool('notes_find', { tag: 'x' })).toMatchObject([{ text: 'b' }]);
    await expect(runTool('toString', {})).rejects.toMatchObject({ code: 'tools/unknown' });
  });

  it('report problems and keep what they did', async () => {
    const { runHook, bridges } = await start();
    expect(await runHook('check')).toEqual(['The list is empty.']);
    expect(await runHook('upgrade', { from: '0.9.0' })).toEqual([]);
    expect(bridges.storage.get('from')?.value).toBe('0.9.0');
    expect(await runHook('disable')).toEqual([]);
  });

  it('go up in order and down where they can', async () => {
    const { migrate, bridges } = await start();
    await migrate(1, 3);
    expect(bridges.storage.get('three')?.value).toBe(true);
    await migrate(2, 1);
    expect(bridges.storage.get('two')).toBeNull();
    await expect(migrate(3, 1)).rejects.toMatchObject({ code: 'plugin/no-downgrade' });
  });
});

describe('model providers over the border', () => {
  let closed = 0;
  const provider = defineProvider({
    id: 'echo',
    name: 'Echo',
    description: 'Says it again.',
    icon: 'cpu',
    settings: z.object({ baseUrl: z.url() }),
    presets: [],
    isBuiltIn: false,
    connect: ({ baseUrl }, { fetch }): ModelConnection => ({
      destination: new URL(baseUrl).hostname,
      listModels: async (signal) => {
        const response = await fetch(`${baseUrl}/models`, { signal });
        return (await response.json()) as ProviderModel[];
      },
      test: async () => {
        throw new ProviderError('provider/unauthorized', 'The key was refused.');
      },
      async *streamChat({ messages }, signal) {
        for (const delta of messages[0]?.content ?? '') yield { type: 'text-delta', delta };
        await new Promise<void>((resolve) => {
          if (messages.length === 1) resolve();
          signal.addEventListener('abort', () => resolve());
        });
        if (!signal.aborted) yield* scriptedAnswer('!');
      },
      close: async () => {
        closed++;
      },
    }),
  });
  const provided = definePlugin(config, { providers: [provider] });

  const connect = async () => {
    const host = await createTestHost(provided, {
      http: (request) => Response.json([{ id: request.url }]),
    });
    hosts.push(host);
    const params = { providerId: 'echo', settings: { baseUrl: 'https://models.example.com' } };
    const stream = host.peer.stream('provider.connect', params);
    const { value } = await stream.next();
    const { connection } = value as { connection: number };
    return { ...host, stream, opened: value, connection };
  };

  it('open, answer and close with their stream', async () => {
    const { peer, stream, opened, connection } = await connect();
    expect(opened).toMatchObject({
      destination: 'models.example.com',
      hasTokenCounter: false,
      hasLibrary: false,
    });
    const models = await peer.request('provider.call', {
      connection,
      method: 'listModels',
      args: [],
    });
    expect(models).toEqual([{ id: 'https://models.example.com/models' }]);
    const test = peer.request('provider.call', { connection, method: 'test', args: [] });
    await expect(test).rejects.toMatchObject({ code: 'provider/unauthorized' });
    const before = closed;
    await stream.return();
    await expect.poll(() => closed).toBe(before + 1);
    const late = peer.request('provider.call', { connection, method: 'listModels', args: [] });
    await expect(late).rejects.toMatchObject({ code: 'provider/bad-request' });
  });

  it('send all parts of one tick as one item', async () => {
    const { peer, connection } = await connect();
    const request = { modelId: 'm', messages: [{ role: 'user', content: 'x'.repeat(50) }] };
    const args = [{ ...request, parameters: {}, isContinuation: false }];
    const batches: unknown[][] = [];
    for await (const parts of peer.stream('provider.call', {
      connection,
      method: 'streamChat',
      args,
    })) {
      batches.push(parts as unknown[]);
    }
    expect(batches.flat()).toHaveLength(52);
    expect(batches.length).toBeLessThanOrEqual(3);
    expect(batches.flat().at(-1)).toMatchObject({ type: 'finish' });
  });

  it('stop when the reader leaves', async () => {
    const { peer, connection } = await connect();
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
    ];
    const args = [{ modelId: 'm', messages, parameters: {}, isContinuation: false }];
    for await (const _parts of peer.stream('provider.call', {
      connection,
      method: 'streamChat',
      args,
    }))
      break;
    await expect.poll(() => peer.openRequests).toBe(1);
  });
});
