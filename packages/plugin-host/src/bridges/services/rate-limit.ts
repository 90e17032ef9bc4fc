import type { Clock } from '@braindrive/core';

interface Window {
  readonly startedAt: number;
  used: number;
}

/** Lets so much of something through in each window of time, for each key. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #amount: number;
  readonly #windows = new Map<string, Window>();

  constructor(options: {
    readonly clock: Clock;
    readonly windowMs: number;
    readonly amount: number;
  }) {
    this.#clock = options.clock;
    this.#windowMs = options.windowMs;
    this.#amount = options.amount;
  }

  /** @returns null when it is let through, else in how many milliseconds it would be. */
  take(key: string, amount = 1): number | null {
    const now = this.#clock.now().getTime();
    const known = this.#windows.get(key);
    const isOver = known === undefined || now - known.startedAt >= this.#windowMs;
    const window = isOver ? { startedAt: now, used: 0 } : known;
    if (isOver) this.#forgetOld(now);
    this.#windows.set(key, window);
    if (window.used + amount > this.#amount) return window.startedAt + this.#windowMs - now;
    window.used += amount;
    return null;
  }

  #forgetOld(now: number): void {
    for (const [key, { startedAt }] of this.#windows) {
      if (now - startedAt >= this.#windowMs) this.#windows.delete(key);
    }
  }
}
