import { keptFolder, seedOnce } from './conversations.ts';
import { openPage } from './support/browser.ts';
import type { DataSet, SeededPerson } from './support/data-set.ts';
import type { BenchOptions } from './support/options.ts';
import { frameRates, pageProbe } from './support/page-probe.ts';
import { type Row, report } from './support/report.ts';
import { withScenario } from './support/scenario.ts';
import { spreadOf } from './support/statistics.ts';

const reloads = 7;
const scrollMs = 8_000;
const list = 'nav[aria-label="Conversations"]';

/** The sidebar with 10,000 conversations: from a reload to its rows, and frames while a wheel turns. */
export async function measureSidebar({ profile }: BenchOptions): Promise<void> {
  const directory = keptFolder('conversations-10000');
  const seed = (data: DataSet, owner: SeededPerson) =>
    seedOnce(data, owner, { conversations: 10_000, messagesEach: 6, people: 1 });
  await withScenario({ directory, profile, seed }, async ({ host, owner }) => {
    const url = `${host.url}/chat`;
    const opened = await openPage({ session: owner.session, script: pageProbe, url });
    const { page } = opened;
    const rowsShown = () => page.evaluate((rows) => window.bench.when(rows, 10), `${list} li a`);
    await rowsShown();
    const times: number[] = [];
    for (let round = 0; round < reloads; round++) {
      await page.waitForTimeout(500);
      await page.reload({ waitUntil: 'commit' });
      times.push((await rowsShown()).paintAt);
    }
    report({
      bench: 'sidebar',
      unit: 'ms from reload',
      rows: [{ what: 'conversations drawn', ...spreadOf(times) }],
    });
    await page.waitForTimeout(1_000);
    await page.hover(list);
    await page.evaluate(() => window.bench.startFrames());
    const until = performance.now() + scrollMs;
    while (performance.now() < until) {
      await page.mouse.wheel(0, 240);
      await page.waitForTimeout(30);
    }
    const frames = await page.evaluate(() => window.bench.frames());
    const rows: Row[] = [
      {
        ...frameRates(frames),
        rowsInDocument: await page.locator(`${list} li`).count(),
        scrolledPx: await page.locator(list).evaluate((box) => box.scrollTop),
      },
    ];
    report({ bench: 'sidebar-scroll', unit: 'frames per second', rows });
    await opened.close();
  });
}
