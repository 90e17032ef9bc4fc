import { BridgeError, type OutgoingBody } from '@braindrive/plugin-sdk/protocol';

/** The bytes of a body, wherever the plugin keeps them. @throws {BridgeError} when it sends anything but bytes. */
export async function* bytesOfBody(
  body: OutgoingBody,
  readBody: (stream: number) => AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array, void> {
  if ('text' in body) {
    yield Buffer.from(body.text, 'utf8');
    return;
  }
  for await (const piece of readBody(body.stream)) {
    if (!(piece instanceof Uint8Array)) {
      throw new BridgeError('bridge/invalid-params', 'A body consists of bytes.');
    }
    yield piece;
  }
}
