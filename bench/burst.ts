import { startLoadClient } from './support/load-client.ts';
import type { BenchOptions } from './support/options.ts';
import { type Row, report } from './support/report.ts';
import { withScenario } from './support/scenario.ts';

const people = 200;
const rounds = 5;
const load = { tokens: 20, perSecond: 50, delayMs: 50 } as const;

/** 200 people, each with a page open, begin a new conversation at the same moment. */
export async function measureBurst({ profile }: BenchOptions): Promise<void> {
  const client = startLoadClient();
  const seed = async (data: Parameters<Parameters<typeof withScenario>[0]['seed']>[0]) =>
    (await data.people(people)).map(({ cookie }) => ({ cookie, conversationId: null }));
  await withScenario({ profile, seed }, async ({ host, models, connectionId, seeded }) => {
    const base = { ...load, hostUrl: host.url, modelUrl: models.url, connectionId, spreadMs: 0 };
    const rows: Row[] = [];
    for (const path of ['direct', 'host'] as const)
      for (let round = 0; round < rounds; round++) {
        const result = await client.run({ ...base, path, people: seeded });
        rows.push({
          what: `${path}, round ${round + 1}`,
          refused: result.refused,
          firstP50: result.first.p50,
          firstP95: result.first.p95,
          firstMax: result.first.max,
          lost: result.lost,
          refusal: result.firstRefusal,
        });
        // Titles are written after the answers; they are not part of this measurement.
        await new Promise((done) => setTimeout(done, 2_000));
      }
    report({
      bench: 'burst',
      unit: 'ms, the 50 ms of the model included',
      facts: { people, ...load },
      rows,
    });
  });
  client.stop();
}
