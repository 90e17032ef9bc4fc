import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { damaged } from './archive-error.ts';

const isOfZlib = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(Z_|ERR_ZLIB)/.test(String(error.code));

/**
 * The bytes of a source behind a transform such as a decompressor. Leaving the loop early lets go of both.
 * @throws {PluginArchiveError} `damaged` for bytes that the decompressor does not understand.
 */
export async function* piped(
  source: AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array> {
  const pumping = pipeline(source, transform).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    yield* transform;
  } catch (error) {
    throw isOfZlib(error) ? damaged('its compressed data is wrong', error) : error;
  } finally {
    transform.destroy();
    await pumping;
  }
}
