/** A clock that moves only when a test says so. It fits the `Clock` port of core. */
export interface FakeClock {
  now(): Date;
  /** Moves the time forward. */
  advance(milliseconds: number): void;
}

const defaultStart = new Date('2026-03-01T09:00:00.000Z');

/** A clock that stands at `start` until it is advanced. */
export function createFakeClock(start: Date = defaultStart): FakeClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advance: (milliseconds) => {
      nowMs += milliseconds;
    },
  };
}
