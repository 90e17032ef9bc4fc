/** One piece of work at a time for each key; the others wait in the order they came. */
export class PluginLock {
  readonly #tails = new Map<string, Promise<unknown>>();

  async run<Result>(ownerId: string, slug: string, work: () => Promise<Result>): Promise<Result> {
    const key = `${ownerId} ${slug}`;
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    // Who waits behind does not care how this one ended.
    const tail = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  /** Work of a person that is under way or waits. */
  async settle(ownerId: string): Promise<void> {
    const prefix = `${ownerId} `;
    await Promise.all(
      [...this.#tails].flatMap(([key, tail]) => (key.startsWith(prefix) ? [tail] : [])),
    );
  }
}
