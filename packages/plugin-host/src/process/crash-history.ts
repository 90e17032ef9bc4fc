const backOffMs = [200, 1_000, 5_000, 30_000] as const;
const windowMs = 10 * 60_000;
const maxCrashes = 5;

/** When a plugin that crashes may be started again: later each time, and not at all after five in ten minutes. */
export class CrashHistory {
  #crashesMs: number[] = [];
  #isQuarantined = false;

  get isQuarantined(): boolean {
    return this.#isQuarantined;
  }

  record(nowMs: number): void {
    this.#forgetOld(nowMs);
    this.#crashesMs.push(nowMs);
    if (this.#crashesMs.length >= maxCrashes) this.#isQuarantined = true;
  }

  /** Crashes of the last ten minutes. */
  recent(nowMs: number): number {
    this.#forgetOld(nowMs);
    return this.#crashesMs.length;
  }

  /** Time until the next start is allowed; zero when it is. */
  waitMs(nowMs: number): number {
    this.#forgetOld(nowMs);
    const last = this.#crashesMs.at(-1);
    if (last === undefined) return 0;
    const step = Math.min(this.#crashesMs.length, backOffMs.length) - 1;
    return Math.max(0, last + (backOffMs[step] ?? 0) - nowMs);
  }

  /** The plugin was repaired, or somebody wants to try again. */
  clear(): void {
    this.#crashesMs = [];
    this.#isQuarantined = false;
  }

  #forgetOld(nowMs: number): void {
    this.#crashesMs = this.#crashesMs.filter((crash) => nowMs - crash < windowMs);
  }
}
