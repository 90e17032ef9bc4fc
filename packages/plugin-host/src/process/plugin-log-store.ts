import { createHash } from 'node:crypto';
import { appendFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginLogLine } from '@braindrive/contracts';
import type { Clock, Log } from '@braindrive/core';

/** A line with its place in the log of its version. */
export interface StoredLogLine extends PluginLogLine {
  /** Grows by one with each line. */
  readonly sequence: number;
}

export interface LogPage {
  /** Newest last. */
  readonly lines: readonly StoredLogLine[];
  /** Ask for lines before this one to read on; null when there are none. */
  readonly before: number | null;
}

export interface PluginLogStoreOptions {
  /** Folder of its own; made when missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Kept per version: at least half of it, at most all. */
  readonly maxBytes?: number;
}

const defaultMaxBytes = 512 * 1_024;
const flushMs = 200;
const maxTextLength = 2_000;
/** Lines for which a follower may be late before it misses some. */
const maxFollowerLines = 1_000;

/** What plugin versions said, in two files each: the newer is written until it is full, then it becomes the older. */
export class PluginLogStore {
  readonly #options: PluginLogStoreOptions;
  readonly #logs = new Map<string, RingLog>();

  constructor(options: PluginLogStoreOptions) {
    this.#options = options;
  }

  /** Adds a line; it is on the disk a moment later. */
  append(digest: string, line: Omit<PluginLogLine, 'at'>): void {
    const text = line.text.slice(0, maxTextLength);
    this.#logOf(digest).append({ ...line, text, at: this.#options.clock.now() });
  }

  /** @param before - Null for the newest page. */
  async read(digest: string, before: number | null, limit: number): Promise<LogPage> {
    const all = await this.#logOf(digest).lines();
    const older = before === null ? all : all.filter(({ sequence }) => sequence < before);
    const lines = older.slice(-limit);
    return { lines, before: lines.length < older.length ? (lines[0]?.sequence ?? null) : null };
  }

  /** Lines as they come, from now until `signal` aborts. A follower that is too slow misses the oldest. */
  follow(digest: string, signal: AbortSignal): AsyncGenerator<StoredLogLine, void> {
    return this.#logOf(digest).follow(signal);
  }

  /** Deletes what a version said. */
  async remove(digest: string): Promise<void> {
    const log = this.#logOf(digest);
    this.#logs.delete(digest);
    await log.remove();
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((log) => log.flush()));
  }

  #logOf(digest: string): RingLog {
    let log = this.#logs.get(digest);
    if (log === undefined) {
      // A digest may hold slashes.
      const name = createHash('sha256').update(digest).digest('hex').slice(0, 32);
      const maxBytes = this.#options.maxBytes ?? defaultMaxBytes;
      log = new RingLog(join(this.#options.folder, name), maxBytes / 2, this.#options.log);
      this.#logs.set(digest, log);
    }
    return log;
  }
}

class RingLog {
  readonly #newer: string;
  readonly #older: string;
  readonly #maxFileBytes: number;
  readonly #log: Log;
  readonly #followers = new Set<(line: StoredLogLine) => void>();
  #waiting: Array<Omit<StoredLogLine, 'sequence'>> = [];
  #timer: NodeJS.Timeout | null = null;
  /** Writes and reads one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  /** Null until the files were looked at. */
  #nextSequence: number | null = null;
  #newerBytes = 0;

  constructor(path: string, maxFileBytes: number, log: Log) {
    this.#newer = `${path}.log`;
    this.#older = `${path}.old.log`;
    this.#maxFileBytes = maxFileBytes;
    this.#log = log;
  }

  append(line: Omit<StoredLogLine, 'sequence'>): void {
    this.#waiting.push(line);
    this.#timer ??= setTimeout(() => void this.flush(), flushMs);
  }

  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const run = this.#work.then(() => this.#write());
    this.#work = run.catch((cause: unknown) =>
      this.#log.error({ cause }, 'plugin.log-not-written'),
    );
    return this.#work as Promise<void>;
  }

  async lines(): Promise<StoredLogLine[]> {
    await this.flush();
    return [...(await readLines(this.#older)), ...(await readLines(this.#newer))];
  }

  async *follow(signal: AbortSignal): AsyncGenerator<StoredLogLine, void> {
    let queue: StoredLogLine[] = [];
    let wake = () => {};
    const onLine = (line: StoredLogLine) => {
      queue.push(line);
      if (queue.length > maxFollowerLines) queue = queue.slice(-maxFollowerLines);
      wake();
    };
    const onAbort = () => wake();
    this.#followers.add(onLine);
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      this.#followers.delete(onLine);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async remove(): Promise<void> {
    await this.flush();
    await rm(this.#newer, { force: true });
    await rm(this.#older, { force: true });
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    if (this.#nextSequence === null) await this.#open();
    const lines = this.#waiting.map((line, index) => ({
      sequence: (this.#nextSequence ?? 0) + index,
      ...line,
    }));
    this.#waiting = [];
    this.#nextSequence = (lines.at(-1)?.sequence ?? 0) + 1;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await appendFile(this.#newer, text, { mode: 0o600 });
    this.#newerBytes += Buffer.byteLength(text);
    if (this.#newerBytes > this.#maxFileBytes) {
      await rename(this.#newer, this.#older);
      this.#newerBytes = 0;
    }
    for (const line of lines) for (const follower of this.#followers) follower(line);
  }

  async #open(): Promise<void> {
    await mkdir(join(this.#newer, '..'), { recursive: true });
    await endLastLine(this.#newer);
    const last = (await readLines(this.#newer)).at(-1) ?? (await readLines(this.#older)).at(-1);
    this.#nextSequence = (last?.sequence ?? 0) + 1;
    this.#newerBytes = (await stat(this.#newer).catch(() => null))?.size ?? 0;
  }
}

/** A host that was killed while writing leaves half a line; it must not swallow the next. */
async function endLastLine(path: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    if (size === 0) return;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString() !== '\n') await file.appendFile('\n');
  } finally {
    await file.close();
  }
}

async function readLines(path: string): Promise<StoredLogLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const read = line === '' ? null : parseLine(line);
    return read === null ? [] : [read];
  });
}

function parseLine(line: string): StoredLogLine | null {
  try {
    const { at, ...rest } = JSON.parse(line);
    return { ...rest, at: new Date(at) };
  } catch {
    return null;
  }
}
