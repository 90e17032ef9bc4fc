import type { PluginLogLine } from '@braindrive/contracts';

/** From which level on lines are shown. */
export type LogLevel = PluginLogLine['level'];
const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** The lines of this level and above, in their order. */
export const linesFrom = (lines: readonly PluginLogLine[], level: LogLevel): PluginLogLine[] =>
  lines.filter((line) => ranks[line.level] >= ranks[level]);

/** The time of day, to the second, as logs are read within a day. */
export const logTime = (at: Date): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
