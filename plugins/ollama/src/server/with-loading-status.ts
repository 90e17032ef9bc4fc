import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelStreamPart } from '@braindrive/plugin-sdk';

const loading: ModelStreamPart = { type: 'status', status: 'loading-model', progress: null };

/**
 * Says `loading-model` when nothing has come after `delayMs`: Ollama is silent while it loads a model.
 * @param options.start - Begins the answer; its signal is also aborted when the reader leaves early.
 */
export async function* withLoadingStatus(options: {
  readonly start: (signal: AbortSignal) => AsyncGenerator<ModelStreamPart>;
  readonly signal: AbortSignal;
  readonly delayMs: number;
}): AsyncGenerator<ModelStreamPart> {
  const over = new AbortController();
  const parts = options.start(AbortSignal.any([options.signal, over.signal]));
  try {
    const first = parts.next();
    const isLate = sleep(options.delayMs, true, { signal: over.signal }).catch(() => false);
    if (await Promise.race([first.then(() => false), isLate])) yield loading;
    const result = await first;
    if (result.done === true) return;
    yield result.value;
    for await (const part of parts) yield part;
  } finally {
    over.abort();
    await parts.return(undefined);
  }
}
