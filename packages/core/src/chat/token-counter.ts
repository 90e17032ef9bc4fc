import type { ResolvedModel } from '../connections/index.ts';
import type { Log } from '../log.ts';
import { estimateTokens } from './token-estimate.ts';

/** A text to count; one with an id is remembered under it. */
export interface CountableText {
  /** Message id, or empty for a text that is not stored. */
  readonly id: string;
  readonly text: string;
}

const maxRemembered = 50_000;

/** Counts tokens with the model's own tokenizer where there is one, in bounded time, else by estimate. */
export class TokenCounter {
  readonly #timeLimitMs: number;
  readonly #log: Log;
  readonly #remembered = new Map<string, number>();

  constructor(ports: { readonly timeLimitMs: number; readonly log: Log }) {
    this.#timeLimitMs = ports.timeLimitMs;
    this.#log = ports.log;
  }

  /** @returns the size of each text in tokens, in their order. */
  async count(model: ResolvedModel, texts: readonly CountableText[]): Promise<number[]> {
    const scope = model.connection.countTokens
      ? `${model.ref.connectionId}/${model.ref.modelId}`
      : '';
    // A continued answer has the same id and more text, so the length is part of the key.
    const keys = texts.map(({ id, text }) => (id === '' ? '' : `${id}:${text.length}:${scope}`));
    const counts = keys.map((key) => this.#remembered.get(key));
    const unknown = texts.filter((_, index) => counts[index] === undefined);
    if (unknown.length === 0) return counts.map((count) => count ?? 0);
    const exact = await this.#ask(model, unknown);
    let next = 0;
    return texts.map(({ text }, index) => {
      const known = counts[index];
      if (known !== undefined) return known;
      const counted = exact?.[next++];
      const size = counted ?? estimateTokens(text);
      // What is only an estimate for want of time is counted again next time.
      if (exact !== null || scope === '') this.#remember(keys[index] ?? '', size);
      return size;
    });
  }

  /** @returns null where the model cannot count, or not in time. */
  async #ask(
    model: ResolvedModel,
    texts: readonly CountableText[],
  ): Promise<readonly number[] | null> {
    if (model.connection.countTokens === undefined) return null;
    const signal = AbortSignal.timeout(this.#timeLimitMs);
    const isLate = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    try {
      const contents = texts.map(({ text }) => text);
      const counting = model.connection.countTokens(model.ref.modelId, contents, signal);
      // A tokenizer that ignores the signal may still fail later; nobody waits for it then.
      counting.catch(() => {});
      return await Promise.race([counting, isLate]);
    } catch (cause) {
      this.#log.warn({ cause, connectionId: model.ref.connectionId }, 'tokens.not-counted');
      return null;
    }
  }

  #remember(key: string, size: number): void {
    if (key === '') return;
    if (this.#remembered.size >= maxRemembered) this.#remembered.clear();
    this.#remembered.set(key, size);
  }
}
