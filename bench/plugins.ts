/**
 * Plugins in a real host and a real page: installing, calling, upgrading under load, opening, resting. What a process by
 * itself costs is in `plugin-process.ts`.
 */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import { openPage } from './support/browser.ts';
import type { BenchOptions } from './support/options.ts';
import { buildProbe, type ProbeArchives } from './support/probe-plugin.ts';
import { descendantsOf, memoryOf } from './support/process-facts.ts';
import { type Row, report, say } from './support/report.ts';
import { type Scenario, withScenario } from './support/scenario.ts';
import { median, spreadOf } from './support/statistics.ts';

const many = 20;
const question = { text: 'twelve words or so that a plugin may be asked about', limit: 20 };
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

type Stage = Scenario<null> & { readonly probe: ProbeArchives };

function send(
  stage: Stage,
  path: string,
  body?: Buffer,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${stage.host.url}${path}`,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          cookie: stage.owner.cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject).end(body);
  });
}

async function install(
  stage: Stage,
  about: Parameters<ProbeArchives['archive']>[0],
): Promise<void> {
  const path = `/api/plugins/install?fileName=${about.slug}.tgz&acceptsPermissions=true`;
  const { status, text } = await send(stage, path, stage.probe.archive(about));
  if (status !== 200 || (JSON.parse(text) as { state: string }).state !== 'done')
    throw new Error(`${about.slug} was not installed: ${status} ${text}`);
}

const framedSlug = 'probe-framed';
const slugOf = (index: number): string => `probe-${index}`;
const addressOf = (slug: string): string => `/plugin/${slug}/probe`;

const callPath = (path: string, input: unknown): string =>
  `/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;

async function answers(stage: Stage, slug: string): Promise<boolean> {
  const { status, text } = await send(stage, callPath(`plugins.${slug}.echo`, question));
  return status === 200 && text.includes(question.text);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const probeText = 'Probe usable';
/** Looks at every frame, which Playwright's own waiting does not: it asks after up to half a second. */
const isDrawn = (page: Page | Frame) =>
  page.waitForFunction((text) => document.body.textContent.includes(text), probeText, {
    polling: 'raf',
  });

/** An archive of 1 MB, from the first byte sent to the answer of its server half on a page that was open before. */
async function measureInstall(stage: Stage): Promise<Row> {
  const times: number[] = [];
  for (let index = 1; index <= many; index++) {
    const slug = slugOf(index);
    const opened = await openPage({
      url: `${stage.host.url}${addressOf(slug)}`,
      session: stage.owner.session,
    });
    await opened.page.waitForLoadState('networkidle');
    const archive = { slug, isPadded: true };
    times.push(await timeOf(() => Promise.all([install(stage, archive), isDrawn(opened.page)])));
    await opened.close();
  }
  return { what: 'upload of 1 MB to the component drawn, ms', ...spreadOf(times) };
}

async function measureCalls(stage: Stage): Promise<Row[]> {
  const rows: Row[] = [];
  const timed = async (what: string, path: string) => {
    const times: number[] = [];
    for (let index = 0; index < 3_500; index++) {
      const time = await timeOf(() => send(stage, path));
      if (index >= 500) times.push(time);
    }
    rows.push({ what, ...spreadOf(times) });
  };
  await timed('call of core over HTTP, ms', callPath('model.default', null));
  await timed('call of a plugin over HTTP, ms', callPath(`plugins.${slugOf(1)}.echo`, question));
  return rows;
}

/** Calls that go on while the plugin is upgraded again and again. */
async function measureUpgrades(stage: Stage, calls: number): Promise<Row> {
  const slug = slugOf(1);
  let done = 0;
  let failed = 0;
  let upgrades = 0;
  const worker = async () => {
    while (done < calls) {
      done += 1;
      if (!(await answers(stage, slug).catch(() => false))) failed += 1;
    }
  };
  const workers = Promise.all(Array.from({ length: 8 }, worker));
  const times: number[] = [];
  while (done < calls) {
    upgrades += 1;
    const version = `1.0.${upgrades}`;
    times.push(await timeOf(() => install(stage, { slug, version })));
    await delay(200);
  }
  await workers;
  return { what: 'calls across hot upgrades', calls: done, failed, upgrades, p50: median(times) };
}

const pluginPids = (stage: Stage): number[] => descendantsOf(stage.host.pid);

/** All of them running, then none: they stop by themselves after some seconds without a call. */
async function measureMemory(stage: Stage): Promise<Row[]> {
  const before = pluginPids(stage).length;
  for (let index = 1; index <= many; index++) await answers(stage, slugOf(index));
  await delay(1_500);
  const running = pluginPids(stage).map((pid) => memoryOf(pid));
  const hostBusy = memoryOf(stage.host.pid);
  const isOver = performance.now() + 60_000;
  while (pluginPids(stage).length > 1 && performance.now() < isOver) await delay(500);
  const rest = pluginPids(stage).map((pid) => memoryOf(pid));
  const total = (all: readonly { pssMb: number }[]) =>
    all.reduce((sum, { pssMb }) => sum + pssMb, 0);
  const eachMb = median(running.map(({ pssMb }) => pssMb));
  const row = (what: string, all: typeof running, host: typeof hostBusy): Row => ({
    what,
    processes: all.length,
    eachMb: all.length === 0 ? null : median(all.map(({ pssMb }) => pssMb)),
    pluginsMb: total(all),
    hostMb: host.pssMb,
  });
  say(`${before} processes before, ${eachMb.toFixed(1)} MB each while running`);
  return [
    row(`${many} plugins after a call each, PSS`, running, hostBusy),
    row('the same, idle', rest, memoryOf(stage.host.pid)),
  ];
}

/** First call of a plugin whose process had stopped, over HTTP. */
async function measureColdCall(stage: Stage): Promise<Row> {
  const times: number[] = [];
  for (let index = 1; index <= many; index++)
    times.push(await timeOf(() => answers(stage, slugOf(index))));
  return { what: 'first call of an idle plugin over HTTP, ms', ...spreadOf(times) };
}

interface Opened {
  readonly mountedMs: number;
  readonly files: number;
  readonly bytes: number;
}

/** A page on which many plugins have a background: what they cost together. */
async function measureManyUis(stage: Stage): Promise<Row[]> {
  const rounds: Opened[] = [];
  for (let round = 0; round < 8; round++) {
    const opened = await openPage({
      url: `${stage.host.url}/models`,
      session: stage.owner.session,
    });
    await opened.page.waitForFunction(
      (wanted) => performance.getEntriesByName('probe-mounted').length >= wanted,
      many,
    );
    const seen = await opened.page.evaluate(() => {
      const files = (
        performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      ).filter(({ name }) => name.includes('/plugins/probe-'));
      const marks = performance.getEntriesByName('probe-mounted').map(({ startTime }) => startTime);
      return {
        mountedMs: Math.max(...marks) - Math.min(...marks),
        files: files.length,
        bytes: files.reduce((sum, file) => sum + file.transferSize, 0),
      };
    });
    if (round > 0) rounds.push(seen);
    await opened.close();
  }
  return [
    {
      what: `${many} plugins on one page, first to last mounted, ms`,
      ...spreadOf(rounds.map(({ mountedMs }) => mountedMs)),
    },
    {
      what: 'on the wire per plugin, kB',
      ...spreadOf(rounds.map(({ bytes }) => bytes / many / 1_000)),
    },
    { what: 'requests per plugin', ...spreadOf(rounds.map(({ files }) => files / many)) },
  ];
}

async function frameOf(page: Page): Promise<Frame> {
  for (;;) {
    const frame = page.frames().find((each) => each.url().endsWith('/frame.html'));
    if (frame !== undefined) return frame;
    await delay(2);
  }
}

/** Opening a plugin's page inside the running app, for the first time in this browser. */
async function measureOpening(stage: Stage, isFramed: boolean): Promise<Row> {
  const slug = isFramed ? framedSlug : slugOf(2);
  const what = isFramed ? 'opening one in a frame, ms' : 'opening a page of a plugin, ms';
  const times: number[] = [];
  for (let round = 0; round < 12; round++) {
    const opened = await openPage({
      url: `${stage.host.url}/models`,
      session: stage.owner.session,
    });
    const { page } = opened;
    await page.waitForLoadState('networkidle');
    await answers(stage, slug);
    const link = page.locator(`a[href="${addressOf(slug)}"]`).first();
    await link.waitFor();
    const start = performance.now();
    await link.click();
    await isDrawn(isFramed ? await frameOf(page) : page);
    if (round > 0) times.push(performance.now() - start);
    await opened.close();
  }
  return { what, ...spreadOf(times) };
}

/** Everything that a person or an owner notices of plugins. */
export async function measurePlugins({ profile, calls = 100_000 }: BenchOptions): Promise<void> {
  say('building the probe');
  const probe = await buildProbe();
  await withScenario({ profile, seed: async () => null }, async (scenario) => {
    const stage: Stage = { ...scenario, probe };
    say(`installing ${many}`);
    report({ bench: 'plugins-install', unit: 'as named', rows: [await measureInstall(stage)] });
    say('pages');
    const pages = await measureManyUis(stage);
    await install(stage, { slug: framedSlug, isSigned: false });
    pages.push(await measureOpening(stage, false));
    pages.push(await measureOpening(stage, true));
    report({ bench: 'plugins-page', unit: 'as named', rows: pages });
    say('memory');
    report({ bench: 'plugins-memory', unit: 'MB', rows: await measureMemory(stage) });
    say('calls');
    const cold = await measureColdCall(stage);
    report({ bench: 'plugins-calls', unit: 'ms', rows: [cold, ...(await measureCalls(stage))] });
    say(`${calls} calls across upgrades`);
    report({
      bench: 'plugins-upgrades',
      unit: 'ms per upgrade',
      rows: [await measureUpgrades(stage, calls)],
    });
  });
}
