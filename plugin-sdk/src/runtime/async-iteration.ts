const aborted = Symbol('aborted');

/** Ends when the signal does, even if the source never gives another item; the source is then told to end. */
export async function* untilAborted<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  const iterator = source[Symbol.asyncIterator]();
  let onAbort = () => {};
  const abort = new Promise<typeof aborted>((resolve) => {
    onAbort = () => resolve(aborted);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), abort]);
      if (next === aborted || next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A generator that waits settles its return only when what it waits for does; nobody needs to see that.
    void iterator.return?.().then(undefined, () => undefined);
  }
}

const batchLimit = 256;

/**
 * Everything that the source gives in one turn of the event loop as one array: a piece from the network that holds
 * twenty parts crosses the border as one item.
 */
export async function* inBatches<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item[], void> {
  const iterator = untilAborted(source, signal);
  let batch: Item[] = [];
  let failure: { readonly error: unknown } | null = null;
  let isDone = false;
  let wakeReader = () => {};
  let wakeSource = () => {};
  const pump = async () => {
    try {
      for await (const item of iterator) {
        batch.push(item);
        wakeReader();
        if (batch.length >= batchLimit)
          await new Promise<void>((resolve) => {
            wakeSource = resolve;
          });
      }
    } catch (error) {
      failure = { error };
    }
    isDone = true;
    wakeReader();
  };
  const pumping = pump();
  try {
    while (true) {
      if (batch.length === 0 && !isDone)
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      if (batch.length > 0 && !isDone) await new Promise((resolve) => setImmediate(resolve));
      const items = batch;
      batch = [];
      wakeSource();
      if (items.length > 0) yield items;
      else if (isDone) break;
    }
    const failed = failure as { readonly error: unknown } | null;
    if (failed !== null) throw failed.error;
  } finally {
    wakeSource();
    void iterator.return();
    void pumping;
  }
}
