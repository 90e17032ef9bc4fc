import { damaged } from './archive-error.ts';

/** Takes exact amounts of bytes out of chunks of any size. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** @returns the bytes, or null when the source ends before the first. @throws when it ends among them. */
  async read(length: number): Promise<Uint8Array | null> {
    const taken = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const part = await this.#take(length - filled);
      if (part === null) {
        if (filled === 0) return null;
        throw damaged('it ends too early');
      }
      taken.set(part, filled);
      filled += part.length;
    }
    return taken;
  }

  /** Exactly `length` bytes, in parts. @throws when the source ends before. */
  async *stream(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      const part = await this.#take(left);
      if (part === null) throw damaged('it ends too early');
      left -= part.length;
      yield part;
    }
  }

  /** All that is left. */
  async *remainder(): AsyncGenerator<Uint8Array> {
    for (let part = await this.#take(Infinity); part !== null; part = await this.#take(Infinity)) {
      yield part;
    }
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #take(limit: number): Promise<Uint8Array | null> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return null;
      this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }
}
