import { jobIntervalPattern } from '@braindrive/plugin-sdk';

const minuteMs = 60_000;
const unitMs = { m: minuteMs, h: 60 * minuteMs, d: 24 * 60 * minuteMs } as const;
const longestBackOffMs = unitMs.d;

/** `15m` in milliseconds. @throws {Error} for what no manifest can hold. */
export function intervalMs(every: string): number {
  const [, count, unit] = jobIntervalPattern.exec(every) ?? [];
  if (unit !== 'm' && unit !== 'h' && unit !== 'd') throw new Error(`${every} is no interval.`);
  return Number(count) * unitMs[unit];
}

/** When a job runs next: after its interval, after failures in a row twice as long each time, a day at most. */
export function nextRunAt(endedAt: number, every: string, failures: number): number {
  const interval = intervalMs(every);
  const backedOff = interval * 2 ** Math.min(failures, 10);
  return endedAt + Math.max(interval, Math.min(backedOff, longestBackOffMs));
}
