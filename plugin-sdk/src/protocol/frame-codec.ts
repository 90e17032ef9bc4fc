/** Largest frame of raw bytes, without its header. */
export const maxFrameBytes: number = 32 * 1024 * 1024;
/** Largest frame of JSON: reading one must not keep the other side's event loop long. */
export const maxJsonBytes: number = 8 * 1024 * 1024;
/** Objects and lists in one frame of JSON. Empty ones are two bytes to send and much work to read. */
export const maxJsonContainers = 200_000;

/** A frame that breaks the protocol: the other side can no longer be understood and has to be stopped. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const headerBytes = 5;
const kinds = { json: 0, bytes: 1 } as const;

/** What one frame carries: messages of one tick as JSON, or raw bytes of one stream. */
export type Frame =
  | { readonly kind: 'json'; readonly value: unknown; readonly size: number }
  | { readonly kind: 'bytes'; readonly streamId: number; readonly bytes: Uint8Array };

const limits: Readonly<Record<number, number>> = {
  [kinds.json]: maxJsonBytes,
  [kinds.bytes]: maxFrameBytes,
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

function checkLength(kind: number, bodyLength: number): void {
  const limit = limits[kind];
  if (limit === undefined) throw new ProtocolError('A frame is of an unknown kind.');
  if (bodyLength > limit) {
    throw new ProtocolError(`A frame of ${bodyLength} bytes is over the limit of ${limit}.`);
  }
}

/** Small frames are cheap whatever they hold. */
const countedFromBytes = 2 * maxJsonContainers;
const openingBrace = 0x7b;
const openingBracket = 0x5b;

/** True when reading it would take too long. Braces inside of texts count too: it is an upper bound. */
export function hasTooManyContainers(body: Uint8Array): boolean {
  if (body.length < countedFromBytes) return false;
  let count = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === openingBrace || byte === openingBracket) count++;
  }
  return count > maxJsonContainers;
}

function withHeader(kind: number, bodyLength: number): { frame: Uint8Array; view: DataView } {
  checkLength(kind, bodyLength);
  const frame = new Uint8Array(headerBytes + bodyLength);
  const view = new DataView(frame.buffer);
  view.setUint32(0, bodyLength);
  view.setUint8(4, kind);
  return { frame, view };
}

/** @throws {ProtocolError} when it is larger than {@link maxJsonBytes}. */
export const encodeJsonFrame = (value: unknown): Uint8Array =>
  encodeJsonText(JSON.stringify(value));

/**
 * @param text - JSON.
 * @throws {ProtocolError} when it is larger than {@link maxJsonBytes}.
 */
export function encodeJsonText(text: string): Uint8Array {
  const body = encoder.encode(text);
  const { frame } = withHeader(kinds.json, body.length);
  frame.set(body, headerBytes);
  return frame;
}

/** @throws {ProtocolError} when it is larger than {@link maxFrameBytes}. */
export function encodeBytesFrame(streamId: number, bytes: Uint8Array): Uint8Array {
  const { frame, view } = withHeader(kinds.bytes, 4 + bytes.length);
  view.setUint32(headerBytes, streamId);
  frame.set(bytes, headerBytes + 4);
  return frame;
}

/** Puts frames together again from pieces that are cut anywhere. */
export class FrameDecoder {
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Bytes that the next frame needs before it can be read. */
  #needed = headerBytes;

  /** @throws {ProtocolError} at the first frame that is too large, of an unknown kind, or not JSON. */
  push(piece: Uint8Array): Frame[] {
    if (piece.length === 0) return [];
    this.#pieces.push(piece);
    this.#length += piece.length;
    const frames: Frame[] = [];
    while (this.#length >= this.#needed) {
      const bytes = this.#joined();
      const bodyLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
      checkLength(bytes[4] ?? -1, bodyLength);
      this.#needed = headerBytes + bodyLength;
      if (this.#length < this.#needed) break;
      frames.push(readFrame(bytes[4] ?? -1, bytes.subarray(headerBytes, this.#needed)));
      this.#length -= this.#needed;
      this.#pieces = this.#length === 0 ? [] : [bytes.subarray(this.#needed)];
      this.#needed = headerBytes;
    }
    return frames;
  }

  /** Pieces are joined only when a frame is whole, so that many small pieces of a large one cost little. */
  #joined(): Uint8Array {
    const [first] = this.#pieces;
    if (this.#pieces.length === 1 && first !== undefined) return first;
    const bytes = new Uint8Array(this.#length);
    let offset = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, offset);
      offset += piece.length;
    }
    this.#pieces = [bytes];
    return bytes;
  }
}

function readFrame(kind: number, body: Uint8Array): Frame {
  if (kind === kinds.json) {
    if (hasTooManyContainers(body)) throw new ProtocolError('A frame holds too many values.');
    try {
      return { kind: 'json', value: JSON.parse(decoder.decode(body)), size: body.length };
    } catch (cause) {
      throw new ProtocolError('A frame is not JSON.', { cause });
    }
  }
  if (kind === kinds.bytes && body.length >= 4) {
    const streamId = new DataView(body.buffer, body.byteOffset).getUint32(0);
    return { kind: 'bytes', streamId, bytes: body.slice(4) };
  }
  throw new ProtocolError('A frame is of an unknown kind.');
}
