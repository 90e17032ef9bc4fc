import type { FileHandle } from 'node:fs/promises';

const windowBytes = 1024 * 1024;

/** The file ended, or grew past what a header may be. */
class ByteRangeError extends Error {
  override readonly name = 'ByteRangeError';
}

/** Reads a file forwards in windows of 1 MB, up to a limit. */
export class ByteReader {
  readonly #file: FileHandle;
  readonly #limitBytes: number;
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;
  #position = 0;

  constructor(file: FileHandle, limitBytes: number) {
    this.#file = file;
    this.#limitBytes = limitBytes;
  }

  async uint32(): Promise<number> {
    return (await this.take(4)).readUInt32LE(0);
  }

  /** @throws {ByteRangeError} for numbers that no sane header holds. */
  async uint64(): Promise<number> {
    const value = (await this.take(8)).readBigUInt64LE(0);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new ByteRangeError('A number in the header is too large.');
    }
    return Number(value);
  }

  /** @returns The next bytes; valid until the next call. */
  async take(count: number): Promise<Buffer> {
    this.#checkLimit(count);
    const offset = this.#position - this.#windowStart;
    if (offset + count > this.#window.length) {
      await this.#fill(count);
    }
    const start = this.#position - this.#windowStart;
    this.#position += count;
    return this.#window.subarray(start, start + count);
  }

  skip(count: number): void {
    this.#checkLimit(count);
    this.#position += count;
  }

  #checkLimit(count: number): void {
    if (this.#position + count > this.#limitBytes) {
      throw new ByteRangeError('The header is too long.');
    }
  }

  async #fill(count: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(Math.max(count, windowBytes));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.#position);
    if (bytesRead < count) {
      throw new ByteRangeError('The file ends inside its header.');
    }
    this.#window = buffer.subarray(0, bytesRead);
    this.#windowStart = this.#position;
  }
}
