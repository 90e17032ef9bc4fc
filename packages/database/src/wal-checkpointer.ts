import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Orm } from './create-orm.ts';

export interface WalCheckpointerOptions {
  readonly orm: Orm;
  /** Path of the database file. */
  readonly path: string;
  readonly intervalMs?: number;
  /** Called when the thread fails; the database then copies its log within commits again, as SQLite does by default. */
  readonly onFailure: (cause: unknown) => void;
}

/** SQLite's own default, in pages of 4 kB. */
const defaultPages = 1_000;
/** If the thread should ever fall behind, a commit copies the log itself at 64 MB. */
const fallbackPages = 16_000;
/** The thread costs some megabytes; an idle host gives them back. */
const idleRoundsBeforeEnd = 30;

/**
 * Copies the write-ahead log into the database in a thread of its own. Within a commit, where SQLite does it by
 * default, it stops the whole host for 5 to 80 ms about every fiftieth message (measured: bench/chat-engine.ts).
 */
export class WalCheckpointer {
  readonly #options: WalCheckpointerOptions;
  #timer: NodeJS.Timeout | null = null;
  #worker: Worker | null = null;
  #lastWriteMs = 0;
  #idleRounds = 0;

  constructor(options: WalCheckpointerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#setAutomatic(fallbackPages);
    const { intervalMs = 2_000 } = this.#options;
    this.#timer = setInterval(() => void this.#look(), intervalMs).unref();
  }

  /** Call it before the database is closed; closing copies what is left. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#endWorker();
  }

  async #look(): Promise<void> {
    const log = await stat(`${this.#options.path}-wal`).catch(() => null);
    if (this.#timer === null) return;
    if (log === null || log.mtimeMs === this.#lastWriteMs) {
      this.#idleRounds++;
      if (this.#idleRounds >= idleRoundsBeforeEnd) await this.#endWorker();
      return;
    }
    this.#idleRounds = 0;
    this.#lastWriteMs = log.mtimeMs;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage('checkpoint');
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./wal-checkpoint-worker.ts', import.meta.url), {
      workerData: { path: this.#options.path },
    });
    worker.unref();
    worker.once('error', (cause) => void this.#giveUp(cause));
    return worker;
  }

  async #giveUp(cause: unknown): Promise<void> {
    this.#worker = null;
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    await this.#setAutomatic(defaultPages);
    this.#options.onFailure(cause);
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close');
    await ended;
  }

  async #setAutomatic(pages: number): Promise<void> {
    await this.#options.orm.em.getConnection().execute(`pragma wal_autocheckpoint = ${pages}`);
  }
}
