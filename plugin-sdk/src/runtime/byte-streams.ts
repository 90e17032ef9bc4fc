/** Turns what a bridge streams into a `ReadableStream`; cancelling it leaves the bridge. */
export function toReadableStream(
  pieces: AsyncGenerator<unknown, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) {
        controller.close();
        // A reader that brought its own buffer waits for this.
        controller.byobRequest?.respond(0);
      } else if (value instanceof Uint8Array && value.length > 0) {
        controller.enqueue(new Uint8Array(value));
      } else await this.pull?.(controller);
    },
    async cancel() {
      await pieces.return();
    },
  });
}

/** Reads a stream to its end. */
export async function readAll(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(
    await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
  );
}

/** Cuts pieces to at most `size` bytes. */
export async function* cutPieces(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, void> {
  for await (const piece of content) {
    for (let offset = 0; offset < piece.length; offset += size) {
      yield piece.subarray(offset, offset + size);
    }
  }
}
