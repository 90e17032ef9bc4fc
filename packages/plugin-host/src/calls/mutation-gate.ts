import { DomainError } from '@braindrive/core';

/** Keeps new mutations of one person and plugin waiting until it is released. */
export interface MutationHold {
  /** Settles when no mutation that began before is running. */
  readonly quiet: Promise<void>;
  /** Lets the waiting ones go. Idempotent. */
  release(): void;
}

interface Lane {
  running: number;
  waiting: number;
  hold: Promise<void> | null;
  onQuiet: () => void;
}

/** Longest time that a mutation waits for an upgrade. */
const maxWaitMs = 5_000;

/**
 * Mutations of a plugin wait while its data is moved to another version, so that none is lost between the snapshot and
 * the swap. Queries pass.
 */
export class MutationGate {
  readonly #lanes = new Map<string, Lane>();
  readonly #maxWaitMs: number;

  constructor(options: { readonly maxWaitMs?: number } = {}) {
    this.#maxWaitMs = options.maxWaitMs ?? maxWaitMs;
  }

  /** Holds new mutations. One hold at a time for each person and plugin: upgrades have a lock of their own. */
  hold(userId: string, slug: string): MutationHold {
    const lane = this.#lane(userId, slug);
    let release = () => {};
    const hold = new Promise<void>((resolve) => {
      release = resolve;
    });
    lane.hold = hold;
    const quiet = new Promise<void>((resolve) => {
      lane.onQuiet = resolve;
    });
    if (lane.running === 0) lane.onQuiet();
    return {
      quiet,
      release: () => {
        if (lane.hold === hold) lane.hold = null;
        release();
        this.#forget(userId, slug, lane);
      },
    };
  }

  /**
   * Runs a mutation, after the hold if there is one.
   * @throws {DomainError} `PLUGIN_BUSY` when the hold lasts too long.
   */
  async pass<Result>(userId: string, slug: string, work: () => Promise<Result>): Promise<Result> {
    const lane = this.#lane(userId, slug);
    lane.waiting += 1;
    try {
      while (lane.hold !== null) await this.#wait(lane.hold);
      lane.running += 1;
    } finally {
      lane.waiting -= 1;
      this.#forget(userId, slug, lane);
    }
    try {
      return await work();
    } finally {
      lane.running -= 1;
      if (lane.running === 0) lane.onQuiet();
      this.#forget(userId, slug, lane);
    }
  }

  async #wait(hold: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new DomainError('PLUGIN_BUSY', 'The plugin is being updated. Try again in a moment.', {
              retryAfterMs: this.#maxWaitMs,
            }),
          ),
        this.#maxWaitMs,
      );
    });
    try {
      await Promise.race([hold, tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  #lane(userId: string, slug: string): Lane {
    const key = `${userId}/${slug}`;
    const lane = this.#lanes.get(key) ?? { running: 0, waiting: 0, hold: null, onQuiet: () => {} };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** A lane that somebody still waits in has to stay the one that newcomers find. */
  #forget(userId: string, slug: string, lane: Lane): void {
    const key = `${userId}/${slug}`;
    const isIdle = lane.running === 0 && lane.waiting === 0 && lane.hold === null;
    if (isIdle && this.#lanes.get(key) === lane) this.#lanes.delete(key);
  }
}
