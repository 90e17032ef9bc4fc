import { type SearchTerm, wordsOf } from './search-query.ts';

const snippetLength = 160;
const leadLength = 40;
/** A longer message is looked through this far; a hit below it shows the beginning of the message. */
const maxScannedLength = 100_000;
const maxHighlights = 20;

export interface Snippet {
  readonly text: string;
  /** [start, end) offsets into `text` in UTF-16 units. */
  readonly highlights: [number, number][];
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** @returns how many words from `index` on are one of the terms, 0 for none. */
function matchLength(words: readonly Word[], index: number, terms: readonly SearchTerm[]): number {
  let longest = 0;
  for (const term of terms) {
    if (term.words.length > longest && isTermAt(words, index, term)) longest = term.words.length;
  }
  return longest;
}

function isTermAt(words: readonly Word[], index: number, term: SearchTerm): boolean {
  const lastOffset = term.words.length - 1;
  for (let offset = 0; offset <= lastOffset; offset++) {
    const folded = words[index + offset]?.folded ?? '';
    const wanted = term.words[offset] ?? '';
    const isSame =
      offset === lastOffset && term.isPrefix ? folded.startsWith(wanted) : folded === wanted;
    if (!isSame) return false;
  }
  return true;
}

/** Every hit in turn; whoever needs only the first takes no more. */
function* findRanges(text: string, terms: readonly SearchTerm[]): Generator<[number, number]> {
  const words = [...wordsOf(text)];
  for (let index = 0; index < words.length; index++) {
    const length = matchLength(words, index, terms);
    const first = words[index];
    const last = words[index + length - 1];
    if (length > 0 && first && last) {
      yield [first.start, last.end];
      index += length - 1;
    }
  }
}

/** The first place with a hit; a long message is folded piece by piece until one is found. */
function firstHit(text: string, terms: readonly SearchTerm[]): number {
  const pieceLength = 600;
  const overlap = 400;
  const end = Math.min(text.length, maxScannedLength);
  for (let start = 0; start < end; start += pieceLength) {
    const piece = text.slice(start, start + pieceLength + overlap);
    const { value } = findRanges(piece, terms).next();
    if (value !== undefined) return start + value[0];
  }
  return 0;
}

/** Moves a cut forward to the next space, so that no word is cut, unless that is far. */
function wordStart(text: string, from: number): number {
  if (from === 0) return 0;
  const space = text.slice(from, from + 20).search(/\s/u);
  return space === -1 ? from : from + space + 1;
}

const isLowSurrogate = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
};

/** @returns about 160 characters around the first hit, on one line, with every hit in them. */
export function makeSnippet(text: string, terms: readonly SearchTerm[]): Snippet {
  const hit = firstHit(text, terms);
  let start = wordStart(text, Math.max(0, hit - leadLength));
  if (start > hit) start = hit;
  if (isLowSurrogate(text, start)) start++;
  let end = Math.min(text.length, start + snippetLength);
  if (isLowSurrogate(text, end)) end--;
  const excerpt = text.slice(start, end).replace(/\s+/gu, ' ').trim();
  const before = start > 0 ? '…' : '';
  const snippet = `${before}${excerpt}${end < text.length ? '…' : ''}`;
  return { text: snippet, highlights: [...findRanges(snippet, terms)].slice(0, maxHighlights) };
}
