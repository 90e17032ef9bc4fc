import { type LoadClient, type LoadPlan, startLoadClient } from './support/load-client.ts';
import type { BenchOptions } from './support/options.ts';
import { cpuUsOf, memoryOf } from './support/process-facts.ts';
import { type Row, report } from './support/report.ts';
import { type Scenario, withScenario } from './support/scenario.ts';
import { seedPeople } from './support/seed-people.ts';
import { median } from './support/statistics.ts';

const rounds = 3;
const load = { tokens: 100, perSecond: 50, delayMs: 50 } as const;
type People = LoadPlan['people'];

/** Streams of 50 tokens a second, 100 tokens each, to 20 and 200 people with a page open, beside the model server alone. */
export async function measureStreams({ profile }: BenchOptions): Promise<void> {
  const client = startLoadClient();
  await withScenario({ profile, seed: (data) => seedPeople(data, 200) }, async (scenario) => {
    const base = planOf(scenario);
    for (const path of ['direct', 'host'] as const)
      await client.run({ ...base, path, people: scenario.seeded.slice(0, 50) });
    const rows: Row[] = [];
    for (const count of [20, 200])
      for (const path of ['direct', 'host'] as const) {
        const plan = { ...base, path, people: scenario.seeded.slice(0, count) };
        rows.push(await measureRounds(scenario, client, plan));
      }
    const spread = { ...base, path: 'host' as const, spreadMs: 2_000 };
    rows.push(await measureRounds(scenario, client, spread));
    // Long answers that begin spread out: what a token costs without the beginnings and ends.
    for (const path of ['direct', 'host'] as const)
      rows.push(
        await measureRounds(scenario, client, { ...base, path, spreadMs: 4_000, tokens: 500 }),
      );
    report({
      bench: 'streams',
      unit: 'ms, median of the rounds',
      facts: { rounds, ...load },
      rows,
    });
  });
  client.stop();
}

const planOf = ({
  host,
  models,
  connectionId,
  seeded,
}: Scenario<People>): Omit<LoadPlan, 'path'> => ({
  ...load,
  hostUrl: host.url,
  modelUrl: models.url,
  connectionId,
  people: seeded,
  spreadMs: 0,
});

async function measureRounds(
  { host }: Scenario<People>,
  client: LoadClient,
  plan: LoadPlan,
): Promise<Row> {
  const measured: (Awaited<ReturnType<LoadClient['run']>> & { readonly cpuUs: number })[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = cpuUsOf(host.pid);
    const result = await client.run(plan);
    measured.push({ ...result, cpuUs: (cpuUsOf(host.pid) - before) / Math.max(1, result.tokens) });
  }
  const middle = (pick: (result: (typeof measured)[number]) => number) =>
    median(measured.map(pick));
  const sum = (pick: (result: (typeof measured)[number]) => number) =>
    measured.reduce((total, result) => total + pick(result), 0);
  const isHost = plan.path === 'host';
  return {
    what: `${plan.path}, ${plan.people.length} people${plan.spreadMs === 0 ? '' : ` over ${plan.spreadMs / 1_000} s`}, ${plan.tokens} tokens`,
    p50: middle(({ latency }) => latency.p50),
    p95: middle(({ latency }) => latency.p95),
    p99: middle(({ latency }) => latency.p99),
    firstP50: middle(({ first }) => first.p50),
    firstP95: middle(({ first }) => first.p95),
    refused: sum(({ refused }) => refused),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    wallMs: middle(({ wallMs }) => wallMs),
    hostCpuUsPerToken: isHost ? middle(({ cpuUs }) => cpuUs) : null,
    hostPeakRssMb: isHost ? memoryOf(host.pid).peakRssMb : null,
  };
}
