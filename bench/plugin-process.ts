import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fuzzBorder } from '@braindrive/plugin-host/process/testing/fuzz-border';
import {
  testCaller as caller,
  createSupervisorFixture,
  type SupervisorFixture,
} from '@braindrive/plugin-host/process/testing/supervisor-fixture';
import { memoryOf } from './support/process-facts.ts';
import { type Row, report, say } from './support/report.ts';
import { median, spreadOf } from './support/statistics.ts';

type Session = Awaited<ReturnType<SupervisorFixture['supervisor']['acquire']>>;

const busyPlugins = 20;
const question = { text: 'twelve words or so that a plugin may be asked about', limit: 20 };

async function withFixture<Result>(use: (fixture: SupervisorFixture) => Promise<Result>) {
  const fixture = await createSupervisorFixture();
  try {
    return await use(fixture);
  } finally {
    await fixture.close();
  }
}

async function timeUs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) * 1_000;
}

async function series(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) times.push(await timeUs(work));
  return times;
}

const echo = (session: Session) => session.request('echo', question, { caller });

/** From nothing to the first answer, one plugin after the other. */
async function measureColdCall(): Promise<Row> {
  return withFixture(async ({ supervisor, add }) => {
    const times: number[] = [];
    for (let round = 0; round < 40; round++) {
      const plugin = await add('calm');
      times.push(await timeUs(async () => echo(await supervisor.acquire(plugin))));
      await supervisor.stop(plugin.digest);
    }
    return { what: 'cold first call', ...inMilliseconds(times) };
  });
}

const inMilliseconds = (timesUs: readonly number[]): Row => {
  const { n, p50, p95, p99, max } = spreadOf(timesUs.map((time) => time / 1_000));
  return { n, p50, p95, p99, max };
};

/** Calls one at a time, as a person makes them. */
async function measureCalls(what: string, session: Session, count: number): Promise<Row> {
  await series(500, () => echo(session));
  return { what, ...inMilliseconds(await series(count, () => echo(session))) };
}

/** Keeps plugins at work until `signal` aborts. @returns how many calls they answered. */
async function keepBusy(
  sessions: readonly Session[],
  load: { readonly inFlight: number; readonly pauseMs: number },
  signal: AbortSignal,
): Promise<number> {
  let calls = 0;
  const worker = async (session: Session) => {
    while (!signal.aborted) {
      await echo(session);
      calls++;
      if (load.pauseMs > 0) await delay(load.pauseMs);
    }
  };
  const workers = sessions.flatMap((session) =>
    Array.from({ length: load.inFlight }, () => worker(session)),
  );
  await Promise.all(workers);
  return calls;
}

async function measureUnderLoad(
  session: Session,
  others: readonly Session[],
  what: string,
  load: { readonly inFlight: number; readonly pauseMs: number },
): Promise<Row> {
  const abort = new AbortController();
  const start = performance.now();
  const busy = keepBusy(others, load, abort.signal);
  await delay(300);
  const row = await measureCalls(what, session, load.pauseMs > 0 ? 3_000 : 500);
  abort.abort();
  const perSecond = ((await busy) / (performance.now() - start)) * 1_000;
  return { ...row, othersPerSecond: Math.round(perSecond) };
}

async function measureCallsOf(): Promise<{ readonly calls: Row[]; readonly memory: Row[] }> {
  return withFixture(async ({ supervisor, add }) => {
    const plugins = await Promise.all(Array.from({ length: busyPlugins + 1 }, () => add('calm')));
    const [first, ...rest] = plugins;
    if (first === undefined) throw new Error('There is no plugin.');
    const inProcess = async (params: unknown) => JSON.parse(JSON.stringify(params)) as unknown;
    await series(500, () => inProcess(question));
    const direct = {
      what: 'in process',
      ...inMilliseconds(await series(5_000, () => inProcess(question))),
    };
    const session = await supervisor.acquire(first);
    const alone = await measureCalls('one plugin', session, 5_000);
    const idle = memoryOf(supervisor.facts(first.digest).pid ?? 0);
    const others = await Promise.all(rest.map((plugin) => supervisor.acquire(plugin)));
    const pids = rest.map(({ digest }) => supervisor.facts(digest).pid ?? 0);
    await delay(1_000);
    const each = pids.map((pid) => memoryOf(pid));
    const calm = await measureUnderLoad(session, others, '20 plugins, 50 calls/s each', {
      inFlight: 1,
      pauseMs: 20,
    });
    const full = await measureUnderLoad(session, others, '20 plugins, 4 calls always open each', {
      inFlight: 4,
      pauseMs: 0,
    });
    const after = pids.map((pid) => memoryOf(pid));
    const memoryRow = (what: string, all: readonly { pssMb: number; rssMb: number }[]): Row => ({
      what,
      processes: all.length,
      pssMb: median(all.map(({ pssMb }) => pssMb)),
      rssMb: median(all.map(({ rssMb }) => rssMb)),
      totalPssMb: all.reduce((sum, { pssMb }) => sum + pssMb, 0),
    });
    return {
      calls: [direct, alone, calm, full],
      memory: [
        memoryRow('one, after 5,500 calls', [idle]),
        memoryRow('20 at rest', each),
        memoryRow('20 after heavy load', after),
      ],
    };
  });
}

