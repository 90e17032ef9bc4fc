import type { Clock, Log } from '@braindrive/core';
import { type Orm, SqlDatabase } from '@braindrive/database';

interface Count {
  calls: number;
  failedCalls: number;
}

const flushEveryMs = 2_000;

/** Counts calls by installation and day; written in batches, because a call must not wait for the disk. */
export class CallCounter {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #log: Log;
  #waiting = new Map<string, Count>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: { readonly orm: Orm; readonly clock: Clock; readonly log: Log }) {
    this.#database = new SqlDatabase(ports.orm);
    this.#clock = ports.clock;
    this.#log = ports.log;
  }

  add(installationId: string, isFailed: boolean): void {
    const day = this.#clock.now().toISOString().slice(0, 10);
    const key = `${day}/${installationId}`;
    const count = this.#waiting.get(key) ?? { calls: 0, failedCalls: 0 };
    count.calls += 1;
    if (isFailed) count.failedCalls += 1;
    this.#waiting.set(key, count);
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.flush(), flushEveryMs);
    this.#timer.unref();
  }

  /** Writes what is waiting. Counts of an installation that went meanwhile are dropped. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = this.#waiting;
    this.#waiting = new Map();
    if (counts.size === 0) return;
    try {
      await this.#database.write((session) => {
        for (const [key, { calls, failedCalls }] of counts) {
          const [day = '', installationId = ''] = key.split('/');
          session.run(
            `insert into plugin_usage (installation_id, day, calls, failed_calls)
             select id, ?, ?, ? from plugin_installation where id = ?
             on conflict (installation_id, day) do update
             set calls = calls + excluded.calls, failed_calls = failed_calls + excluded.failed_calls`,
            day,
            calls,
            failedCalls,
            installationId,
          );
        }
      });
    } catch (cause) {
      this.#log.warn({ cause }, 'plugin.usage-not-counted');
    }
  }
}
