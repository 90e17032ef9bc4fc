import { startLoadClient } from './support/load-client.ts';
import type { BenchOptions } from './support/options.ts';
import { type Row, report } from './support/report.ts';
import { withScenario } from './support/scenario.ts';
import { seedPeople } from './support/seed-people.ts';

const people = 100;
const load = { tokens: 5, perSecond: 50, delayMs: 50 } as const;

/** One question after the other on an idle host: what the host adds to the model's own 50 ms. */
export async function measureFirstToken({ profile }: BenchOptions): Promise<void> {
  const client = startLoadClient();
  const seed = (data: Parameters<typeof seedPeople>[0]) => seedPeople(data, people);
  await withScenario({ profile, seed }, async ({ host, models, connectionId, seeded }) => {
    const plan = {
      ...load,
      hostUrl: host.url,
      modelUrl: models.url,
      connectionId,
      people: seeded,
      spreadMs: 0,
      isOneByOne: true,
    };
    const rows: Row[] = [];
    for (const path of ['direct', 'host'] as const) {
      await client.run({ ...plan, path, people: seeded.slice(0, 30) });
      const { first, refused } = await client.run({ ...plan, path });
      rows.push({ what: path, ...first, refused });
    }
    const [direct, through] = rows;
    rows.push({
      what: 'added by the host',
      p50: Number(through?.p50) - Number(direct?.p50),
      p95: Number(through?.p95) - Number(direct?.p95),
      p99: Number(through?.p99) - Number(direct?.p99),
    });
    report({ bench: 'first-token', unit: 'ms from asking to the first token', facts: load, rows });
  });
  client.stop();
}
