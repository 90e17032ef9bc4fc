import { request as httpRequest } from 'node:http';
import type { InstalledPlugin, PluginOperation } from '@braindrive/contracts';
import type { TRPCUntypedClient } from '@trpc/client';
import { getUntypedClient } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient, owner } from './support/client.ts';
import { countingPlugin } from './support/counting-plugin.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';

interface Tick {
  readonly tick: number;
  readonly version: string;
}

let host: HostProcess;
let ada: Client;
let bob: Client;

const untyped = ({ trpc }: Client) => getUntypedClient(trpc) as unknown as TRPCUntypedClient<never>;
const ask = (client: Client, path: string, input?: unknown): Promise<unknown> =>
  untyped(client).query(`plugins.notes.${path}`, input);
const change = (client: Client, path: string): Promise<unknown> =>
  untyped(client).mutation(`plugins.notes.${path}`);

const send = (client: Client, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(host.url + path, { ...init, headers: { cookie: client.cookie(), ...init.headers } });

async function install(client: Client, version: string): Promise<PluginOperation> {
  const response = await send(
    client,
    '/api/plugins/install?fileName=notes.tgz&acceptsPermissions=true',
    {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(countingPlugin(version)),
    },
  );
  const operation = (await response.json()) as PluginOperation;
  expect(operation).toMatchObject({ state: 'done', error: null });
  return operation;
}

/** Items of the plugin's subscription, until there are `count` or `isEnough` says so. */
function follow(client: Client, isEnough: (items: readonly Tick[]) => boolean): Promise<Tick[]> {
  return new Promise((resolve, reject) => {
    const items: Tick[] = [];
    const subscription = untyped(client).subscription('plugins.notes.ticks', undefined, {
      onData: (item) => {
        items.push((item as { data: Tick }).data);
        if (!isEnough(items)) return;
        subscription.unsubscribe();
        resolve(items);
      },
      onError: reject,
    });
  });
}

async function eventually<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

beforeAll(async () => {
  host = await startHostProcess();
  ada = createClient(host.url);
  bob = createClient(host.url);
  await ada.trpc.account.register.mutate(owner);
  const { token } = await ada.trpc.invitation.create.mutate({ role: 'member' });
  await bob.trpc.account.register.mutate({
    name: 'Bob',
    email: 'bob@home.example',
    password: 'correct horse battery',
    invitationToken: token,
  });
});
afterAll(async () => {
  await Promise.all([ada?.close(), bob?.close()]);
  await host?.remove();
});

describe('plugins of two people', () => {
  it('are two versions on one endpoint, and nobody has what they did not install', async () => {
    await expect(ask(ada, 'version')).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
    await install(ada, '1.0.0');
    await expect(ask(bob, 'version')).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
    await install(bob, '1.0.1');

    expect(await ask(ada, 'version')).toBe('1.0.0');
    expect(await ask(bob, 'version')).toBe('1.0.1');
    expect(await change(ada, 'add')).toBe(1);
    expect(await ask(bob, 'count')).toBe(0);
  });

  it('answer values that JSON does not know, and errors in the plugin’s own words', async () => {
    const input = { text: 'a', at: new Date(5), tags: new Set(['b']) };
    expect(await ask(ada, 'echo', input)).toEqual(input);
    await expect(ask(ada, 'full')).rejects.toMatchObject({
      message: 'There is no room for another note.',
      data: { domainCode: 'PLUGIN_FAILED', plugin: { code: 'notes/full' } },
    });
  });

  it('are in the REST API and the OpenAPI document of their owner', async () => {
    expect(await (await send(ada, '/api/v1/plugins/notes/version')).json()).toBe('1.0.0');
    const echo = await send(ada, '/api/v1/plugins/notes/echo?text=hello');
    expect(await echo.json()).toEqual({ text: 'hello' });
    expect((await send(ada, '/api/v1/plugins/notes/echo')).status).toBe(400);
    expect((await fetch(`${host.url}/api/v1/plugins/notes/version`)).status).toBe(404);

    const pathsFor = async (response: Promise<Response>) =>
      Object.keys(((await (await response).json()) as { paths: object }).paths);
    expect(await pathsFor(send(ada, '/api/v1/openapi.json'))).toContain('/plugins/notes/echo');
    const anonymous = await pathsFor(fetch(`${host.url}/api/v1/openapi.json`));
    expect(anonymous).not.toContain('/plugins/notes/echo');
    expect(anonymous).toContain('/plugins/{slug}/install');
  });

  it('are managed by the universal lifecycle API', async () => {
    const post = (path: string) => send(bob, `/api/plugins/notes/${path}`, { method: 'POST' });
    const state = async (response: Promise<Response>) =>
      ((await (await response).json()) as InstalledPlugin).state;
    expect(await state(send(bob, '/api/plugins/notes/status'))).toBe('enabled');
    expect(await state(post('disable'))).toBe('disabled');
    await expect(ask(bob, 'version')).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
    expect(await state(post('enable'))).toBe('enabled');
    expect(await ask(bob, 'version')).toBe('1.0.1');
    expect((await send(bob, '/api/plugins/other/status')).status).toBe(404);
    expect((await fetch(`${host.url}/api/plugins/notes/status`)).status).toBe(401);
  });
});

describe('a socket that is open', () => {
  it('serves a plugin that is installed later, and goes on over upgrades without a gap', async () => {
    const early = new Promise<void>((resolve) => {
      const events = ada.trpc.event.follow.subscribe(undefined, {
        onStarted: () => {
          resolve();
          setTimeout(() => events.unsubscribe(), 20_000).unref();
        },
      });
    });
    await early;
    await install(ada, '1.1.0');
    let isUpgraded = false;
    const items = await follow(ada, (seen) => {
      if (seen.length === 5 && !isUpgraded) {
        isUpgraded = true;
        void install(ada, '1.1.1');
      }
      return seen.filter(({ version }) => version === '1.1.1').length > 4;
    });
    expect(items.map(({ tick }) => tick)).toEqual(items.map((_, index) => index + 1));
    expect(new Set(items.map(({ version }) => version))).toEqual(new Set(['1.1.0', '1.1.1']));
  });

  it('tells why a subscription ends when the plugin is turned off', async () => {
    const ended = follow(bob, (seen) => {
      if (seen.length === 3) void bob.trpc.plugin.disable.mutate({ slug: 'notes' });
      return false;
    });
    await expect(ended).rejects.toMatchObject({ data: { domainCode: 'PLUGIN_DISABLED' } });
    await bob.trpc.plugin.enable.mutate({ slug: 'notes' });
  });
});

describe('a plugin that dies in the middle of a batch', () => {
  it('fails its own calls only, and answers again soon', async () => {
    await ask(ada, 'version');
    const paths = ['plugins.notes.wait', 'plugins.notes.crash', 'instance.status', 'account.me'];
    const response = await send(ada, `/trpc/${paths.join(',')}?batch=1&input=%7B%7D`);
    const answers = (await response.json()) as {
      error?: { json: { data: { domainCode: string } } };
    }[];
    expect(answers.map(({ error }) => error?.json.data.domainCode ?? 'ok')).toEqual([
      'PLUGIN_NOT_RUNNING',
      'PLUGIN_NOT_RUNNING',
      'ok',
      'ok',
    ]);
    expect(await eventually(() => ask(ada, 'version'))).toBe('1.1.1');
  });
});

describe('upgrades under load', () => {
  it('fail no call, and lose no change', { timeout: 120_000 }, async () => {
    const upgrades = 6;
    const before = Number(await ask(ada, 'count'));
    let isOver = false;
    let calls = 0;
    let changes = 0;
    const failures: unknown[] = [];
    const run = async (worker: number) => {
      while (!isOver) {
        try {
          if (worker === 0) {
            await change(ada, 'add');
            changes += 1;
          } else await ask(ada, 'version');
          calls += 1;
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const load = Array.from({ length: 8 }, (_, worker) => run(worker));
    for (let upgrade = 1; upgrade <= upgrades; upgrade++) {
      await install(ada, `1.2.${upgrade}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    isOver = true;
    await Promise.all(load);

    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThan(1_000);
    expect(await ask(ada, 'version')).toBe(`1.2.${upgrades}`);
    expect(await ask(ada, 'count')).toBe(before + changes);
  });
});

describe('the files of a plugin', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${host.url}${path}`, { headers });
  /** As written: `fetch` would tidy dots away, and asks around caches. */
  const statusOf = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(host.url);
      httpRequest({ hostname, port, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  const baseUrlOf = async () => {
    const status = await send(bob, '/api/plugins/notes/status');
    return ((await status.json()) as InstalledPlugin).ui?.baseUrl ?? '';
  };

  it('never change, are compressed, and are read without a session', async () => {
    const base = await baseUrlOf();
    const entry = await get(`${base}ui/remoteEntry.js`, { 'accept-encoding': 'br' });
    expect(entry.status).toBe(200);
    expect(Object.fromEntries(entry.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
    expect(await entry.text()).toContain("version = '1.0.1'");
    const etag = entry.headers.get('etag') ?? '';
    expect(await statusOf(`${base}ui/remoteEntry.js`, { 'if-none-match': etag })).toBe(304);
  });

  it('are served as far as they are for browsers, and nothing else is', async () => {
    const base = await baseUrlOf();
    const refused = [
      `${base}server/index.mjs`,
      `${base}plugin.json`,
      `${base}ui/missing.js`,
      `${base}ui/../server/index.mjs`,
      `${base}ui/..%2fserver%2findex.mjs`,
      `${base}%2e%2e/%2e%2e/%2e%2e/etc/passwd`,
      '/plugins/notes/1.0.1-000000000000/ui/remoteEntry.js',
    ];
    for (const path of refused) {
      const status = await statusOf(path);
      expect(status, path).toBe(404);
    }
  });

  it('come with a page for frames that has no origin', async () => {
    const page = await get(`${await baseUrlOf()}frame.html`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain('sandbox allow-scripts');
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'none'");
  });
});
