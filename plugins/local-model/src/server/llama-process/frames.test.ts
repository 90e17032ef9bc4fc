import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameDecoder, maxFrameBytes } from './frames.ts';

describe('frames', () => {
  it('come back whole whatever way the bytes are cut', () => {
    const values = [{ a: 1 }, { text: 'grüße 🙂'.repeat(50) }, [], { b: null }];
    const bytes = Buffer.concat(values.map((value) => encodeFrame(value)));
    for (const size of [1, 3, 7, 64, bytes.length]) {
      const decoder = new FrameDecoder();
      const decoded: unknown[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        decoded.push(...decoder.push(bytes.subarray(at, at + size)));
      }
      expect(decoded).toEqual(values);
    }
  });

  it('refuse a length that no frame has, and a body that is no JSON', () => {
    const tooLong = Buffer.alloc(4);
    tooLong.writeUInt32LE(maxFrameBytes + 1);
    expect(() => new FrameDecoder().push(tooLong)).toThrow('announces');
    const junk = Buffer.from([2, 0, 0, 0, 0x7b, 0x21]);
    expect(() => new FrameDecoder().push(junk)).toThrow('not JSON');
  });
});
