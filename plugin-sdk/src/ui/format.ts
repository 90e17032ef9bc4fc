const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function unitOf(bytes: number): number {
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) {
    bytes /= 1000;
    unit += 1;
  }
  return unit;
}

const inUnit = (bytes: number, unit: number): string => {
  const value = bytes / 1000 ** unit;
  return value.toFixed(unit >= 3 && value < 10 ? 1 : 0);
};

/** Decimal bytes as people read them: `98 MB`, `2.5 GB`. */
export function formatBytes(bytes: number): string {
  const unit = unitOf(bytes);
  return `${inUnit(bytes, unit)} ${units[unit]}`;
}

/** `3.1 of 5.0 GB`: both in the unit of the whole. */
export function bytesOfBytes(received: number, total: number | null): string {
  if (total === null) return formatBytes(received);
  const unit = unitOf(total);
  return `${inUnit(received, unit)} of ${inUnit(total, unit)} ${units[unit]}`;
}

/** Memory, in whole or half GB, where machines count in powers of two. */
export function formatMemory(bytes: number): string {
  const gib = bytes / 2 ** 30;
  if (gib < 0.95) return `${Math.round(bytes / 2 ** 20 / 10) * 10} MB`;
  return `${gib < 10 ? Number(gib.toFixed(1)) : Math.round(gib)} GB`;
}

/** `About 5 seconds`, `about 3 minutes`; without the word "about". */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** A date as `3 Nov`, with the year when it is another one. */
export function formatDate(date: Date, now = new Date()): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
  // A date is one word: it does not break at the end of a line.
  return text.replaceAll(' ', '\u00a0');
}

const steps = [
  { unit: 'minute', seconds: 60, until: 3600 },
  { unit: 'hour', seconds: 3600, until: 86_400 },
  { unit: 'day', seconds: 86_400, until: 86_400 * 7 },
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `now`, `5 minutes ago`, `yesterday`, then a date. */
export function formatAgo(date: Date, now = new Date()): string {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  if (seconds < 60) return 'now';
  const step = steps.find(({ until }) => seconds < until);
  return step === undefined
    ? formatDate(date, now)
    : relative.format(-Math.floor(seconds / step.seconds), step.unit);
}
