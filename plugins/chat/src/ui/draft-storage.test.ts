import { beforeEach, describe, expect, it } from 'vitest';
import {
  DraftStorage,
  keepWaitingQuestion,
  peekWaitingQuestion,
  takeWaitingQuestion,
} from './draft-storage.ts';

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
    keepWaitingQuestion('Tell me a joke');
    expect(peekWaitingQuestion()).toBe('Tell me a joke');
    expect(takeWaitingQuestion()).toBe('Tell me a joke');
    expect(takeWaitingQuestion()).toBeNull();
  });

  it('is nothing when it is blank', () => {
    keepWaitingQuestion('  ');
    expect(takeWaitingQuestion()).toBeNull();
  });
});
