import { type OpenedPage, openPage } from './support/browser.ts';
import type { DataSet, SeededPerson } from './support/data-set.ts';
import { markdownTokens } from './support/markdown-answer.ts';
import { type ModelScript, questionFor } from './support/model-script.ts';
import type { BenchOptions } from './support/options.ts';
import { frameRates, pageProbe, type Shown } from './support/page-probe.ts';
import { type Row, report } from './support/report.ts';
import { withScenario } from './support/scenario.ts';
import { randomText, seedConversations } from './support/seed-conversations.ts';
import { median, spreadOf } from './support/statistics.ts';

const modelDelayMs = 50;
const short: ModelScript = { tokens: 8, perSecond: 50, delayMs: modelDelayMs, text: 'numbered' };
const long: ModelScript = {
  tokens: 1_000,
  perSecond: 200,
  delayMs: modelDelayMs,
  text: 'markdown',
};
const lastWords = 'thelastwordsofthisconversation';
const longLength = 2_000;

interface Seeded {
  readonly fresh: string;
  readonly long: string;
}

async function seed(data: DataSet, owner: SeededPerson): Promise<Seeded> {
  const person = { ownerId: owner.userId, conversations: 1 };
  const [fresh = ''] = await seedConversations(data, { ...person, messagesEach: 4 });
  const markdown = markdownTokens(300).join('');
  const [longId = ''] = await seedConversations(data, {
    ...person,
    messagesEach: longLength,
    makeText: (index) =>
      index === longLength - 1
        ? `${lastWords} ${randomText()}`
        : index % 10 === 1
          ? markdown
          : randomText(),
  });
  return { fresh, long: longId };
}

/** What a person sees in a browser: from Enter to the first character, a long conversation, frames while text streams. */
export async function measurePixels({ profile }: BenchOptions): Promise<void> {
  await withScenario({ profile, seed }, async ({ host, owner, seeded }) => {
    const open = (path: string) =>
      openPage({
        session: owner.session,
        hostUrl: host.url,
        script: pageProbe,
        url: `${host.url}${path}`,
      });
    await reportOpening(open, seeded);
    await reportEnter(open, seeded);
    await reportFrames(open, seeded);
  });
}

type Open = (path: string) => Promise<OpenedPage>;

/** Types a question, presses Enter and waits until `pattern` stands in a new answer. */
async function ask(
  { page }: OpenedPage,
  script: ModelScript,
  pattern: string,
): Promise<{ readonly domMs: number; readonly paintMs: number }> {
  await page.waitForSelector('textarea[aria-label="Message"]');
  await page.waitForTimeout(300);
  await page.fill('textarea[aria-label="Message"]', questionFor(script));
  await page.evaluate(() => window.bench.rememberAnswers());
  const answered = page.evaluate((text) => window.bench.whenAnswered(text), pattern);
  await page.waitForTimeout(100);
  await page.press('textarea[aria-label="Message"]', 'Enter');
  const shown: Shown = await answered;
  const enter = (await page.evaluate(() => window.bench.marks.enter)) ?? Number.NaN;
  return { domMs: shown.domAt - enter, paintMs: shown.paintAt - enter };
}

const untilDone = async ({ page }: OpenedPage): Promise<void> => {
  await page.evaluate(() => window.bench.whenIdle());
};

async function reportEnter(open: Open, seeded: Seeded): Promise<void> {
  const rows: Row[] = [];
  const rounds = 15;
  for (const [what, path] of [
    ['new conversation each time', '/chat'],
    ['in a short conversation', `/chat/${seeded.fresh}`],
    [`in a conversation of ${longLength} messages`, `/chat/${seeded.long}`],
  ] as const) {
    const opened = await open(path);
    const dom: number[] = [];
    const paint: number[] = [];
    for (let round = 0; round < rounds; round++) {
      if (round > 0 && path === '/chat') await opened.page.keyboard.press('Control+Shift+O');
      const { domMs, paintMs } = await ask(opened, short, '\\d:\\d{6}');
      await untilDone(opened);
      // The first answer fetches the chunks that draw it.
      if (round === 0) continue;
      dom.push(domMs - modelDelayMs);
      paint.push(paintMs - modelDelayMs);
    }
    await opened.close();
    rows.push({ what: `${what}: in the document`, ...spreadOf(dom) });
    rows.push({ what: `${what}: drawn`, ...spreadOf(paint) });
  }
  report({ bench: 'enter-to-pixels', unit: `ms above the model's ${modelDelayMs}`, rows });
}

async function reportOpening(open: Open, seeded: Seeded): Promise<void> {
  const shown: number[] = [];
  for (let round = 0; round < 6; round++) {
    const opened = await open('/');
    await opened.close();
    const fresh = await open(`/chat/${seeded.long}`);
    const { paintAt } = await fresh.page.evaluate((text) => window.bench.whenText(text), lastWords);
    if (round > 0) shown.push(paintAt);
    await fresh.close();
  }
  report({
    bench: 'open-long-conversation',
    unit: 'ms from navigation, cold cache',
    rows: [{ what: `last of ${longLength} messages drawn`, ...spreadOf(shown) }],
  });
}

async function reportFrames(open: Open, seeded: Seeded): Promise<void> {
  const rows: Row[] = [];
  for (const [what, path] of [
    ['short conversation', `/chat/${seeded.fresh}`],
    [`${longLength} messages`, `/chat/${seeded.long}`],
  ] as const)
    for (const throttling of [1, 4]) {
      const measured: Awaited<ReturnType<typeof streamOnce>>[] = [];
      for (let round = 0; round < 3; round++)
        measured.push(await streamOnce(open, path, throttling));
      const middle = (pick: (result: (typeof measured)[number]) => number) =>
        median(measured.map(pick));
      rows.push({
        what: throttling === 1 ? what : `${what}, processor ${throttling} times slower`,
        meanFps: middle(({ meanFps }) => meanFps),
        worstSecondFps: middle(({ worstSecondFps }) => worstSecondFps),
        longestFrameMs: middle(({ longestFrameMs }) => longestFrameMs),
        longTaskMs: middle(({ longTaskMs }) => longTaskMs),
        answerMs: middle(({ answerMs }) => answerMs),
      });
    }
  report({ bench: 'frames', unit: 'frames per second', facts: { ...long }, rows });
}

async function streamOnce(open: Open, path: string, throttling: number) {
  const opened = await open(path);
  const { page, devTools } = opened;
  await ask(opened, short, '\\d:\\d{6}');
  await untilDone(opened);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: throttling });
  const before = await page.evaluate(() => window.bench.facts().longTaskMs);
  await ask(opened, long, 'Section');
  await page.evaluate(() => window.bench.startFrames());
  await untilDone(opened);
  const frames = await page.evaluate(() => window.bench.frames());
  const after = await page.evaluate(() => window.bench.facts().longTaskMs);
  await opened.close();
  const answerMs = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
  return { ...frameRates(frames), longTaskMs: after - before, answerMs };
}
