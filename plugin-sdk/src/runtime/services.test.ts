import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineConfig } from '../config/define-config.ts';
import { definePlugin } from '../server/define-plugin.ts';
import type { PluginContext } from '../server/plugin-context.ts';
import { createTestHost, type TestHostOptions } from '../testing/test-host.ts';

const config = defineConfig({
  slug: 'probe',
  version: '1.0.0',
  name: 'Probe',
  author: { name: 'Ada' },
  permissions: {
    storage: { quotaMB: 1 },
    http: { hosts: ['*'] },
    ai: { tokensPerDay: 1_000 },
    events: { hears: ['notes.saved'] },
    schedule: {},
    notify: {},
    conversations: { access: 'read' },
  },
  settings: z.object({ limit: z.number().default(20), name: z.string().optional() }),
  events: { saved: z.object({ id: z.string() }) },
});

const hosts: { close(): void }[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

/** Runs `run` inside a procedure of a real plugin, with its `ctx`. */
async function inside<Value>(
  run: (ctx: PluginContext<typeof config>) => Promise<Value>,
  options: TestHostOptions = {},
) {
  const results: Value[] = [];
  const plugin = definePlugin(config, {
    router: (t) =>
      t.router({
        run: t.procedure.mutation(async ({ ctx }) => {
          results.push(await run(ctx));
        }),
      }),
    jobs: { sync: { every: '15m', run: () => {} } },
  });
  const host = await createTestHost(plugin, options);
  hosts.push(host);
  await host.caller.run();
  return { result: results[0] as Value, ...host };
}

/** A body that never ends, and says when it was left. */
function endless() {
  let isLeft = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10_000)),
    cancel: () => {
      isLeft = true;
    },
  });
  return { respond: () => new Response(body), isLeft: () => isLeft };
}

describe('ctx.http', () => {
  it('streams a body with the pace of its reader, and ends the request when it is cancelled', async () => {
    const { respond, isLeft } = endless();
    const { result } = await inside(
      async ({ http }) => {
        const response = await http.fetch('https://example.com/');
        const reader = response.body?.getReader();
        let bytes = 0;
        while (bytes < 1_000_000) bytes += (await reader?.read())?.value?.length ?? 0;
        await reader?.cancel();
        return bytes;
      },
      { http: respond },
    );
    expect(result).toBeGreaterThanOrEqual(1_000_000);
    await expect.poll(isLeft).toBe(true);
  });

  it('fails with the reason of its signal when it is aborted in mid-body', async () => {
    const { respond, isLeft } = endless();
    const { result } = await inside(
      async ({ http }) => {
        const abort = new AbortController();
        const response = await http.fetch('https://example.com/', { signal: abort.signal });
        const text = response.text().catch((error: unknown) => error);
        abort.abort();
        return text;
      },
      { http: respond },
    );
    expect(result).toMatchObject({ name: 'AbortError' });
    await expect.poll(isLeft).toBe(true);
  });

  it('keeps status, headers and an empty body, and streams a body up', async () => {
    const { result } = await inside(
      async ({ http }) => {
        const body = ReadableStream.from([new Uint8Array([1, 2]), new Uint8Array(100_000)]);
        const response = await http.fetch('https://example.com/', { method: 'PUT', body });
        return {
          status: response.status,
          size: response.headers.get('x-size'),
          body: response.body,
        };
      },
      {
        http: async (request) =>
          new Response(null, {
            status: 204,
            headers: { 'x-size': String((await request.bytes()).length) },
          }),
      },
    );
    expect(result).toEqual({ status: 204, size: '100002', body: null });
  });

  it('sends nothing when it is aborted already', async () => {
    let asked = 0;
    const { result } = await inside(
      ({ http }) =>
        http
          .fetch('https://example.com/', { signal: AbortSignal.abort() })
          .catch((error: unknown) => error),
      {
        http: () => {
          asked++;
          return new Response();
        },
      },
    );
    expect(result).toMatchObject({ name: 'AbortError' });
    expect(asked).toBe(0);
  });
});

