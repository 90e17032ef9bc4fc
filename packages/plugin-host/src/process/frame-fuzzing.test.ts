import { expect, it } from 'vitest';
import { fuzzBorder } from './testing/fuzz-border.ts';

it('survives a hundred thousand frames that are half right', async () => {
  const { violations, closed } = await fuzzBorder({ frames: 100_000, seed: 20_261_122 });
  expect(violations).toEqual([]);
  // Both ways were taken: borders that broke, and borders that bore it.
  expect(closed).toBeGreaterThan(100);
  expect(closed).toBeLessThan(100_000);
}, 60_000);
