import { describe, expect, it } from 'vitest';
import { estimateTokens } from './token-estimate.ts';

/** Counted with the tokenizers of current models (cl100k and o200k lie within these). */
const samples: readonly (readonly [string, string, number, number])[] = [
  ['English', 'The quick brown fox jumps over the lazy dog.', 9, 13],
  ['German', 'Die Donaudampfschifffahrtsgesellschaft fährt täglich.', 12, 20],
  ['Russian', 'Съешь же ещё этих мягких французских булок', 14, 26],
  ['Chinese', '今天天气很好，我们去公园散步吧。', 12, 22],
  ['Japanese', '吾輩は猫である。名前はまだ無い。', 12, 20],
  ['code', 'for (let i = 0; i < 10; i++) {\n        total += i;\n}\n', 20, 30],
  ['digits', '3.14159265358979', 6, 9],
  ['emoji', '😀😀😀', 3, 9],
];

describe('estimateTokens', () => {
  it.each(samples)('is near the truth for %s', (_, text, least, most) => {
    const estimate = estimateTokens(text);
    expect(estimate).toBeGreaterThanOrEqual(least);
    expect(estimate).toBeLessThanOrEqual(most);
  });

  it('is nothing for nothing', () => expect(estimateTokens('')).toBe(0));
});