describe('ctx.storage', () => {
  it('writes all steps of a transaction or none', async () => {
    const { result, bridges } = await inside(async ({ storage }) => {
      const notes = storage.collection('notes', z.object({ tag: z.string() }), {
        indexes: ['tag'],
      });
      await storage.set('a', 1);
      const revisions = await storage.transaction((transaction) => {
        transaction.check('a', 1);
        transaction.set('a', 2);
        transaction.put(notes, 'n', { tag: 'x' });
        transaction.checkDocument(notes, 'gone', 0);
      });
      const refused = await storage
        .transaction((transaction) => {
          transaction.delete('a');
          transaction.remove(notes, 'n', { ifRevision: 7 });
        })
        .catch((error: unknown) => error);
      return { revisions, refused, count: await notes.count({ tag: { prefix: 'x' } }) };
    });
    expect(result.revisions).toEqual([null, 2, 1, null]);
    expect(result.refused).toMatchObject({ code: 'storage/conflict', details: { operation: 1 } });
    expect(result.count).toBe(1);
    expect(bridges.storage.get('a')?.value).toBe(2);
  });

  it('gives null for nothing, types by schema, and says when kept data no longer fits', async () => {
    const { result } = await inside(async ({ storage }) => {
      await storage.set('count', 3);
      return {
        missing: await storage.get('nothing'),
        typed: await storage.get('count', z.number()),
        wrong: await storage.get('count', z.string()).catch((error: unknown) => error),
      };
    });
    expect(result).toMatchObject({
      missing: null,
      typed: 3,
      wrong: { code: 'storage/invalid-document' },
    });
  });

  it('goes through pages as one list', async () => {
    const { result } = await inside(async ({ storage }) => {
      for (let index = 0; index < 25; index++) await storage.set(`k${index % 10}${index}`, index);
      const keys: string[] = [];
      for await (const { key } of storage.list({ prefix: 'k1', pageSize: 2 })) keys.push(key);
      return keys;
    });
    expect(result).toEqual(['k11', 'k111', 'k121']);
  });

  it('refuses a document that does not fit before it is sent', async () => {
    const { result, bridges } = await inside(async ({ storage }) => {
      const notes = storage.collection('notes', z.object({ text: z.string().max(3) }));
      return notes.put('1', { text: 'long' }).catch((error: unknown) => error);
    });
    expect(result).toMatchObject({ code: 'storage/invalid-document' });
    expect(bridges.storage.usage().documents).toBe(0);
  });
});

describe('the other services', () => {
  it('change settings and read them back', async () => {
    const { result } = await inside(async ({ settings, settingsStore }) => ({
      before: settings,
      after: await settingsStore.update({ limit: 5 }),
      now: await settingsStore.get(),
    }));
    expect(result).toEqual({ before: { limit: 20 }, after: { limit: 5 }, now: { limit: 5 } });
  });

  it('keep state, show, log, start jobs and ask core', async () => {
    const { result, bridges } = await inside(
      async ({ state, notify, log, jobs, core, user }) => {
        await state.set('open', { id: 1 });
        await notify.show({ title: 'Done' });
        log.warn({ cause: new Error('why') }, 'probe.failed');
        log.info({}, 'probe.done');
        await jobs.runNow('sync');
        const list = await core.query('conversation.list', {});
        return { state: await state.get('open', z.object({ id: z.number() })), list, user };
      },
      { core: (path) => ({ path, at: new Date(0) }), user: { id: 'u', name: 'Ada' } },
    );
    expect(result.state).toEqual({ id: 1 });
    expect(result.list).toEqual({ path: 'conversation.list', at: new Date(0) });
    expect(result.user).toEqual({ id: 'u', name: 'Ada' });
    expect(bridges.notifications).toMatchObject([{ title: 'Done', level: 'info' }]);
    expect(bridges.startedJobs).toEqual(['sync']);
    expect(bridges.logged).toMatchObject([
      { level: 'warn', event: 'probe.failed', fields: { cause: { message: 'why' } } },
      { level: 'info', event: 'probe.done' },
    ]);
  });

  it('hear events in order until the loop is left', async () => {
    const { result } = await inside(async ({ events }) => {
      const heard: unknown[] = [];
      const follow = (async () => {
        for await (const { payload } of events.follow('probe.saved')) {
          heard.push(payload);
          if (heard.length === 3) break;
        }
      })();
      // Nobody is told before the host has taken the stream.
      while ((await events.emit('saved', { id: '0' })) === 0) await new Promise(setImmediate);
      await events.emit('saved', { id: '1' });
      await events.emit('saved', { id: '2' });
      await follow;
      return heard;
    });
    expect(result).toEqual([{ id: '0' }, { id: '1' }, { id: '2' }]);
  });
});
