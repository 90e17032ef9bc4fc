import { expect, it } from 'vitest';
import { threadCount } from './thread-count.ts';

it.each([
  [1, 1e8, 1],
  [2, 1e8, 1],
  [2, 5e9, 2],
  [4, 1e8, 3],
  [8, 5e9, 7],
])('computes on %d cores a model of %d bytes with %d threads', (cores, bytes, threads) => {
  expect(threadCount(cores, bytes)).toBe(threads);
});
