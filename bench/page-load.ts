import type { CDPSession } from 'playwright-core';
import { openPage } from './support/browser.ts';
import type { DataSet, SeededPerson } from './support/data-set.ts';
import type { BenchOptions } from './support/options.ts';
import { pageProbe } from './support/page-probe.ts';
import { type Row, report } from './support/report.ts';
import { type Scenario, withScenario } from './support/scenario.ts';
import { seedConversations } from './support/seed-conversations.ts';
import { spreadOf } from './support/statistics.ts';

const loads = 7;
const keyEveryMs = 15;

interface Load {
  readonly requests: number;
  readonly wireKb: number;
  readonly decodedKb: number;
  readonly fcpMs: number;
  readonly firstKeyMs: number;
  readonly longTaskMs: number;
}

/** Opening the chat in a browser that has never been there. */
export async function measurePageLoad({ profile }: BenchOptions): Promise<void> {
  const seed = (data: DataSet, owner: SeededPerson) =>
    seedConversations(data, { ownerId: owner.userId, conversations: 50, messagesEach: 6 });
  await withScenario({ profile, seed }, async (scenario) => {
    const measured: Load[] = [];
    for (let round = 0; round <= loads; round++) {
      const load = await loadOnce(scenario);
      // The first one meets a host that has served no page yet.
      if (round > 0) measured.push(load);
    }
    const names = Object.keys(measured[0] ?? {}) as (keyof Load)[];
    const rows: Row[] = names.map((what) => ({
      what,
      ...spreadOf(measured.map((load) => load[what])),
    }));
    report({ bench: 'page-load', unit: 'as named', rows });
  });
}

function countTraffic(devTools: CDPSession): { requests: number; wire: number; decoded: number } {
  const traffic = { requests: 0, wire: 0, decoded: 0 };
  const counted = new Set<string>();
  devTools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('data:')) return;
    counted.add(requestId);
    traffic.requests += 1;
  });
  devTools.on('Network.dataReceived', ({ dataLength }) => {
    traffic.decoded += dataLength;
  });
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (counted.has(requestId)) traffic.wire += encodedDataLength;
  });
  return traffic;
}

async function loadOnce({ host, owner }: Scenario<unknown>): Promise<Load> {
  const opened = await openPage({ session: owner.session, hostUrl: host.url, script: pageProbe });
  const { page, devTools } = opened;
  await devTools.send('Network.enable');
  const traffic = countTraffic(devTools);
  await page.goto(`${host.url}/chat`, { waitUntil: 'commit' });
  // Somebody who types at once: keys are pressed until the field takes one.
  let firstKeyMs: number | undefined;
  while (firstKeyMs === undefined) {
    await page.keyboard.press('a');
    await new Promise((done) => setTimeout(done, keyEveryMs));
    firstKeyMs = await page.evaluate(() => window.bench.marks.input);
  }
  await page.waitForLoadState('networkidle');
  const facts = await page.evaluate(() => window.bench.facts());
  await opened.close();
  return {
    requests: traffic.requests,
    wireKb: traffic.wire / 1_000,
    decodedKb: traffic.decoded / 1_000,
    fcpMs: facts.fcp ?? Number.NaN,
    firstKeyMs,
    longTaskMs: facts.longTaskMs,
  };
}
