import { ProtocolError } from './frame-codec.ts';

/** Items of a stream between their arrival and their reader, never more than there is credit for. */
export class IncomingStream {
  readonly #window: number;
  readonly #giveCredit: (count: number) => void;
  #queue: unknown[] = [];
  #credit: number;
  #taken = 0;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #error: unknown = null;
  #wake: () => void = () => {};

  constructor(window: number, giveCredit: (count: number) => void) {
    this.#window = window;
    this.#credit = window;
    this.#giveCredit = giveCredit;
  }

  get isEnded(): boolean {
    return this.#state !== 'open';
  }

  /** @throws {ProtocolError} when more came than was asked for. */
  push(values: readonly unknown[]): void {
    if (this.isEnded) return;
    this.#credit -= values.length;
    if (this.#credit < 0) throw new ProtocolError('A stream sent more than it was asked for.');
    for (const value of values) this.#queue.push(value);
    this.#wake();
  }

  end(): void {
    if (!this.isEnded) this.#state = 'ended';
    this.#wake();
  }

  fail(error: unknown): void {
    if (!this.isEnded) {
      this.#state = 'failed';
      this.#error = error;
    }
    this.#wake();
  }

  /** Everything that arrived is read before an end or an error is told. */
  async *items(): AsyncGenerator<unknown, void> {
    while (true) {
      const batch = this.#queue;
      this.#queue = [];
      for (const value of batch) {
        this.#took();
        yield value;
      }
      if (this.#queue.length > 0) continue;
      if (this.#state === 'failed') throw this.#error;
      if (this.#state === 'ended') return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Credit is given back in halves of the window, not one by one. */
  #took(): void {
    this.#taken++;
    if (this.#taken < this.#window / 2 || this.isEnded) return;
    this.#credit += this.#taken;
    this.#giveCredit(this.#taken);
    this.#taken = 0;
  }
}
