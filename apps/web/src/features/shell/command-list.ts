/** One line of the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** `Go to`, `Do`, or the heading of a plugin's search. */
  readonly group: string;
  /** Keys that do the same without the palette. */
  readonly shortcut?: string;
  /** Small text under the label. */
  readonly detail?: string;
  /** Ranges of `detail` to mark, as character offsets. */
  readonly highlights?: readonly (readonly [start: number, end: number])[];
  /** More words that find it. */
  readonly keywords?: string;
}

const isSubsequence = (text: string, query: string): boolean => {
  let at = 0;
  for (const sign of text) if (sign === query[at]) at += 1;
  return at === query.length;
};

/** How well a command answers a query: 0 not at all, then better. */
export function commandScore(command: Command, query: string): number {
  const wanted = query.trim().toLowerCase();
  const label = command.label.toLowerCase();
  if (wanted === '') return 1;
  if (label.startsWith(wanted)) return 4;
  if (label.split(/\s+/).some((word) => word.startsWith(wanted))) return 3;
  if (label.includes(wanted) || command.keywords?.toLowerCase().includes(wanted)) return 2;
  return wanted.length > 2 && isSubsequence(label, wanted) ? 1 : 0;
}

/** The commands that answer, best first; among equals the ones used last come first. */
export function rankCommands<Each extends Command>(
  commands: readonly Each[],
  query: string,
  recentIds: readonly string[],
): Each[] {
  const recency = (id: string) => {
    const at = recentIds.indexOf(id);
    return at === -1 ? recentIds.length : at;
  };
  return commands
    .map((command) => ({ command, score: commandScore(command, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || recency(a.command.id) - recency(b.command.id))
    .map(({ command }) => command);
}

const storageKey = 'bd.recent-commands';
const maxRecent = 8;

/** Ids of commands used in this browser, the last one first. */
export function recentCommands(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Remembers that a command was used. */
export function rememberCommand(id: string): void {
  try {
    const ids = [id, ...recentCommands().filter((each) => each !== id)].slice(0, maxRecent);
    localStorage.setItem(storageKey, JSON.stringify(ids));
  } catch {
    // The order is a comfort only.
  }
}
