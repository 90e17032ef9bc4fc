import { setTimeout as delay } from 'node:timers/promises';
import { rpcCodes } from '@braindrive/plugin-sdk/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PluginSupervisorPorts } from './plugin-supervisor.ts';
import {
  testCaller as caller,
  createSupervisorFixture,
  type SupervisorFixture,
} from './testing/supervisor-fixture.ts';

// Starting real processes takes as long as the machine likes.
vi.setConfig({ testTimeout: 30_000 });

let fixture: SupervisorFixture;
afterEach(() => fixture.close());

/** A hostile plugin and a calm one, both running under one host. */
async function openHostile(ports: Partial<PluginSupervisorPorts> = {}, memoryMB = 64) {
  fixture = await createSupervisorFixture(ports);
  const { supervisor, lines } = fixture;
  const [hostile, calm] = [await fixture.add('hostile', { memoryMB }), await fixture.add('calm')];
  const calmSession = await supervisor.acquire(calm);
  const session = await supervisor.acquire(hostile);
  const attack = (name: string, params: unknown = null, timeoutMs = 10_000) =>
    session.request(name, params, { caller, timeoutMs });
  /** The attack is over, the host goes on, and its other plugins with it. */
  const expectHostWell = async () => {
    expect(await calmSession.request('echo', 'well', { caller })).toBe('well');
  };
  const lastEnd = () => supervisor.facts(hostile.digest).lastErrors.at(-1);
  return { supervisor, hostile, session, lines, attack, expectHostWell, lastEnd };
}

describe('an attack that ends the plugin and nobody else', () => {
  it('an endless loop: its call times out, a ping stays unanswered', async () => {
    const { attack, session, expectHostWell, lastEnd } = await openHostile({
      limits: { pingMs: 100 },
    });
    const waiting = session.request('echo', 1, { caller });
    await Promise.all([
      expect(attack('endless-loop', null, 50)).rejects.toMatchObject({ code: rpcCodes.timeout }),
      expectHostWell(),
    ]);
    await waiting.catch(() => {});
    await vi.waitFor(
      () => expect(lastEnd()).toMatchObject({ reason: 'unresponsive', signal: 'SIGKILL' }),
      5_000,
    );
    await expectHostWell();
  });

  it.each<[string, string, number]>([
    ['heap-bomb', 'exited', 24],
    ['buffer-bomb', 'memory', 16],
    ['wasm-bomb', 'memory', 16],
  ])(
    '%s: the memory of one process has an end',
    async (name, reason, memoryMB) => {
      const { attack, expectHostWell, lastEnd } = await openHostile(
        { limits: { memoryHeadroomMB: 96 } },
        memoryMB,
      );
      await expect(attack(name)).rejects.toMatchObject({ code: rpcCodes.closed });
      expect(lastEnd()).toMatchObject({ reason, message: expect.stringContaining('memory') });
      await expectHostWell();
    },
    20_000,
  );

  it.each([
    ['junk-bytes'],
    ['oversize-frame'],
    ['oversize-json'],
    ['unknown-kind'],
    ['deep-json'],
    ['empty-objects'],
    ['not-a-message'],
    ['answer-to-nobody'],
    ['answer-twice'],
  ])('%s: what cannot be read ends the process', async (name) => {
    const { attack, expectHostWell, lastEnd } = await openHostile();
    await attack(name).catch(() => {});
    await vi.waitFor(() => expect(lastEnd()).toMatchObject({ reason: 'protocol' }), 5_000);
    await expectHostWell();
  });

  it.each([['stream-without-credit'], ['fat-stream']])(
    '%s: more than was asked for ends the process',
    async (name) => {
      const { session, expectHostWell, lastEnd } = await openHostile({}, 1_024);
      const stream = session.stream(name, null, { caller });
      await stream.next().catch(() => {});
      await vi.waitFor(() => expect(lastEnd()).toMatchObject({ reason: 'protocol' }), 5_000);
      await expectHostWell();
    },
  );

  it.each([['ping-flood'], ['credit-flood'], ['request-flood']])(
    '%s: others are served until it is ended',
    async (name) => {
      const { attack, expectHostWell, lastEnd } = await openHostile();
      // Long enough for a busy machine too; the flood is over as soon as the plugin is ended.
      const flooding = attack(name, { ms: 15_000 }).catch(() => {});
      for (let round = 0; round < 5; round++) {
        await expectHostWell();
        await delay(20);
      }
      await flooding;
      expect(lastEnd()).toMatchObject({ reason: 'protocol' });
    },
    20_000,
  );

  it('exit: its open calls are told', async () => {
    const { attack, expectHostWell, lastEnd } = await openHostile();
    await expect(attack('exit')).rejects.toMatchObject({ code: rpcCodes.closed });
    expect(lastEnd()).toMatchObject({ reason: 'exited', exitCode: 3 });
    await expectHostWell();
  });

  it.each([['late-throw'], ['late-rejection']])('%s: nothing else goes', async (name) => {
    const { attack, expectHostWell, lastEnd } = await openHostile();
    expect(await attack(name)).toBe('fine so far');
    await vi.waitFor(
      () => expect(lastEnd()).toMatchObject({ reason: 'exited', exitCode: 1 }),
      5_000,
    );
    expect(lastEnd()?.lastLines.join('\n')).toContain('nobody was listening');
    await expectHostWell();
  });
});

describe('an attack that comes to nothing', () => {
  it('a flood of output: the log takes its share and says what it left out', async () => {
    const { attack, lines } = await openHostile();
    await attack('stderr-flood', { lines: 500 });
    await vi.waitFor(() =>
      expect(lines.at(-1)).toEqual({
        level: 'warn',
        event: 'plugin.output',
        text: 'What follows is left out: more than 64 KiB in a minute.',
      }),
    );
    const bytes = lines.reduce((sum, { text }) => sum + text.length, 0);
    expect(bytes).toBeLessThan(64 * 1_024 + 100);
  });

  it('killing the host, or the group it would be in', async () => {
    const { attack, expectHostWell } = await openHostile();
    await expect(attack('kill-host')).rejects.toThrow('kill is not a function');
    await attack('kill-group').catch(() => {});
    await expectHostWell();
  });

  it('asking the host in nobody’s name', async () => {
    const { attack } = await openHostile();
    await expect(attack('ask-as-nobody')).rejects.toMatchObject({ code: 'bridge/no-call' });
  });

  it('being sent more than it reads', async () => {
    const { attack, session, expectHostWell } = await openHostile({
      limits: { maxBacklogBytes: 1_000_000, pingMs: 300 },
    });
    const looping = attack('endless-loop').catch(() => {});
    await delay(50);
    const large = 'x'.repeat(400_000);
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => session.request('echo', large, { caller })),
    );
    const codes = all.map((each) => (each.status === 'rejected' ? each.reason.code : 'answered'));
    expect(new Set(codes)).toEqual(new Set([rpcCodes.closed, rpcCodes.busy]));
    await looping;
    await expectHostWell();
  });
});
