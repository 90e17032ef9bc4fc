import type { ModelStreamPart } from '../../models/model.ts';
import type { ResponseStream } from './response-stream.ts';

/** Turns the events of one answer into parts. Has the state of that answer; pure otherwise. */
export interface StreamDecoder {
  /** @throws {ProviderError} for an error event and for what is not the protocol. */
  decode(event: string): readonly ModelStreamPart[];
  /** True when the protocol's own end event was seen: nothing more is read. */
  readonly isDone: boolean;
  /**
   * The stream ended or `isDone` became true.
   * @returns what was held back, and the `finish` part.
   * @throws {ProviderError} `provider/stream-cut` when the answer is not complete.
   */
  end(): readonly ModelStreamPart[];
}

/**
 * Runs a whole chat answer: opens the stream, decodes it, closes it. Ends silently when `signal` was aborted.
 * @param options.read - Chooses the framing, for instance `(stream) => stream.events()`.
 */
export async function* decodeStream(options: {
  readonly open: () => Promise<ResponseStream>;
  readonly read: (stream: ResponseStream) => AsyncIterable<readonly string[]>;
  readonly decoder: StreamDecoder;
  readonly signal: AbortSignal;
}): AsyncGenerator<ModelStreamPart> {
  const { decoder, signal } = options;
  try {
    if (signal.aborted) return;
    const stream = await options.open();
    for await (const batch of options.read(stream)) {
      const { parts, failure } = decodeBatch(batch, decoder);
      for (const part of parts) yield part;
      if (failure !== null) throw failure.error;
      if (signal.aborted) return;
      if (decoder.isDone) {
        stream.complete();
        break;
      }
    }
    for (const part of decoder.end()) yield part;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A failure comes after the parts before it: they arrived, so they count. */
function decodeBatch(
  batch: readonly string[],
  decoder: StreamDecoder,
): { parts: readonly ModelStreamPart[]; failure: { error: unknown } | null } {
  const parts: ModelStreamPart[] = [];
  try {
    for (const event of batch) {
      parts.push(...decoder.decode(event));
      if (decoder.isDone) break;
    }
  } catch (error) {
    return { parts, failure: { error } };
  }
  return { parts, failure: null };
}
