/**
 * Runs in the page before its own scripts: notes when things first happened, in milliseconds since navigation, and counts
 * frames. Text, because it is handed to the browser.
 */
export const pageProbe = `
(() => {
  const marks = {};
  const frames = [];
  const watches = [];
  let longTaskMs = 0;
  const mark = (name) => { marks[name] ??= performance.now(); };
  document.addEventListener('input', (event) => {
    if (event.target instanceof HTMLTextAreaElement) mark('input');
  }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') marks.enter = performance.now();
  }, true);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTaskMs += entry.duration;
  }).observe({ type: 'longtask', buffered: true });
  const seen = new WeakSet();
  const answers = () => [...document.querySelectorAll('article[aria-label^="Answer"]')];
  const look = () => {
    for (const watch of [...watches]) {
      if (!watch.isThere()) continue;
      watches.splice(watches.indexOf(watch), 1);
      const domAt = performance.now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => watch.done({ domAt, paintAt: performance.now() });
        channel.port2.postMessage(0);
      });
    }
  };
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  });
  const beat = (now) => { frames.push(now); requestAnimationFrame(beat); };
  requestAnimationFrame(beat);
  const when = (isThere) => new Promise((done, fail) => {
    watches.push({ isThere, done });
    look();
    setTimeout(() => fail(new Error('It did not appear within a minute.')), 60000);
  });
  window.bench = {
    marks,
    when: (selector, count) => when(() => document.querySelectorAll(selector).length >= count),
    whenText: (text) => when(() => document.body?.textContent.includes(text)),
    rememberAnswers: () => { for (const answer of answers()) seen.add(answer); },
    whenAnswered: (pattern) => when(() => {
      const last = answers().at(-1);
      return last !== undefined && !seen.has(last) && new RegExp(pattern).test(last.textContent);
    }),
    whenIdle: () => when(() => document.querySelector('[role=log]')?.getAttribute('aria-busy') === 'false'),
    startFrames: () => { frames.length = 0; },
    frames: () => [...frames],
    facts: () => ({
      fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
      longTaskMs,
      nodes: document.querySelectorAll('*').length,
      heapMb: performance.memory ? performance.memory.usedJSHeapSize / 1048576 : null,
    }),
  };
})();
`;

export interface Shown {
  /** In the document. */
  readonly domAt: number;
  /** After the frame that drew it. */
  readonly paintAt: number;
}

/** What the probe leaves in the page, for `page.evaluate`. */
export interface PageBench {
  readonly marks: Record<string, number | undefined>;
  when(selector: string, count: number): Promise<Shown>;
  whenText(text: string): Promise<Shown>;
  rememberAnswers(): void;
  whenAnswered(pattern: string): Promise<Shown>;
  whenIdle(): Promise<Shown>;
  startFrames(): void;
  frames(): number[];
  facts(): { fcp: number | null; longTaskMs: number; nodes: number; heapMb: number | null };
}

declare global {
  interface Window {
    readonly bench: PageBench;
  }
}

/** Frames per second of a stretch: its mean, and the worst second of it. */
export function frameRates(frames: readonly number[]): {
  readonly meanFps: number;
  readonly worstSecondFps: number;
  readonly longestFrameMs: number;
} {
  const first = frames[0] ?? 0;
  const last = frames.at(-1) ?? 0;
  const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time));
  let worst = Number.POSITIVE_INFINITY;
  for (let start = first; start + 1_000 <= last; start += 50)
    worst = Math.min(worst, frames.filter((time) => time >= start && time < start + 1_000).length);
  return {
    meanFps: ((frames.length - 1) * 1_000) / (last - first),
    worstSecondFps: worst,
    longestFrameMs: Math.max(...gaps),
  };
}
