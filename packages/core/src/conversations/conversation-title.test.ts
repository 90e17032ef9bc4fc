import { describe, expect, it } from 'vitest';
import { titleFromModel, titleFromWords } from './conversation-title.ts';

describe('titleFromWords', () => {
  it.each([
    ['Tell me a joke', 'Tell me a joke'],
    ['  # Plan\n\n- the *trip*\n', 'Plan the trip'],
    ['```ts\nconst a = 1;\n```\nexplain', 'const a = 1; explain'],
    ['***', 'New conversation'],
    [
      'Please explain in great detail how the borrow checker of Rust works and why',
      'Please explain in great detail how the borrow checker of…',
    ],
    ['x'.repeat(100), `${'x'.repeat(59)}…`],
    ['今天天气很好', '今天天气很好'],
  ])('makes of %j the title %j', (question, title) => {
    expect(titleFromWords(question)).toBe(title);
  });

  it('cuts no character in two', () => {
    const title = titleFromWords(`${'x'.repeat(58)}😀😀😀`);
    expect(title).toBe(`${'x'.repeat(58)}…`);
  });
});

describe('titleFromModel', () => {
  const exchange = 'How do I bake bread at home?\nMix flour, water and yeast, then wait.';

  it.each([
    ['Baking Bread at Home', 'Baking Bread at Home'],
    ['"Baking bread"', 'Baking bread'],
    ['**Title:** Baking bread.', 'Baking bread'],
    ['Titel: „Brot“ bread', 'Brot“ bread'],
    ['\n# Bread\nIt is about bread', 'Bread'],
  ])('cleans %j to %j', (answer, title) => {
    expect(titleFromModel(answer, exchange)).toBe(title);
  });

  it.each([
    ['', 'nothing'],
    ['Sure, here is a title: Bread', 'chatter'],
    ['I can help you bake bread', 'an answer'],
    ['The user wants to bake bread', 'thinking'],
    ['Mix flour. Add water and bread', 'sentences'],
    ['bread bread bread bread', 'repetition'],
    ['How to mix flour and water and yeast and wait for bread', 'too many words'],
    ['Breadbreadbreadbreadbreadbreadbreadbreadbreadbreadbreadbreadbread', 'too long'],
    ['<title>Bread</title>', 'markup'],
    ['Purple elephants dancing', 'invention'],
  ])('refuses %j: %s', (answer) => {
    expect(titleFromModel(answer, exchange)).toBeNull();
  });

  it('compares characters where words are not apart', () => {
    expect(titleFromModel('在家烤面包', '怎么在家里烤面包？')).toBe('在家烤面包');
    expect(titleFromModel('紫色大象跳舞', '怎么在家里烤面包？')).toBeNull();
  });
});
