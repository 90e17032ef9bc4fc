import type { HLJSApi } from 'highlight.js';
import { type LanguageId, loadGrammar } from './highlight-languages.ts';
import { type HighlightNode, HighlightTreeEmitter } from './highlight-tree.ts';

/** Longer code stays plain: colouring it would hold the page up for longer than it helps. */
const maxHighlightedLength = 60_000;

/** Loads highlight.js and its grammars on first use, and colours code. */
class Highlighter {
  #core: Promise<HLJSApi> | null = null;
  #ready: HLJSApi | null = null;
  readonly #loading = new Map<LanguageId, Promise<boolean>>();

  isReady(id: LanguageId): boolean {
    return this.#ready?.getLanguage(id) !== undefined;
  }

  /** Resolves to true once code in this language can be coloured, to false when it cannot be fetched. */
  load(id: LanguageId): Promise<boolean> {
    const known = this.#loading.get(id);
    if (known !== undefined) return known;
    const loading = this.#register(id).catch(() => {
      this.#loading.delete(id);
      return false;
    });
    this.#loading.set(id, loading);
    return loading;
  }

  /** The coloured tree, or null when the language is not loaded or the code is too long. */
  highlight(code: string, id: LanguageId): HighlightNode | null {
    if (this.#ready === null || !this.isReady(id) || code.length > maxHighlightedLength)
      return null;
    const result = this.#ready.highlight(code, { language: id, ignoreIllegals: true });
    return result._emitter instanceof HighlightTreeEmitter ? result._emitter.root : null;
  }

  async #register(id: LanguageId): Promise<boolean> {
    this.#core ??= import('highlight.js/lib/core').then((module) => module.default);
    const [core, grammar] = await Promise.all([this.#core, loadGrammar(id)]);
    core.configure({ __emitter: HighlightTreeEmitter });
    core.registerLanguage(id, grammar);
    this.#ready = core;
    return true;
  }
}

/** One for the page: grammars are the same for every message. */
export const highlighter = new Highlighter();
