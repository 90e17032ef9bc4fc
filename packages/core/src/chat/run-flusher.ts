import type { SqlDatabase } from '@braindrive/database';
import type { Log } from '../log.ts';
import type { LiveRun } from './live-run.ts';
import { appendChunks } from './run-store.ts';

/** Stores the new text of all running answers together, in one short transaction per interval. */
export class RunFlusher {
  readonly #database: SqlDatabase;
  readonly #log: Log;
  readonly #intervalMs: number;
  readonly #dirty = new Set<LiveRun>();
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: {
    readonly database: SqlDatabase;
    readonly log: Log;
    readonly intervalMs: number;
  }) {
    this.#database = ports.database;
    this.#log = ports.log;
    this.#intervalMs = ports.intervalMs;
  }

  /** Says that a run has new text. Cheap: called for each token. */
  mark(run: LiveRun): void {
    this.#dirty.add(run);
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, this.#intervalMs);
    this.#timer.unref();
  }

  /** The end of a run stores its whole text; nothing is left to append. */
  forget(run: LiveRun): void {
    this.#dirty.delete(run);
  }

  /** Stores what is new now. A failure keeps the text in memory and is tried again with the next. */
  async flush(): Promise<void> {
    const taken = [...this.#dirty].map((run) => ({ run, chunks: run.text.takeChunks() }));
    this.#dirty.clear();
    if (taken.length === 0) return;
    try {
      await this.#database.write((session) => {
        for (const { run, chunks } of taken) appendChunks(session, run.facts.id, chunks);
      });
    } catch (cause) {
      this.#log.error({ cause, runs: taken.length }, 'run.flush-failed');
      for (const { run, chunks } of taken) {
        run.text.returnChunks(chunks);
        if (run.ended === null) this.mark(run);
      }
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dirty.clear();
  }
}
