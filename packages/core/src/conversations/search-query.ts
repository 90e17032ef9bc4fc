/** Letters, digits and private-use characters are words to SQLite's `unicode61`; a mark goes on with the word before it. */
const word = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
const phrase = /"([^"]*)"/gu;
const maxTerms = 16;

// Private-use characters begin the tokens of the owner column: nobody types them, so no search for a prefix meets them.
const ownerMark = '\uE000';
const conversationMark = '\uE001';
const tokenOf = (mark: string, id: string): string => mark + id.replaceAll('-', '');

/** What the owner column of a document holds: whose it is and which conversation it is in. */
export const scopeTokens = (ownerId: string, conversationId: string): string =>
  `${tokenOf(ownerMark, ownerId)} ${tokenOf(conversationMark, conversationId)}`;

export interface SearchTerm {
  /** Folded words; more than one is a phrase. */
  readonly words: readonly string[];
  /** True when the last word may go on: the person may still be typing it. */
  readonly isPrefix: boolean;
}

const isPlain = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
};

/** A word as `unicode61 remove_diacritics 2` compares it: lower case, without marks. */
export const foldWord = (text: string): string =>
  isPlain(text) ? text.toLowerCase() : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const foldedWords = (text: string): string[] => (text.match(word) ?? []).map(foldWord);

/** @returns the words of `text` with their places. */
export function* wordsOf(
  text: string,
): Generator<{ readonly folded: string; start: number; end: number }> {
  for (const match of text.matchAll(word)) {
    yield { folded: foldWord(match[0]), start: match.index, end: match.index + match[0].length };
  }
}

/**
 * Reads what a person typed: words that must all occur, `"quoted phrases"` as they stand. Everything else is ignored,
 * so no text can be a syntax error. The last word matches beginnings of words too, from two letters on.
 */
export function parseSearch(query: string): SearchTerm[] {
  const phrases = [...query.matchAll(phrase)].map(([, text = '']) => foldedWords(text));
  const rest = query.replace(phrase, ' ');
  const singles = foldedWords(rest);
  const isOpen = /[\p{L}\p{N}\p{M}\p{Co}]$/u.test(query.trimEnd());
  const terms: SearchTerm[] = [
    ...phrases.filter((words) => words.length > 0).map((words) => ({ words, isPrefix: false })),
    ...singles.map((single, index) => ({
      words: [single],
      isPrefix: isOpen && index === singles.length - 1 && single.length > 1,
    })),
  ];
  return terms.slice(-maxTerms);
}

/** @returns the `MATCH` expression for the terms within one person's documents, or one conversation of theirs. */
export function toMatch(
  terms: readonly SearchTerm[],
  ownerId: string,
  conversationId: string | null,
): string {
  const scope =
    conversationId === null
      ? tokenOf(ownerMark, ownerId)
      : `${tokenOf(ownerMark, ownerId)}" AND {owner} : "${tokenOf(conversationMark, conversationId)}`;
  const texts = terms.map(({ words, isPrefix }) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`);
  return `{owner} : "${scope}" AND {text} : (${texts.join(' AND ')})`;
}
