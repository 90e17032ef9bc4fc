import { chmod, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcError, rpcCodes } from '@braindrive/plugin-sdk/protocol';
import { createFakeClock } from '@braindrive/test-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BridgeHandler, BridgeRequest } from '../bridge-handler.ts';
import type { PluginSupervisorPorts } from './plugin-supervisor.ts';
import {
  testCaller as caller,
  createSupervisorFixture,
  type SupervisorFixture,
} from './testing/supervisor-fixture.ts';

// Starting real processes takes as long as the machine likes.
vi.setConfig({ testTimeout: 30_000 });

let fixture: SupervisorFixture;

async function open(ports: Partial<PluginSupervisorPorts> = {}) {
  fixture = await createSupervisorFixture(ports);
  return fixture;
}
afterEach(() => fixture.close());

/** A supervisor and a running plugin that behaves. */
async function openCalm(ports: Partial<PluginSupervisorPorts> = {}) {
  const opened = await open(ports);
  const plugin = await opened.add('calm');
  const session = await opened.supervisor.acquire(plugin);
  return { ...opened, plugin, session };
}

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a plugin process', () => {
  it('starts once for all who ask at the same time', async () => {
    const { supervisor, add } = await open();
    const plugin = await add('calm');
    const states: string[] = [];
    supervisor.onChange(({ facts }) => states.push(facts.runState));
    expect(supervisor.state(plugin.digest)).toBe('idle');
    const sessions = await Promise.all([1, 2, 3].map(() => supervisor.acquire(plugin)));
    const pids = await Promise.all(sessions.map((each) => each.request('pid', null, { caller })));
    expect(new Set(pids).size).toBe(1);
    expect(states).toEqual(['starting', 'running']);
    await vi.waitFor(() => {
      const { memoryBytes, memoryLimitBytes } = supervisor.facts(plugin.digest);
      expect(memoryBytes).toBeGreaterThan(10_000_000);
      expect(memoryLimitBytes).toBe((64 + 128) * 1_048_576);
    });
  });

  it('answers calls and streams, and passes on what it refuses', async () => {
    const { session } = await openCalm();
    expect(session.summary.protocol).toBe(1);
    const text = 'grüß dich 🐙';
    expect(await session.request('echo', { text }, { caller })).toEqual({ text });
    expect(await collect(session.stream('count', { to: 500, ms: 0 }, { caller }))).toHaveLength(
      500,
    );
    await expect(session.request('fail', null, { caller })).rejects.toMatchObject({
      code: 'notes/full',
      message: 'Full.',
    });
  });

  it('sees nothing of the host but the name of its environment', async () => {
    const { session, plugin } = await openCalm({
      environment: { NODE_ENV: 'test', BRAINDRIVE_SECRET_KEY: 'secret' },
    });
    expect(await session.request('environment', null, { caller })).toMatchObject({
      keys: ['NODE_ENV'],
      argv: [],
      cwd: plugin.directory,
    });
  });

  it.runIf(process.getuid?.() === 0)('runs as another user when the host is root', async () => {
    const { supervisor, add } = await open({ identity: { uid: 65_534, gid: 65_534 } });
    const plugin = await add('calm');
    await chmod(plugin.directory, 0o755);
    const session = await supervisor.acquire(plugin);
    expect(await session.request('environment', null, { caller })).toMatchObject({ uid: 65_534 });
  });

  it('gives native plugins a folder and the variables they name, once the owner trusts them', async () => {
    let isTrusted = false;
    const { supervisor, add } = await open({
      isNativeTrusted: async () => isTrusted,
      environment: { HOME: '/home/host', SECRET: 'secret' },
    });
    const plugin = await add('calm', { isNative: true, environment: ['HOME', 'MISSING'] });
    await expect(supervisor.acquire(plugin)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
    isTrusted = true;
    const session = await supervisor.acquire(plugin);
    expect(await session.request('environment', null, { caller })).toMatchObject({
      keys: ['HOME', 'NODE_ENV'],
      cwd: expect.stringMatching(/\/calm$/u),
    });
  });

  it('gives up a call at its deadline, and a stream when nothing comes', async () => {
    const { session } = await openCalm({ limits: { callTimeoutMs: 20, streamIdleTimeoutMs: 20 } });
    await expect(session.request('never', null, { caller })).rejects.toMatchObject({
      code: rpcCodes.timeout,
    });
    const slow = session.stream('count', { to: 2, ms: 5_000 }, { caller });
    await expect(slow.next()).rejects.toMatchObject({ code: rpcCodes.timeout });
    expect(await session.request('wait', { ms: 1 }, { caller, timeoutMs: 1_000 })).toBe('waited');
  });

  it('lets calls beyond the limit wait in line, and refuses when the line is full', async () => {
    const { session } = await openCalm({ limits: { maxOpenCalls: 1, maxWaitingCalls: 2 } });
    const abort = new AbortController();
    const first = session.request('wait', { ms: 50 }, { caller });
    const second = session.request('echo', 2, { caller });
    const third = session.request('echo', 3, { caller, signal: abort.signal });
    await expect(session.request('echo', 4, { caller })).rejects.toMatchObject({
      code: rpcCodes.busy,
    });
    abort.abort();
    await expect(third).rejects.toMatchObject({ code: rpcCodes.cancelled });
    expect(await Promise.all([first, second])).toEqual(['waited', 2]);
    await expect(
      Promise.all([
        session.request('wait', { ms: 100 }, { caller }),
        session.request('echo', 5, { caller, timeoutMs: 10 }),
      ]),
    ).rejects.toMatchObject({ code: rpcCodes.timeout });
  });

  it('prints into the log of its version, with levels', async () => {
    const { session, lines } = await openCalm();
    await session.request('print', { text: 'one\ntwo' }, { caller });
    await vi.waitFor(() =>
      expect(lines).toEqual([
        { level: 'info', event: 'plugin.output', text: 'one' },
        { level: 'info', event: 'plugin.output', text: 'two' },
        { level: 'error', event: 'plugin.output', text: 'bad: one' },
        { level: 'error', event: 'plugin.output', text: 'two' },
      ]),
    );
  });
});

