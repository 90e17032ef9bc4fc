import { Dialog, shortcutKeys } from '@braindrive/plugin-sdk/ui';
import classes from './shortcut-sheet.module.css';

const groups = [
  {
    title: 'Everywhere',
    shortcuts: [
      ['Search and commands', 'mod+k'],
      ['New chat', 'mod+shift+o'],
      ['Keyboard shortcuts', '?'],
    ],
  },
  {
    title: 'In a conversation',
    shortcuts: [
      ['Send', 'enter'],
      ['New line', 'shift+enter'],
      ['Stop the answer', 'escape'],
      ['Go to the text field', '/'],
      ['Change the last question', 'arrowup'],
      ['Copy the last answer', 'mod+shift+c'],
      ['Find in conversation', 'mod+shift+f'],
    ],
  },
  {
    title: 'In the conversation list',
    shortcuts: [
      ['Rename', 'f2'],
      ['Delete', 'delete'],
    ],
  },
  {
    title: 'Among the plugins',
    shortcuts: [['Search', '/']],
  },
] as const;

/** Every key that does something, as a list. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" width="sm" onClose={onClose}>
      {groups.map(({ title, shortcuts }) => (
        <section key={title} className={classes.group}>
          <h3>{title}</h3>
          <dl>
            {shortcuts.map(([name, shortcut]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {shortcutKeys(shortcut).map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
