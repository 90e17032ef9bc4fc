import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile.ts';

describe('a turnstile', () => {
  it('lets the first through at once and the others in order, one per turn of the loop', async () => {
    const turnstile = new Turnstile();
    const passed: number[] = [];
    const pass = async (number: number) => {
      await turnstile.pass();
      passed.push(number);
    };
    const all = [1, 2, 3].map(pass);
    await Promise.resolve().then(() => undefined);
    expect(passed).toEqual([1]);
    const counts: number[] = [];
    while (passed.length < 3) {
      await setImmediate();
      counts.push(passed.length);
    }
    await Promise.all(all);
    expect(passed).toEqual([1, 2, 3]);
    expect(counts).toEqual([2, 3]);
  });

  it('is free again once nobody waits', async () => {
    const turnstile = new Turnstile();
    await turnstile.pass();
    await setImmediate();
    let hasPassed = false;
    const passing = turnstile.pass().then(() => {
      hasPassed = true;
    });
    await Promise.resolve().then(() => undefined);
    expect(hasPassed).toBe(true);
    await passing;
  });
});
