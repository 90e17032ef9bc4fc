import { describe, expect, it } from 'vitest';
import { fitWindow, promptBudget, type SizedMessage, type WindowRequest } from './prompt-window.ts';

const message = (role: 'user' | 'assistant', content: string, tokens = 10): SizedMessage => ({
  role,
  content,
  tokens,
});
const windowOf = (messages: readonly SizedMessage[], options: Partial<WindowRequest> = {}) =>
  fitWindow({
    system: null,
    messages,
    budgetTokens: 1_000,
    isBudgetKnown: true,
    modelName: 'Tiny',
    ...options,
  });

const conversation = [
  message('user', 'one'),
  message('assistant', 'first'),
  message('user', 'two'),
  message('assistant', 'second'),
  message('user', 'three'),
];

describe('fitWindow', () => {
  it('keeps everything that fits, oldest first', () => {
    expect(windowOf(conversation).map(({ content }) => content)).toEqual([
      'one',
      'first',
      'two',
      'second',
      'three',
    ]);
  });

  it('drops the oldest, keeps the system prompt and begins with a question', () => {
    const system = { content: 'Be brief', tokens: 10 };
    // Room for the system prompt and four messages of 15 with their frame: the answer "first" alone would be left over.
    const prompt = windowOf(conversation, { system, budgetTokens: 75 });
    expect(prompt.map(({ content }) => content)).toEqual(['Be brief', 'two', 'second', 'three']);
    expect(prompt[0]?.role).toBe('system');
  });

  it('refuses a question that cannot fit and says by how much', () => {
    expect(() => windowOf([message('user', 'long', 2_000)])).toThrow(
      expect.objectContaining({
        code: 'PROMPT_TOO_LONG',
        message: expect.stringContaining('about 1,005 tokens too long: Tiny has room for 1,000'),
      }),
    );
  });

  it('leaves that to the provider where the context is only a guess', () => {
    const prompt = windowOf([message('user', 'old'), message('user', 'long', 2_000)], {
      isBudgetKnown: false,
    });
    expect(prompt).toEqual([{ role: 'user', content: 'long' }]);
  });

  it('counts an answer that is continued with the question it belongs to', () => {
    const cut = [message('user', 'one', 600), message('assistant', 'cut', 600)];
    expect(() => windowOf(cut)).toThrow(expect.objectContaining({ code: 'PROMPT_TOO_LONG' }));
  });

  it('leaves out empty messages and joins neighbours of one role', () => {
    const prompt = windowOf([
      message('user', 'one'),
      message('assistant', '  '),
      message('user', 'two'),
    ]);
    expect(prompt).toEqual([{ role: 'user', content: 'one\n\ntwo' }]);
  });

  it('sends no empty system prompt', () => {
    expect(windowOf(conversation, { system: { content: ' ', tokens: 0 } })[0]?.role).toBe('user');
  });
});

describe('promptBudget', () => {
  it('reserves what the answer may have, at most half of the context', () => {
    expect(promptBudget(8_192, {})).toBe(8_192 - 1_024 - 4);
    expect(promptBudget(2_048, {})).toBe(2_048 - 512 - 4);
    expect(promptBudget(8_192, { maxTokens: 100 })).toBe(8_192 - 100 - 4);
    expect(promptBudget(8_192, { maxTokens: 100_000 })).toBe(4_096 - 4);
    expect(promptBudget(null, {})).toBe(32_768 - 1_024 - 4);
  });
});
