import { useEffect, useRef } from 'react';

const isApple = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '');
const names: Readonly<Record<string, string>> = {
  mod: isApple ? '⌘' : 'Ctrl',
  shift: isApple ? '⇧' : 'Shift',
  alt: isApple ? '⌥' : 'Alt',
  escape: 'Esc',
  enter: 'Enter',
  arrowup: '↑',
  arrowdown: '↓',
};

/** The keys of `mod+shift+o` as a person reads them, one entry per key. */
export const shortcutKeys = (shortcut: string): string[] =>
  shortcut.split('+').map((key) => names[key] ?? key.toUpperCase());

/** `mod+k` as `Ctrl K`. */
export const shortcutText = (shortcut: string): string => shortcutKeys(shortcut).join(' ');

/** Whether a key event is the shortcut, with exactly its modifiers. */
export function matchesShortcut(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  shortcut: string,
): boolean {
  const keys = shortcut.split('+');
  const key = keys.at(-1);
  // A sign like `?` needs Shift on some keyboards and not on others, so only letters look at it.
  const isLetter = key !== undefined && /^[a-z]$|^.{2,}$/.test(key);
  return (
    event.key.toLowerCase() === key &&
    (event.ctrlKey || event.metaKey) === keys.includes('mod') &&
    event.altKey === keys.includes('alt') &&
    (!isLetter || event.shiftKey === keys.includes('shift'))
  );
}

/** True when the event comes from a place where letters are text. */
export function isTyping(event: Event): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName);
}

/** Calls `run` when the keys are pressed anywhere. Keys without Ctrl are ignored while somebody types. */
export function useShortcut(shortcut: string, run: (event: KeyboardEvent) => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (!matchesShortcut(event, shortcut)) return;
      if (!shortcut.includes('mod') && isTyping(event)) return;
      event.preventDefault();
      latest.current(event);
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [shortcut]);
}