const attacks: readonly {
  readonly name: string;
  readonly params: unknown;
  readonly memoryMB?: number;
}[] = [
  { name: 'echo', params: null },
  { name: 'endless-loop', params: null },
  { name: 'exit', params: null },
  { name: 'heap-bomb', params: null },
  { name: 'buffer-bomb', params: null },
  { name: 'wasm-bomb', params: null },
  { name: 'late-throw', params: null },
  { name: 'junk-bytes', params: null },
  { name: 'oversize-frame', params: null },
  { name: 'deep-json', params: null },
  { name: 'empty-objects', params: null },
  { name: 'ping-flood', params: { ms: 2_000 } },
  { name: 'credit-flood', params: { ms: 2_000 } },
  { name: 'request-flood', params: { ms: 2_000 } },
  { name: 'stderr-flood', params: { lines: 100_000 } },
];
const resolutionMs = 1;

/** How long the host's event loop stood still, at worst, while a plugin attacked it. */
async function measureAttacks(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, params, memoryMB = 64 } of attacks) {
    const row = await withFixture(async ({ supervisor, add }) => {
      const plugin = await add('hostile', { memoryMB });
      const session = await supervisor.acquire(plugin);
      await delay(200);
      const lag = monitorEventLoopDelay({ resolution: resolutionMs });
      lag.enable();
      const start = performance.now();
      await session.request(name, params, { caller, timeoutMs: 3_000 }).catch(() => {});
      const answeredMs = performance.now() - start;
      const until = performance.now() + 12_000;
      await delay(300);
      // A loop is found by a ping that stays unanswered, some seconds after its call timed out.
      while (
        name === 'endless-loop' &&
        supervisor.facts(plugin.digest).pid !== null &&
        performance.now() < until
      )
        await delay(50);
      lag.disable();
      const end = supervisor.facts(plugin.digest).lastErrors.at(-1)?.reason ?? 'goes on';
      return {
        attack: name,
        maxLagMs: lag.max / 1e6 - resolutionMs,
        p99LagMs: lag.percentile(99) / 1e6 - resolutionMs,
        answeredMs: Math.round(answeredMs),
        end,
      };
    });
    rows.push(row);
  }
  return rows;
}

async function measureFuzzing(): Promise<Row> {
  const start = performance.now();
  const { frames, bytes, closed, violations } = await fuzzBorder({
    frames: 1_000_000,
    seed: Date.now() % 1_000_000,
  });
  const seconds = (performance.now() - start) / 1_000;
  return { frames, megabytes: bytes / 1e6, closed, violations: violations.length, seconds };
}

/** Processes of plugins: what a call costs, what they weigh, and what their attacks do to the host. */
export async function measurePluginProcess(): Promise<void> {
  say('cold first calls');
  const cold = await measureColdCall();
  say('calls, alone and beside 20 busy plugins');
  const { calls, memory } = await measureCallsOf();
  report({ bench: 'plugin-calls', unit: 'ms', rows: [cold, ...calls] });
  report({ bench: 'plugin-memory', unit: 'MB', rows: memory });
  say('attacks');
  report({ bench: 'plugin-attacks', unit: 'ms', rows: await measureAttacks() });
  say('a million fuzzed frames');
  report({ bench: 'plugin-fuzzing', unit: '', rows: [await measureFuzzing()] });
}
