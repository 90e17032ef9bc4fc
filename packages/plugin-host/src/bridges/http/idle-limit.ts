/** Aborts when nothing happened for a while. */
export class IdleLimit {
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  readonly #reason: () => unknown;
  readonly #parent: AbortSignal;
  readonly #onParent = () => this.#controller.abort(this.#parent.reason);
  #timer: NodeJS.Timeout | undefined;

  /** @param options.reason - Makes what the work fails with. */
  constructor(options: {
    readonly timeoutMs: number;
    readonly parent: AbortSignal;
    readonly reason: () => unknown;
  }) {
    this.#timeoutMs = options.timeoutMs;
    this.#reason = options.reason;
    this.#parent = options.parent;
    if (this.#parent.aborted) this.#onParent();
    this.#parent.addEventListener('abort', this.#onParent, { once: true });
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something happened. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(this.#reason()), this.#timeoutMs);
  }

  /** Waits for somebody else now, who may take their time. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** Ends the work too, if it still goes on. */
  end(): void {
    clearTimeout(this.#timer);
    this.#parent.removeEventListener('abort', this.#onParent);
    this.#controller.abort(new Error('Nobody reads this any more.'));
  }
}
