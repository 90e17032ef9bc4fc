import { describe, expect, it } from 'vitest';
import { isTyping, matchesShortcut } from './shortcut.ts';

const key = (name: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe('matchesShortcut', () => {
  it('takes Ctrl and the command key for the same', () => {
    expect(matchesShortcut(key('k', { ctrlKey: true }), 'mod+k')).toBe(true);
    expect(matchesShortcut(key('k', { metaKey: true }), 'mod+k')).toBe(true);
  });

  it('wants exactly the modifiers of a letter', () => {
    expect(matchesShortcut(key('K', { ctrlKey: true, shiftKey: true }), 'mod+k')).toBe(false);
    expect(matchesShortcut(key('O', { ctrlKey: true, shiftKey: true }), 'mod+shift+o')).toBe(true);
  });

  it('does not ask whether a sign needed Shift, because keyboards differ', () => {
    expect(matchesShortcut(key('?', { shiftKey: true }), '?')).toBe(true);
    expect(matchesShortcut(key('?'), '?')).toBe(true);
  });
});

it('knows where letters are text', () => {
  const seen: boolean[] = [];
  for (const name of ['input', 'textarea', 'button']) {
    const element = document.createElement(name);
    document.body.append(element);
    element.addEventListener('keydown', (event) => seen.push(isTyping(event)));
    element.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }));
  }
  expect(seen).toEqual([true, true, false]);
});
