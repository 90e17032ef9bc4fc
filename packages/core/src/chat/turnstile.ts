/**
 * Lets one piece of synchronous work through per turn of the event loop. When two hundred people ask at once, or their
 * answers end together, the words of everybody else get out between one and the next instead of after the last.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Settles when it is the caller's turn; at once when nobody passed in this turn of the loop. */
  async pass(): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#take();
  }

  #take(): void {
    this.#isTaken = true;
    setImmediate(() => {
      const next = this.#waiting.shift();
      this.#isTaken = false;
      if (next === undefined) return;
      this.#take();
      next();
    });
  }
}
