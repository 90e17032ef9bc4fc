/** So many parts may wait for a slow reader before the source is asked for no more. */
const maxWaiting = 256;

/**
 * Parts as they come, those of one turn of the event loop together. Leaving it ends the source; when the source fails,
 * what came before is told first.
 */
export async function* tickBatches<Part>(
  source: AsyncIterable<Part>,
): AsyncGenerator<Part[], void> {
  let waiting: Part[] = [];
  let isDone = false;
  let failure: { readonly error: unknown } | null = null;
  let wakeReader = () => {};
  let wakeSource = () => {};
  const iterator = source[Symbol.asyncIterator]();
  const pump = async () => {
    try {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        waiting.push(next.value);
        wakeReader();
        if (waiting.length >= maxWaiting) {
          await new Promise<void>((resolve) => {
            wakeSource = resolve;
          });
        }
        if (isDone) return;
      }
    } catch (error) {
      failure = { error };
    }
    isDone = true;
    wakeReader();
  };
  const pumping = pump();
  try {
    for (;;) {
      if (waiting.length === 0 && !isDone) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
        // What else comes in this turn goes along.
        await new Promise(setImmediate);
      }
      const batch = waiting;
      waiting = [];
      wakeSource();
      if (batch.length > 0) yield batch;
      else if (isDone) break;
    }
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
  } finally {
    isDone = true;
    wakeSource();
    void pumping.then(() => iterator.return?.());
  }
}
