import { type Logger, pino } from 'pino';
import type { Environment } from './environment.ts';

/** Never in a log, wherever it stands in an entry. */
const redacted = [
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'refreshToken',
  'accessToken',
  'apiKey',
  'key',
  'secret',
  'cookie',
  'authorization',
];

const levelWords: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'ERROR',
  60: 'FATAL',
};
/** An entry as pino writes it. */
interface LogEntry {
  readonly level: number;
  readonly time: number;
  readonly msg: string;
  readonly cause?: { readonly stack?: string; readonly message?: string };
}

const ownFields = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'cause']);

/** One line a person can read: time, level, event, fields. */
function textLine(json: string): string {
  const entry: LogEntry = JSON.parse(json);
  const fields = Object.entries(entry)
    .filter(([name]) => !ownFields.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const time = new Date(entry.time).toISOString().slice(11, 19);
  const line = [time, levelWords[entry.level] ?? '', entry.msg, ...fields].join('  ');
  const trace = entry.cause?.stack ?? entry.cause?.message;
  return trace === undefined ? `${line}\n` : `${line}\n${trace}\n`;
}

/** The host's log: JSON lines for programs, text for people, on standard output. */
export function createLog(environment: Environment, output: NodeJS.WriteStream): Logger {
  const isText =
    environment.BRAINDRIVE_LOG_FORMAT === 'text' ||
    (environment.BRAINDRIVE_LOG_FORMAT === 'auto' && output.isTTY);
  const destination = isText
    ? { write: (json: string) => void output.write(textLine(json)) }
    : output;
  return pino(
    {
      level: environment.BRAINDRIVE_LOG_LEVEL,
      base: null,
      redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      serializers: { cause: pino.stdSerializers.err },
    },
    destination,
  );
}
