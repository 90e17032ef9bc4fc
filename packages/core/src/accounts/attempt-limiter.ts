import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../domain-error.ts';

/** How many tries are allowed. */
export interface AttemptLimits {
  /** Failed sign-ins from one address in 15 minutes. */
  readonly signInPerAddress: number;
  /** Registrations, successful or not, from one address in an hour. */
  readonly registerPerAddress: number;
  /** Exchanges of refresh tokens from one address in a minute. */
  readonly refreshPerAddress: number;
  /** Wrong passwords for one account before it is locked for a while. */
  readonly failuresPerAccount: number;
}

export const defaultAttemptLimits: AttemptLimits = {
  signInPerAddress: 100,
  registerPerAddress: 20,
  refreshPerAddress: 120,
  failuresPerAccount: 5,
};

const firstLockSeconds = 30;
// A lock keeps the rightful owner out too. At this length a guesser gets about a hundred tries a day, which is
// nothing against a password of 12 characters, and the owner waits a quarter of an hour at worst.
const longestLockSeconds = 15 * 60;
const daySeconds = 24 * 60 * 60;

/** A try at a password that was let through; say how it ended. One that is never closed counts as failed. */
export interface Attempt {
  succeeded(): Promise<void>;
}

/**
 * Slows down guessing. Counts live in memory: a restart forgives. Every try is counted before the password is looked
 * at, so that a hundred at once are a hundred tries. Unknown emails are counted like known ones.
 */
export class AttemptLimiter {
  readonly #failuresAllowed: number;
  readonly #addresses: RateLimiterMemory;
  readonly #registrations: RateLimiterMemory;
  readonly #refreshes: RateLimiterMemory;
  readonly #failures: RateLimiterMemory;
  readonly #locks: RateLimiterMemory;

  constructor(limits: AttemptLimits = defaultAttemptLimits) {
    const limiter = (points: number, duration: number) =>
      new RateLimiterMemory({ points, duration });
    this.#failuresAllowed = limits.failuresPerAccount;
    this.#addresses = limiter(limits.signInPerAddress, 15 * 60);
    this.#registrations = limiter(limits.registerPerAddress, 60 * 60);
    this.#refreshes = limiter(limits.refreshPerAddress, 60);
    this.#failures = limiter(Number.MAX_SAFE_INTEGER, daySeconds);
    this.#locks = limiter(1, firstLockSeconds);
  }

  /**
   * Lets one try at a password through.
   * @param account - Email that signs in, known or not; the person's id where somebody signed in is asked again.
   * @param address - Null when the caller is signed in already.
   * @throws {DomainError} `RATE_LIMITED` for the address, `ACCOUNT_LOCKED` for the account.
   */
  async beginPassword(account: string, address: string | null): Promise<Attempt> {
    const addressKey = address === null ? null : networkOf(address);
    if (addressKey !== null) await spend(this.#addresses, addressKey);
    await this.#spendAccount(account);
    return {
      succeeded: async () => {
        await this.#failures.delete(account);
        await this.#locks.delete(account);
        if (addressKey !== null) await this.#addresses.reward(addressKey, 1);
      },
    };
  }

  /** @throws {DomainError} `RATE_LIMITED`. */
  async spendRegistration(address: string): Promise<void> {
    await spend(this.#registrations, networkOf(address));
  }

  /** @throws {DomainError} `RATE_LIMITED`. */
  async spendRefresh(address: string): Promise<void> {
    await spend(this.#refreshes, networkOf(address));
  }

  /** The first few failures are free; after them one try per lock, and each lock is twice as long as the last. */
  async #spendAccount(account: string): Promise<void> {
    const { consumedPoints } = await this.#failures.penalty(account, 1);
    const beyond = consumedPoints - this.#failuresAllowed;
    if (beyond < 0) return;
    const seconds = Math.min(firstLockSeconds * 2 ** beyond, longestLockSeconds);
    const refused = await consume(this.#locks, account, { customDuration: seconds });
    if (refused === null) return;
    // A try that was not let through says nothing about the password, so it does not lengthen the lock.
    await this.#failures.reward(account, 1);
    throw new DomainError(
      'ACCOUNT_LOCKED',
      `Too many wrong passwords for this account. Try again in ${durationText(refused)}.`,
      { retryAfterMs: refused },
    );
  }
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
  const refused = await consume(limiter, key);
  if (refused === null) return;
  throw new DomainError(
    'RATE_LIMITED',
    `Too many tries from this address. Try again in ${durationText(refused)}.`,
    { retryAfterMs: refused },
  );
}

/** @returns null when the try is allowed, else how long to wait in milliseconds. */
async function consume(
  limiter: RateLimiterMemory,
  key: string,
  options: { customDuration?: number } = {},
): Promise<number | null> {
  try {
    await limiter.consume(key, 1, options);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}

/** One household or server has a whole /64 of IPv6 addresses, so that is what is counted. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tailGroups.length;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tailGroups];
  const prefix = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${prefix.join(':')}::/64`;
}

function durationText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
