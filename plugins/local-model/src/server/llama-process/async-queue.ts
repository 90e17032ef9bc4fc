/** Values pushed on one side, iterated once on the other. Unbounded: its writers are bounded by a model's context. */
export class AsyncQueue<Value> implements AsyncIterable<Value> {
  readonly #values: Value[] = [];
  readonly #drained = Promise.withResolvers<void>();
  #wake: (() => void) | null = null;
  #isClosed = false;
  #failure: Error | null = null;

  push(value: Value): void {
    this.#values.push(value);
    this.#wake?.();
  }

  /** No more values will come. */
  close(): void {
    this.#isClosed = true;
    this.#drained.resolve();
    this.#wake?.();
  }

  /** The reader gets what is there, then this. */
  fail(failure: Error): void {
    this.#failure ??= failure;
    this.close();
  }

  /** Settles when the writer is done, read or not. */
  drained(): Promise<void> {
    return this.#drained.promise;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    for (;;) {
      const next = this.#values.shift();
      if (next !== undefined) {
        yield next;
      } else if (this.#failure !== null) {
        throw this.#failure;
      } else if (this.#isClosed) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = null;
      }
    }
  }
}
