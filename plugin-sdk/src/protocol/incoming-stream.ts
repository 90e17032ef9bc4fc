import { ProtocolError } from './frame-codec.ts';
import { rpcCodes, rpcError } from './rpc-error.ts';

/** Bytes of all streams of one peer that nobody has read yet. */
export interface UnreadBytes {
  count: number;
}

export interface IncomingStreamOptions {
  /** Items that may come before more credit is given. */
  readonly window: number;
  readonly giveCredit: (count: number) => void;
  readonly unread: UnreadBytes;
  /** Fails with `rpc/timeout` when a reader waits longer than this for an item. */
  readonly idleTimeoutMs: number | null;
}

/** Unread bytes of one peer, above which the sender is held to ignore its credit. */
const maxUnreadBytes = 64 * 1024 * 1024;
/** Credit is given back at the latest after so many bytes; senders stop at four times as many. */
const creditBytes = 64 * 1024;

interface Waiting {
  readonly value: unknown;
  readonly bytes: number;
}

/** Items of a stream between their arrival and their reader, never more than there is credit for. */
export class IncomingStream {
  readonly #options: IncomingStreamOptions;
  #queue: Waiting[] = [];
  #credit: number;
  #taken = 0;
  #takenBytes = 0;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #error: unknown = null;
  #wake: () => void = () => {};

  constructor(options: IncomingStreamOptions) {
    this.#options = options;
    this.#credit = options.window;
  }

  get isEnded(): boolean {
    return this.#state !== 'open';
  }

  /**
   * @param bytes - How much they were on the wire.
   * @throws {ProtocolError} when more came than was asked for.
   */
  push(values: readonly unknown[], bytes: number): void {
    if (this.isEnded) return;
    this.#credit -= values.length;
    if (this.#credit < 0) throw new ProtocolError('A stream sent more than it was asked for.');
    const { unread } = this.#options;
    if (unread.count > maxUnreadBytes) throw new ProtocolError('Streams sent more than fits.');
    const share = Math.ceil(bytes / Math.max(1, values.length));
    for (const value of values) this.#queue.push({ value, bytes: share });
    unread.count += share * values.length;
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
    try {
      while (true) {
        const next = this.#queue.shift();
        if (next !== undefined) {
          this.#took(next.bytes);
          yield next.value;
        } else if (this.#state === 'failed') throw this.#error;
        else if (this.#state === 'ended') return;
        else await this.#arrival();
      }
    } finally {
      for (const { bytes } of this.#queue) this.#options.unread.count -= bytes;
      this.#queue = [];
    }
  }

  async #arrival(): Promise<void> {
    const { idleTimeoutMs } = this.#options;
    const timer =
      idleTimeoutMs === null
        ? undefined
        : setTimeout(
            () => this.fail(rpcError(rpcCodes.timeout, `Nothing came for ${idleTimeoutMs} ms.`)),
            idleTimeoutMs,
          );
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    clearTimeout(timer);
  }

  /** Credit is given back in halves of the window, not one by one, unless items are large. */
  #took(bytes: number): void {
    this.#options.unread.count -= bytes;
    this.#taken++;
    this.#takenBytes += bytes;
    const isDue = this.#taken >= this.#options.window / 2 || this.#takenBytes >= creditBytes;
    if (!isDue || this.isEnded) return;
    this.#credit += this.#taken;
    this.#options.giveCredit(this.#taken);
    this.#taken = 0;
    this.#takenBytes = 0;
  }
}
