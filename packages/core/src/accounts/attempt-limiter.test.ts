import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AttemptLimiter, defaultAttemptLimits, networkOf } from './attempt-limiter.ts';

let limiter: AttemptLimiter;
// The library reads the machine's clock and keeps timers, so both are replaced here.
beforeEach(() => {
  vi.useFakeTimers();
  limiter = new AttemptLimiter({ ...defaultAttemptLimits, signInPerAddress: 1_000 });
});
afterEach(() => vi.useRealTimers());

const begin = (account = 'ada@home.example', address: string | null = '192.0.2.7') =>
  limiter.beginPassword(account, address);
const waitMs = async (): Promise<number> => {
  const error: unknown = await begin().then(
    () => null,
    (refusal: unknown) => refusal,
  );
  return error !== null && typeof error === 'object' && 'retryAfterMs' in error
    ? Number(error.retryAfterMs)
    : 0;
};
const failTimes = async (count: number) => {
  for (let index = 0; index < count; index += 1) await begin();
};

describe('an account', () => {
  it('is locked for twice as long each time, a quarter of an hour at most', async () => {
    await failTimes(5);
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const wait = await waitMs();
      waits.push(wait / 1000);
      vi.advanceTimersByTime(wait);
      await begin();
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });

  it('lets no more through when a hundred try at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => begin()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('is not locked longer by tries that are refused', async () => {
    await failTimes(5);
    for (let count = 0; count < 50; count += 1) expect(await waitMs()).toBe(30_000);
    vi.advanceTimersByTime(30_000);
    await begin();
    expect(await waitMs()).toBe(60_000);
  });

  it('starts anew after a success and after a day', async () => {
    await failTimes(4);
    await (await begin()).succeeded();
    await failTimes(5);
    vi.advanceTimersByTime(24 * 60 * 60 * 1000);
    await failTimes(5);
  });
});

describe('an address', () => {
  it('has a limit over all accounts, which successes do not use up', async () => {
    limiter = new AttemptLimiter({ ...defaultAttemptLimits, signInPerAddress: 3 });
    for (let count = 0; count < 10; count += 1) await (await begin(`a${count}`)).succeeded();
    for (let count = 0; count < 3; count += 1) await begin(`b${count}`);
    await expect(begin('c')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 15 * 60 * 1000,
    });
    await begin('c', '198.51.100.1');
  });

  it('may register a few times an hour', async () => {
    for (let count = 0; count < 20; count += 1) await limiter.spendRegistration('192.0.2.7');
    await expect(limiter.spendRegistration('192.0.2.7')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
    vi.advanceTimersByTime(60 * 60 * 1000);
    await limiter.spendRegistration('192.0.2.7');
  });
});

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
