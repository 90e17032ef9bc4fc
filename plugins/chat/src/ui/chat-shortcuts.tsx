import { useShortcut } from '@braindrive/plugin-sdk/ui';

interface ChatShortcutsProps {
  readonly onFocus: () => void;
  readonly onFind: () => void;
  readonly onCopyLast: () => void;
}

/** Keys of the chat. The sheet of the shell lists them. */
export function ChatShortcuts({ onFocus, onFind, onCopyLast }: ChatShortcutsProps) {
  useShortcut('/', onFocus);
  useShortcut('shift+escape', onFocus);
  useShortcut('mod+shift+f', onFind);
  useShortcut('mod+shift+c', onCopyLast);
  return null;
}

/** Escape stops; mounted only while there is something to stop, since Escape also closes menus. */
export function StopShortcut({ onStop }: { readonly onStop: () => void }) {
  useShortcut('escape', onStop);
  return null;
}
