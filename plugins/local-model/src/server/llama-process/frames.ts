const headerBytes = 4;

/** Longest frame that either side accepts, in bytes: a prompt of a million tokens is about 5 MB. */
export const maxFrameBytes = 32 * 1024 * 1024;

/** A frame that is not ours: too long, or not JSON. The stream cannot be trusted from here on. */
class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Writes one value as a frame: its length in four little-endian bytes, then JSON in UTF-8. */
export function encodeFrame(value: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(value), 'utf8');
  if (body.length > maxFrameBytes) {
    throw new FrameError(`A frame of ${body.length} bytes is too long.`);
  }
  const frame = Buffer.allocUnsafe(headerBytes + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, headerBytes);
  return frame;
}

/** Cuts a byte stream back into values. One decoder per stream. */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #bufferedBytes = 0;

  /**
   * @returns The values that `chunk` completed, in order.
   * @throws {FrameError} when the bytes are no frame. The decoder must not be used after that.
   */
  push(chunk: Buffer): unknown[] {
    this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
    const values: unknown[] = [];
    for (let body = this.#takeBody(); body !== null; body = this.#takeBody()) {
      values.push(parseBody(body));
    }
    return values;
  }

  #takeBody(): Buffer | null {
    if (this.#bufferedBytes < headerBytes) {
      return null;
    }
    const head = this.#merge();
    const bodyBytes = head.readUInt32LE(0);
    if (bodyBytes > maxFrameBytes) {
      throw new FrameError(`A frame announces ${bodyBytes} bytes.`);
    }
    const frameBytes = headerBytes + bodyBytes;
    if (head.length < frameBytes) {
      return null;
    }
    this.#chunks = head.length === frameBytes ? [] : [head.subarray(frameBytes)];
    this.#bufferedBytes = head.length - frameBytes;
    return head.subarray(headerBytes, frameBytes);
  }

  /** Joins only when a frame may be complete, so a long frame in many chunks is not copied each time. */
  #merge(): Buffer {
    const first = this.#chunks[0] ?? Buffer.alloc(0);
    if (this.#chunks.length === 1) {
      return first;
    }
    if (first.length >= headerBytes) {
      const announced = first.readUInt32LE(0);
      if (announced <= maxFrameBytes && this.#bufferedBytes < headerBytes + announced) {
        return first;
      }
    }
    const merged = Buffer.concat(this.#chunks, this.#bufferedBytes);
    this.#chunks = [merged];
    return merged;
  }
}

function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new FrameError('A frame is not JSON.', { cause });
  }
}
