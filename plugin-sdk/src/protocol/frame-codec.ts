/** Largest frame, in bytes without its header. */
export const maxFrameBytes: number = 32 * 1024 * 1024;

/** A frame that breaks the protocol: the other side can no longer be understood and has to be stopped. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const headerBytes = 5;
const kinds = { json: 0, bytes: 1 } as const;

/** What one frame carries: messages of one tick as JSON, or raw bytes of one stream. */
export type Frame =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'bytes'; readonly streamId: number; readonly bytes: Uint8Array };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

function withHeader(kind: number, bodyLength: number): { frame: Uint8Array; view: DataView } {
  if (bodyLength > maxFrameBytes) {
    throw new ProtocolError(
      `A frame of ${bodyLength} bytes is over the limit of ${maxFrameBytes}.`,
    );
  }
  const frame = new Uint8Array(headerBytes + bodyLength);
  const view = new DataView(frame.buffer);
  view.setUint32(0, bodyLength);
  view.setUint8(4, kind);
  return { frame, view };
}

/** @throws {ProtocolError} when it is larger than {@link maxFrameBytes}. */
export function encodeJsonFrame(value: unknown): Uint8Array {
  const body = encoder.encode(JSON.stringify(value));
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
    this.#pieces.push(piece);
    this.#length += piece.length;
    const frames: Frame[] = [];
    while (this.#length >= this.#needed) {
      const bytes = this.#joined();
      const bodyLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
      if (bodyLength > maxFrameBytes) throw new ProtocolError('A frame is over the size limit.');
      this.#needed = headerBytes + bodyLength;
      if (this.#length < this.#needed) break;
      frames.push(readFrame(bytes[4] ?? -1, bytes.subarray(headerBytes, this.#needed)));
      this.#pieces = [bytes.subarray(this.#needed)];
      this.#length -= this.#needed;
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
    try {
      return { kind: 'json', value: JSON.parse(decoder.decode(body)) };
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
