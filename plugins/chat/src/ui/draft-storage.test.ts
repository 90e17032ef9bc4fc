import { beforeEach, describe, expect, it } from 'vitest';
import { DraftStorage, peekFirstQuestion, takeFirstQuestion } from './draft-storage.ts';

describe('DraftStorage', () => {
  it('keeps one draft per conversation and one for a new chat', () => {
    const drafts = new DraftStorage(localStorage);
    drafts.write('a', 'for a');
    drafts.write(null, 'for a new one');
    expect(drafts.read('a')).toBe('for a');
    expect(drafts.read(null)).toBe('for a new one');
    expect(drafts.read('b')).toBe('');
    drafts.write('a', '');
    expect(drafts.read('a')).toBe('');
  });

  it('lets people write where storage is refused', () => {
    const refuse = () => {
      throw new DOMException('refused');
    };
    const drafts = new DraftStorage({ getItem: refuse, setItem: refuse, removeItem: refuse });
    expect(() => drafts.write('a', 'text')).not.toThrow();
    expect(drafts.read('a')).toBe('');
  });
});

describe('the first question', () => {
  beforeEach(() => sessionStorage.clear());

  it('is asked once', () => {
    sessionStorage.setItem('bd.firstQuestion', 'Tell me a joke');
    expect(peekFirstQuestion()).toBe('Tell me a joke');
    expect(takeFirstQuestion()).toBe('Tell me a joke');
    expect(takeFirstQuestion()).toBeNull();
  });

  it('is nothing when it is blank', () => {
    sessionStorage.setItem('bd.firstQuestion', '  ');
    expect(takeFirstQuestion()).toBeNull();
  });
});
