import { describe, expect, it } from 'vitest';
import { parseSearch } from './search-query.ts';
import { makeSnippet } from './search-snippet.ts';

const marked = (text: string, query: string) => {
  const snippet = makeSnippet(text, parseSearch(query));
  return snippet.highlights.map(([start, end]) => snippet.text.slice(start, end));
};

describe('makeSnippet', () => {
  it('shows a short message whole, on one line, with every hit', () => {
    const snippet = makeSnippet('Bread\n\nand   butter, bread!', parseSearch('bread'));
    expect(snippet).toEqual({
      text: 'Bread and butter, bread!',
      highlights: [
        [0, 5],
        [18, 23],
      ],
    });
  });

  it('goes to the first hit of a long message', () => {
    const text = `${'before '.repeat(500)}needle ${'after '.repeat(500)}`;
    const snippet = makeSnippet(text, parseSearch('needle'));
    expect(snippet.text.length).toBeLessThan(170);
    expect(snippet.text).toMatch(/^…(?:before )+needle (?:after )+.*…$/u);
    expect(marked(text, 'needle')).toEqual(['needle']);
  });

  it('ignores case and marks, as the index does', () => {
    expect(marked('Un café crème', 'CAFE')).toEqual(['café']);
    expect(marked('Un cafe\u0301 noir', 'café')).toEqual(['cafe\u0301']);
  });

  it('marks beginnings only of the last word, and phrases as a whole', () => {
    expect(marked('butterfly butter', 'butter fly')).toEqual(['butter']);
    expect(marked('butterfly butter', 'but')).toEqual(['butterfly', 'butter']);
    expect(marked('York is old, New York is new', '"new york"')).toEqual(['New York']);
  });

  it('shows the beginning when the hit is deeper than it looks', () => {
    const text = `${'x '.repeat(60_000)}needle`;
    expect(makeSnippet(text, parseSearch('needle')).highlights).toEqual([]);
  });

  it('cuts no character in two', () => {
    const { text } = makeSnippet(`bread ${'😀'.repeat(200)}`, parseSearch('bread'));
    expect(text.isWellFormed()).toBe(true);
    const late = makeSnippet(`${'😀'.repeat(200)} bread`, parseSearch('bread'));
    expect(late.text.isWellFormed()).toBe(true);
  });
});
