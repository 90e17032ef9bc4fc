import { describe, expect, it } from 'vitest';
import { AnswerText } from './answer-text.ts';

describe('AnswerText', () => {
  it('hands each piece over once and joins what is of one type', () => {
    const answer = new AnswerText([]);
    answer.append('reasoning', 'a', 10);
    answer.append('reasoning', 'b', 30);
    answer.endReasoning(40);
    answer.append('text', 'c', 50);
    expect(answer.takeChunks()).toEqual([
      { position: 0, type: 'reasoning', text: 'ab', durationMs: 30 },
      { position: 1, type: 'text', text: 'c', durationMs: null },
    ]);
    answer.append('text', 'd', 60);
    expect(answer.takeChunks()).toEqual([
      { position: 2, type: 'text', text: 'd', durationMs: null },
    ]);
    expect(answer.takeChunks()).toEqual([]);
    expect(answer.parts).toEqual([
      { type: 'reasoning', text: 'ab', durationMs: 30 },
      { type: 'text', text: 'cd' },
    ]);
  });

  it('keeps half a character back until the other half is there', () => {
    const answer = new AnswerText([]);
    answer.append('text', 'a\uD83D', 0);
    expect(answer.takeChunks().map(({ text }) => text)).toEqual(['a']);
    answer.append('text', '\uDE00b', 0);
    expect(answer.takeChunks().map(({ text }) => text)).toEqual(['😀b']);
    expect(answer.parts).toEqual([{ type: 'text', text: 'a😀b' }]);
  });

  it('goes on in the last part of what was there before, and leaves that as it was', () => {
    const before = [{ type: 'text' as const, text: 'one' }];
    const answer = new AnswerText(before);
    answer.append('text', ' two', 0);
    expect(answer.parts).toEqual([{ type: 'text', text: 'one two' }]);
    expect(answer.length).toBe(4);
    expect(before).toEqual([{ type: 'text', text: 'one' }]);
  });

  it('hands over again what could not be stored', () => {
    const answer = new AnswerText([]);
    answer.append('text', 'a', 0);
    answer.returnChunks(answer.takeChunks());
    answer.append('text', 'b', 0);
    const stored = answer.takeChunks().map(({ text }) => text);
    expect(stored.join('')).toBe('ab');
  });
});
