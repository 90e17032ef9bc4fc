export interface HeartbeatOptions {
  readonly ping: () => Promise<void>;
  /** Only who is asked something has to answer. */
  readonly isAsked: () => boolean;
  /** Between pings, and how long one may stay unanswered. */
  readonly intervalMs: number;
  readonly onSilent: () => void;
}

/** Finds a process whose event loop does not turn. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  #deadline: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      if (options.isAsked()) this.probe();
    }, options.intervalMs);
    this.#timer.unref();
  }

  /** Pings now, unless a ping is on its way. */
  probe(): void {
    if (this.#deadline !== null || this.#isStopped) return;
    let isAnswered = false;
    const deadline = setTimeout(() => {
      // When the host itself stood still, the answer lies in the pipe: read once before judging.
      setImmediate(() =>
        setImmediate(() => {
          if (!isAnswered && !this.#isStopped) this.#options.onSilent();
        }),
      );
    }, this.#options.intervalMs);
    deadline.unref();
    this.#deadline = deadline;
    this.#options.ping().then(
      () => {
        isAnswered = true;
        clearTimeout(deadline);
        this.#deadline = null;
      },
      // The border closed, and with it the process ends.
      () => this.stop(),
    );
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    if (this.#deadline !== null) clearTimeout(this.#deadline);
  }
}
