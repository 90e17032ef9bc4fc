import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

const minBytes = 1_024;
const brotliQuality = 9;

/**
 * Compressed bodies of files that never change, made when they are first asked for. Holds as many as fit; the one that
 * was not asked for longest goes first.
 */
export class CompressedFileCache {
  readonly #maxBytes: number;
  readonly #bodies = new Map<string, Promise<Buffer>>();
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @param name - Says which file it is; the same name is the same bytes for ever. */
  async body(name: string, bytes: Buffer, encoding: Encoding): Promise<Buffer> {
    if (encoding === 'identity' || bytes.length < minBytes) return bytes;
    const key = `${encoding} ${name}`;
    const known = this.#bodies.get(key);
    if (known !== undefined) {
      this.#bodies.delete(key);
      this.#bodies.set(key, known);
      return known;
    }
    const body = compress(bytes, encoding);
    this.#bodies.set(key, body);
    const { length } = await body;
    this.#sizes.set(key, length);
    this.#bytes += length;
    this.#shrink();
    return body;
  }

  #shrink(): void {
    for (const key of this.#bodies.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#bytes -= this.#sizes.get(key) ?? 0;
      this.#sizes.delete(key);
      this.#bodies.delete(key);
    }
  }
}

const compress = (bytes: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> =>
  encoding === 'br'
    ? compressBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
    : compressGzip(bytes);

/** The best encoding that a client takes. */
export function encodingOf(acceptEncoding: string | undefined): Encoding {
  const accepted = (acceptEncoding ?? '')
    .split(',')
    .map((part) => part.trim().split(';'))
    .filter(([, weight]) => weight?.replaceAll(' ', '') !== 'q=0')
    .map(([name]) => name);
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}
