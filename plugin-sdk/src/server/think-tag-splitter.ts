import type { ModelStreamPart } from '../models/model.ts';

const opening = '<think>';
const closing = '</think>';

/**
 * Splits `<think>…</think>` at the start of an answer into reasoning, for models whose server leaves the tags in the
 * text. Tags later in the text are text. Pieces may be cut anywhere, also inside a tag.
 */
export class ThinkTagSplitter {
  #state: 'start' | 'thinking' | 'after-thinking' | 'text' = 'start';
  #held = '';

  /** @param isContinuation - The answer goes on in the middle: there is no start to look at. */
  constructor(isContinuation = false) {
    if (isContinuation) this.#state = 'text';
  }

  push(delta: string): readonly ModelStreamPart[] {
    if (delta === '') return [];
    if (this.#state === 'text') return [{ type: 'text-delta', delta }];
    if (this.#state === 'thinking') return this.#pushThinking(delta);
    return this.#state === 'start' ? this.#pushStart(delta) : this.#pushAfterThinking(delta);
  }

  /** The answer is over: gives out what was held back because it looked like the beginning of a tag. */
  end(): readonly ModelStreamPart[] {
    const held = this.#held;
    this.#held = '';
    if (held === '') return [];
    return [{ type: this.#state === 'thinking' ? 'reasoning-delta' : 'text-delta', delta: held }];
  }

  #pushStart(delta: string): readonly ModelStreamPart[] {
    this.#held += delta;
    const text = this.#held.trimStart();
    if (text.startsWith(opening)) {
      this.#state = 'thinking';
      this.#held = '';
      return this.#pushThinking(text.slice(opening.length).trimStart());
    }
    if (opening.startsWith(text)) return [];
    this.#state = 'text';
    return this.end();
  }

  #pushThinking(delta: string): readonly ModelStreamPart[] {
    const text = this.#held + delta;
    this.#held = '';
    const end = text.indexOf(closing);
    if (end !== -1) {
      this.#state = 'after-thinking';
      return [...reasoning(text.slice(0, end)), ...this.push(text.slice(end + closing.length))];
    }
    const heldLength = lengthOfPossibleTag(text);
    this.#held = text.slice(text.length - heldLength);
    return reasoning(text.slice(0, text.length - heldLength));
  }

  /** The blank lines between thinking and answer belong to neither. */
  #pushAfterThinking(delta: string): readonly ModelStreamPart[] {
    const text = delta.trimStart();
    if (text === '') return [];
    this.#state = 'text';
    return [{ type: 'text-delta', delta: text }];
  }
}

const reasoning = (delta: string): readonly ModelStreamPart[] =>
  delta === '' ? [] : [{ type: 'reasoning-delta', delta }];

/** Length of the longest end of `text` that could be the beginning of the closing tag. */
function lengthOfPossibleTag(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(closing.slice(0, length))) return length;
  }
  return 0;
}
