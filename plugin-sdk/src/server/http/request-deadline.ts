/**
 * Ends a request on the first of three events: the caller's abort, too long a silence, {@link RequestDeadline.abort}.
 * Call {@link RequestDeadline.end} when the request is over, else the timer keeps the process alive.
 */
export class RequestDeadline {
  readonly #controller = new AbortController();
  readonly #callerSignal: AbortSignal;
  #timeoutMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasExpired = false;
  #isPaused = false;

  constructor(callerSignal: AbortSignal, timeoutMs: number) {
    this.#callerSignal = callerSignal;
    if (callerSignal.aborted) this.#controller.abort(callerSignal.reason);
    else callerSignal.addEventListener('abort', this.abort, { once: true });
    this.restart(timeoutMs);
  }

  /** For `fetch`: aborted by any of the three. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True when the silence was too long, and nobody aborted before. */
  get hasExpired(): boolean {
    return this.#hasExpired;
  }

  get isAbortedByCaller(): boolean {
    return this.#callerSignal.aborted;
  }

  /** The limit in force. */
  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  /** Something came: starts the count anew. Cheap enough to call for every piece of a stream. */
  restart(timeoutMs: number): void {
    this.#isPaused = false;
    if (this.#timer !== undefined && timeoutMs === this.#timeoutMs) {
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#timeoutMs = timeoutMs;
    this.#timer = setTimeout(this.#expire, timeoutMs);
  }

  /** The silence is the caller's own until {@link RequestDeadline.restart}: it has not asked for more. */
  pause(): void {
    this.#isPaused = true;
  }

  readonly abort = (): void => {
    this.#controller.abort(this.#callerSignal.reason);
  };

  readonly #expire = (): void => {
    if (this.#isPaused) return;
    this.#hasExpired = !this.#controller.signal.aborted;
    this.#controller.abort();
  };

  end(): void {
    clearTimeout(this.#timer);
    this.#callerSignal.removeEventListener('abort', this.abort);
  }
}
