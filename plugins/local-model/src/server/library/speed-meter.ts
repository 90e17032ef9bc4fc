const windowMs = 5000;
const firstFigureMs = 1000;

/** Average speed of the last five seconds. */
export class SpeedMeter {
  #samples: { atMs: number; bytes: number }[] = [];

  /** @returns Bytes per second, or null until there is a figure worth showing. */
  add(atMs: number, bytes: number): number | null {
    const last = this.#samples.at(-1);
    if (last !== undefined && bytes < last.bytes) {
      this.#samples = [];
    }
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && atMs - (this.#samples[1]?.atMs ?? atMs) >= windowMs) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (first === undefined || atMs - first.atMs < firstFigureMs) {
      return null;
    }
    return ((bytes - first.bytes) * 1000) / (atMs - first.atMs);
  }
}
