import { type ProcessMemory, readProcessMemory } from './process-memory.ts';

export interface MemoryWatchdogOptions {
  readonly pid: number;
  readonly limitBytes: number;
  readonly intervalMs: number;
  /** Which of the two numbers counts. */
  readonly counts: keyof ProcessMemory;
  readonly onExceeded: (bytes: number) => void;
}

/** Memory outside V8's heap has no limit of its own: this looks at the whole process. */
export class MemoryWatchdog {
  readonly #options: MemoryWatchdogOptions;
  readonly #timer: NodeJS.Timeout;
  #isReading = false;
  #bytes = 0;

  constructor(options: MemoryWatchdogOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#check(), options.intervalMs);
    this.#timer.unref();
  }

  /** As of the last look. */
  get bytes(): number {
    return this.#bytes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const memory = await readProcessMemory(this.#options.pid);
    this.#isReading = false;
    if (memory === null) return;
    this.#bytes = memory[this.#options.counts];
    if (this.#bytes > this.#options.limitBytes) {
      this.stop();
      this.#options.onExceeded(this.#bytes);
    }
  }
}
