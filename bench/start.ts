import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPage } from './support/browser.ts';
import { DataSet } from './support/data-set.ts';
import { startHost } from './support/host.ts';
import type { BenchOptions } from './support/options.ts';
import { cpuUsOf, descendantsOf, memoryOf } from './support/process-facts.ts';
import { type Row, report } from './support/report.ts';
import { seedConversations } from './support/seed-conversations.ts';
import { spreadOf } from './support/statistics.ts';

const starts = 9;
const idleSeconds = 30;

/** Spawning the host to its first 200 on `/health/ready`, with a data folder that was used before; then memory at rest. */
export async function measureStart(_options: BenchOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'braindrive-bench-'));
  const session = await seedFolder(directory);
  const times: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round <= starts; round++) {
    const host = await startHost({ dataDirectory: directory });
    const cpuMs = cpuUsOf(host.pid) / 1_000;
    await host.stop();
    // The first start fills the cache of compiled code.
    if (round === 0) continue;
    times.push(host.startMs);
    processor.push(cpuMs);
  }
  report({
    bench: 'start',
    unit: 'ms',
    rows: [
      { what: 'start to ready, warm data folder', ...spreadOf(times) },
      { what: 'processor time until ready', ...spreadOf(processor) },
    ],
  });
  report({
    bench: 'memory',
    unit: 'MB',
    facts: { idleSeconds },
    rows: await memoryRows(directory, session),
  });
  await rm(directory, { recursive: true, force: true });
}

async function seedFolder(directory: string): Promise<string> {
  const data = await DataSet.open(directory);
  const { userId, session } = await data.person('owner');
  await seedConversations(data, { ownerId: userId, conversations: 20, messagesEach: 6 });
  await data.close();
  return session;
}

/** After one page load and a rest: the host by itself, and with the processes it started. */
async function memoryRows(directory: string, session: string): Promise<Row[]> {
  const host = await startHost({ dataDirectory: directory });
  const atStart = memoryOf(host.pid);
  const opened = await openPage({ url: `${host.url}/chat`, session });
  await opened.page.waitForSelector('textarea');
  await opened.close();
  await new Promise((done) => setTimeout(done, idleSeconds * 1_000));
  const children = descendantsOf(host.pid).map(memoryOf);
  const atRest = memoryOf(host.pid);
  await host.stop();
  const childrenPss = children.reduce((total, { pssMb }) => total + pssMb, 0);
  return [
    { what: 'host, just ready', ...atStart, processes: 1 },
    { what: 'host, at rest', ...atRest, processes: 1 },
    {
      what: 'all processes, at rest',
      pssMb: atRest.pssMb + childrenPss,
      processes: 1 + children.length,
    },
  ];
}
