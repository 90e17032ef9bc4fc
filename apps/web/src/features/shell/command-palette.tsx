import { Dialog, HighlightedText, Icon, IconSearch, shortcutKeys } from '@braindrive/plugin-sdk/ui';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { rankCommands, recentCommands, rememberCommand } from './command-list.ts';
import classes from './command-palette.module.css';
import { type RunnableCommand, useCommands } from './use-commands.ts';
import { usePluginHits } from './use-plugin-hits.ts';

type Line = RunnableCommand;

const groupOrder = ['Go to', 'Do'];

/** The headings of these lines, the app's own first. */
const groupsOf = (lines: readonly Line[]): string[] => [
  ...new Set([...groupOrder, ...lines.map(({ group }) => group)]),
];

function useLines(query: string, onShowShortcuts: () => void): Line[] {
  const [recent] = useState(recentCommands);
  const commands = rankCommands(useCommands(onShowShortcuts), query, recent);
  const lines: Line[] = [...commands, ...usePluginHits(query)];
  return groupsOf(lines).flatMap((group) => lines.filter((line) => line.group === group));
}

function LineText({ line }: { line: Line }) {
  const { label, detail, highlights = [], shortcut } = line;
  return (
    <>
      <span className={classes.text}>
        <span className="cut">{label}</span>
        {detail !== undefined && (
          <small className="cut">
            <HighlightedText text={detail} highlights={highlights} />
          </small>
        )}
      </span>
      {shortcut !== undefined && (
        <span className={classes.keys}>
          {shortcutKeys(shortcut).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </>
  );
}

function LineList({
  id,
  lines,
  at,
  onRun,
}: {
  id: string;
  lines: readonly Line[];
  at: number;
  onRun: (line: Line) => void;
}) {
  return (
    <div id={id} role="listbox" aria-label="Results" className={classes.list}>
      {groupsOf(lines).map((group) => {
        const members = lines.filter((line) => line.group === group);
        if (members.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed inside a listbox.
          <div key={group} role="group" aria-label={group}>
            <div className={classes.group} aria-hidden="true">
              {group}
            </div>
            {members.map((line) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above has the keys.
              <div
                key={line.id}
                id={`${id}-${lines.indexOf(line)}`}
                role="option"
                tabIndex={-1}
                aria-selected={lines[at] === line}
                className={classes.line}
                onClick={() => onRun(line)}
              >
                <LineText line={line} />
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}

/** Search and commands: places, actions, and what plugins find. */
export function CommandPalette({
  onClose,
  onShowShortcuts,
}: {
  onClose: () => void;
  onShowShortcuts: () => void;
}) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const lines = useLines(query, onShowShortcuts);
  const at = Math.min(chosen, Math.max(0, lines.length - 1));

  const run = (line: Line) => {
    if (groupOrder.includes(line.group)) rememberCommand(line.id);
    onClose();
    line.run();
  };
  const move = (step: number) => {
    const next = (at + step + lines.length) % Math.max(1, lines.length);
    setChosen(next);
    box.current?.querySelector(`[id="${id}-${next}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const line = lines[at];
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && line !== undefined) run(line);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog label="Search and commands" width="lg" isTop onClose={onClose}>
      <div ref={box} className={classes.palette}>
        <div className={classes.field}>
          <Icon of={IconSearch} size={18} />
          <input
            role="combobox"
            aria-label="Search, or type a command"
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={lines.length > 0 ? `${id}-${at}` : undefined}
            placeholder="Search, or type a command"
            value={query}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <LineList id={id} lines={lines} at={at} onRun={run} />
        {lines.length === 0 && (
          <p className={classes.empty} role="status">
            Nothing matches “{query.trim()}”.
          </p>
        )}
      </div>
    </Dialog>
  );
}