describe('what a plugin asks the host', () => {
  const asked: BridgeRequest[] = [];
  const bridges: BridgeHandler = {
    handle: async (request) => {
      asked.push(request);
      if (request.params === 'broken') throw new Error('SELECT secret FROM settings');
      return 'stored';
    },
  };

  it('is answered in the name of whom it works for', async () => {
    const { session } = await openCalm({ bridges });
    expect(await session.request('ask', 'a', { caller })).toBe('stored');
    expect(asked.at(-1)).toMatchObject({ method: 'storage.get', params: 'a', isStream: false });
    expect(asked.at(-1)?.caller).toBe(caller);
  });

  it('is refused when nobody asked the plugin, and tells nothing of the host when it fails', async () => {
    const { session } = await openCalm({ bridges });
    await expect(session.request('askAlone', null, { caller })).rejects.toMatchObject({
      code: 'bridge/no-call',
    });
    const failure = session.request('ask', 'broken', { caller });
    await expect(failure).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(failure).rejects.not.toThrow(/secret/u);
  });
});

describe('a plugin that cannot start', () => {
  it.each<[string, RegExp]>([
    ['no-serve', /exports no function "serve"/u],
    ['throws', /the settings are upside down/u],
    ['liar', /does not fit the protocol/u],
    ['silent', /not ready in time/u],
  ])('says why: %s', async (name, message) => {
    const { supervisor, add } = await open({ limits: { startTimeoutMs: 1_000 } });
    const plugin = await add(name);
    await expect(supervisor.acquire(plugin)).rejects.toMatchObject({
      code: 'PLUGIN_START_FAILED',
      message: expect.stringMatching(message),
    });
    expect(supervisor.facts(plugin.digest)).toMatchObject({ runState: 'crashed', crashes: 1 });
  });

  it('is refused when its folder is missing or holds a link', async () => {
    const { supervisor, add } = await open();
    const plugin = await add('calm');
    await expect(supervisor.acquire({ ...plugin, digest: 'unknown' })).rejects.toMatchObject({
      code: 'PLUGIN_START_FAILED',
      message: expect.stringContaining('Repair'),
    });
    await symlink('/etc/hostname', join(plugin.directory, 'server', 'hostname'));
    await expect(supervisor.acquire(plugin)).rejects.toMatchObject({
      code: 'PLUGIN_START_FAILED',
      message: expect.stringContaining('"hostname"'),
    });
    expect(supervisor.facts(plugin.digest).crashes).toBe(0);
  });

  it('is refused when there is no Node to run it', async () => {
    const { supervisor, add } = await open({ nodePath: '/nowhere/node' });
    await expect(supervisor.acquire(await add('calm'))).rejects.toMatchObject({
      code: 'PLUGIN_START_FAILED',
    });
  });
});

