import { describe, expect, it } from 'vitest';
import { ThinkTagSplitter } from './think-tag-splitter.ts';

function split(pieces: readonly string[], isContinuation = false) {
  const splitter = new ThinkTagSplitter(isContinuation);
  const parts = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
  const join = (type: string) =>
    parts.map((part) => (part.type === type && 'delta' in part ? part.delta : '')).join('');
  return { reasoning: join('reasoning-delta'), text: join('text-delta') };
}

describe('ThinkTagSplitter', () => {
  it('splits thinking at the start from the text, wherever the pieces are cut', () => {
    const answer = '\n<think>\nTwo < three</thin> so.</think>\n\nYes: a </think> b';
    const expected = { reasoning: 'Two < three</thin> so.', text: 'Yes: a </think> b' };
    expect(split([answer])).toEqual(expected);
    for (let cut = 1; cut < answer.length; cut++) {
      const { reasoning, text } = split([answer.slice(0, cut), answer.slice(cut)]);
      expect({ reasoning: reasoning.trimStart(), text }).toEqual(expected);
    }
    expect(split([...answer]).text).toBe(expected.text);
  });

  it('leaves text alone that only looks like a tag', () => {
    expect(split(['<', 'thin', 'g> is no tag'])).toEqual({
      reasoning: '',
      text: '<thing> is no tag',
    });
    expect(split(['  indented'])).toEqual({ reasoning: '', text: '  indented' });
    expect(split(['Say <think>'])).toEqual({ reasoning: '', text: 'Say <think>' });
  });

  it('gives out what it held back when the answer ends early', () => {
    expect(split(['<thi'])).toEqual({ reasoning: '', text: '<thi' });
    expect(split(['<think>a</th'])).toEqual({ reasoning: 'a</th', text: '' });
  });

  it('looks for no start in an answer that is continued', () => {
    expect(split(['<think>'], true)).toEqual({ reasoning: '', text: '<think>' });
  });
});
