import { sourceFailed } from './source-error.ts';

const defaultSilenceMs = 30_000;

/**
 * Passes chunks on. Ends the wait for the next one by the signal and after a silence, and lets go of the source in every
 * case, also of one that hangs.
 */
export async function* timelyChunks(
  bytes: AsyncIterable<Uint8Array>,
  {
    signal,
    silenceMs = defaultSilenceMs,
  }: { readonly signal?: AbortSignal; readonly silenceMs?: number },
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  interrupted.catch(() => undefined);
  const abort = () => reject(signal?.reason);
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => {
    reject(sourceFailed('The transfer stands still. Try again later.'));
  }, silenceMs);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), interrupted]);
      if (next.done === true) return;
      timer.refresh();
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    // A source that hangs may never answer this either.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