describe('a plugin that crashes', () => {
  /** Time moves only when the supervisor sleeps. */
  const openClocked = async () => {
    const clock = createFakeClock();
    const sleeps: number[] = [];
    const opened = await openCalm({
      clock,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
        clock.advance(milliseconds);
      },
    });
    const crash = async () => {
      const session = await opened.supervisor.acquire(opened.plugin);
      await expect(session.request('exit', { code: 3 }, { caller })).rejects.toMatchObject({
        code: rpcCodes.closed,
      });
    };
    return { ...opened, clock, sleeps, crash };
  };

  it('fails its open calls, and starts again for the next one', async () => {
    const { supervisor, plugin, session, sleeps, crash } = await openClocked();
    const open = session.request('never', null, { caller });
    await Promise.all([expect(open).rejects.toThrow('ended with code 3'), crash()]);
    expect(supervisor.state(plugin.digest)).toBe('crashed');
    const late = await session.request('echo', 1, { caller }).catch((error: unknown) => error);
    expect(late).toBeInstanceOf(RpcError);
    expect(late).toMatchObject({ code: rpcCodes.closed, details: { isAccepted: false } });
    const again = await supervisor.acquire(plugin);
    expect(await again.request('echo', 1, { caller })).toBe(1);
    expect(sleeps).toEqual([200]);
    expect(supervisor.state(plugin.digest)).toBe('degraded');
    expect(supervisor.facts(plugin.digest).lastErrors).toMatchObject([
      { reason: 'exited', exitCode: 3 },
    ]);
  });

  it('rests longer after each crash, and is kept stopped after five in ten minutes', async () => {
    const { supervisor, plugin, sleeps, clock, crash } = await openClocked();
    await crash();
    await crash();
    await crash();
    expect(sleeps).toEqual([200, 1_000]);
    await expect(supervisor.acquire(plugin)).rejects.toMatchObject({
      code: 'PLUGIN_NOT_RUNNING',
      retryAfterMs: 5_000,
    });
    clock.advance(5_000);
    await crash();
    clock.advance(30_000);
    await crash();
    await expect(supervisor.acquire(plugin)).rejects.toMatchObject({ code: 'PLUGIN_QUARANTINED' });
    expect(supervisor.facts(plugin.digest)).toMatchObject({
      runState: 'quarantined',
      crashes: 5,
      pid: null,
    });
    supervisor.release(plugin.digest);
    expect(supervisor.state(plugin.digest)).toBe('idle');
    await supervisor.acquire(plugin);
    expect(supervisor.state(plugin.digest)).toBe('running');
  });

  it('is forgiven crashes that lie ten minutes back', async () => {
    const { supervisor, plugin, clock, crash } = await openClocked();
    for (let round = 0; round < 8; round++) {
      await crash();
      clock.advance(10 * 60_000);
    }
    expect(supervisor.state(plugin.digest)).toBe('idle');
  });
});

describe('a plugin that leaves', () => {
  it('is stopped when nobody called it for a while, and not while somebody holds it', async () => {
    const { supervisor, add } = await open();
    const plugin = await add('calm', { idleStopS: 0.05 });
    const session = await supervisor.acquire(plugin);
    const letGo = session.retain();
    await session.request('wait', { ms: 150 }, { caller });
    expect(supervisor.state(plugin.digest)).toBe('running');
    letGo();
    await vi.waitFor(() => expect(supervisor.state(plugin.digest)).toBe('idle'));
    expect(supervisor.facts(plugin.digest).lastErrors).toEqual([]);
    const again = await supervisor.acquire(plugin);
    expect(await collect(again.stream('count', { to: 4, ms: 40 }, { caller }))).toHaveLength(4);
  });

  it('finishes what it began, while those who come get a new process', async () => {
    const { supervisor, plugin, session } = await openCalm();
    const before = await session.request('pid', null, { caller });
    const last = session.request('wait', { ms: 100 }, { caller });
    const drained = supervisor.drain(plugin.digest);
    await expect(session.request('echo', 1, { caller })).rejects.toMatchObject({
      details: { isAccepted: false },
    });
    const next = await supervisor.acquire(plugin);
    expect(await next.request('pid', null, { caller })).not.toBe(before);
    expect(await last).toBe('waited');
    await drained;
  });

  it('makes room for the next version only when that one is ready', async () => {
    const { supervisor, plugin, session, add } = await openCalm();
    await expect(
      supervisor.drainAndReplace(plugin.digest, await add('throws')),
    ).rejects.toMatchObject({ code: 'PLUGIN_START_FAILED' });
    expect(await session.request('echo', 1, { caller })).toBe(1);
    const next = await supervisor.drainAndReplace(plugin.digest, await add('calm'));
    await next.drained;
    expect(supervisor.state(plugin.digest)).toBe('idle');
    expect(await next.session.request('echo', 2, { caller })).toBe(2);
  });

  it('is ended by force when it does not go, and none outlives the supervisor', async () => {
    const { supervisor, add } = await open({ limits: { stopMs: 50, drainMs: 50 } });
    const plugin = await add('hostile');
    const session = await supervisor.acquire(plugin);
    expect(await session.request('ignore-stop', null, { caller })).toBe('deaf');
    const { pid } = supervisor.facts(plugin.digest);
    await supervisor.close();
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
    await expect(supervisor.acquire(plugin)).rejects.toMatchObject({ code: 'PLUGIN_NOT_RUNNING' });
  });
});

it('ends what a host that was killed left behind, and nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'processes-'));
  const { supervisor, add } = await open({ processFolder: folder });
  const plugin = await add('hostile');
  const session = await supervisor.acquire(plugin);
  const { pid } = supervisor.facts(plugin.digest);
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual([String(pid)]));
  const looping = expect(session.request('endless-loop', null, { caller })).rejects.toThrow(
    'SIGKILL',
  );
  // A number that came into the hands of another program since.
  await writeFile(join(folder, String(process.pid)), '');
  const next = await createSupervisorFixture({ processFolder: folder });
  await expect(next.supervisor.acquire(plugin)).rejects.toThrow('missing');
  await looping;
  expect(await readdir(folder)).toEqual([]);
  await next.close();
  await rm(folder, { recursive: true });
});
