import { describe, expect, it } from 'vitest';
import {
  bytesOfBytes,
  formatAgo,
  formatBytes,
  formatDate,
  formatDuration,
  formatMemory,
} from './format.ts';

it.each([
  [0, '0 B'],
  [98_362_432, '98 MB'],
  [2_497_281_120, '2.5 GB'],
  [214_000_000_000, '214 GB'],
  [999_600, '1 MB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it('keeps what has come in the unit of the whole', () => {
  expect(bytesOfBytes(3_100_000_000, 5_000_000_000)).toBe('3.1 of 5.0 GB');
  expect(bytesOfBytes(0, 98_000_000)).toBe('0 of 98 MB');
  expect(bytesOfBytes(5_000_000, null)).toBe('5 MB');
});

it('counts memory in powers of two, as machines are sold', () => {
  expect(formatMemory(16 * 2 ** 30)).toBe('16 GB');
  expect(formatMemory(1.5 * 2 ** 30)).toBe('1.5 GB');
  expect(formatMemory(390 * 2 ** 20)).toBe('390 MB');
});

it('rounds a duration to the unit that people would say', () => {
  expect([4, 200, 9_000].map(formatDuration)).toEqual(['4 s', '3 min', '3 h']);
});

describe('dates', () => {
  const now = new Date('2026-11-22T12:00:00');

  it('names the year only when it is another one', () => {
    expect(formatDate(new Date('2026-11-03T08:00:00'), now)).toBe('3\u00a0Nov');
    expect(formatDate(new Date('2025-11-03T08:00:00'), now)).toBe('3\u00a0Nov\u00a02025');
  });

  it('says how long ago, for a week', () => {
    const before = (seconds: number) => formatAgo(new Date(now.getTime() - seconds * 1000), now);
    expect([20, 300, 86_400, 86_400 * 9].map(before)).toEqual([
      'now',
      '5 minutes ago',
      'yesterday',
      '13\u00a0Nov',
    ]);
  });
});
