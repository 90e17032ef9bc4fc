import type { Clock, Log } from '@braindrive/core';
import type { SqlDatabase, SqlSession } from '@braindrive/database';
import type { PermissionName } from '@braindrive/plugin-sdk';

interface GrantUse {
  readonly installationId: string;
  readonly permission: PermissionName;
  count: number;
  lastUsedAt: number;
}

interface DayUse {
  readonly installationId: string;
  readonly day: string;
  tokens: number;
  requests: number;
}

const flushEveryMs = 5_000;

/** Counts each use of a grant, and what it cost; written in batches, so that no call waits for the disk. */
export class UseCounter {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #log: Log;
  #grants = new Map<string, GrantUse>();
  #days = new Map<string, DayUse>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: { readonly database: SqlDatabase; readonly clock: Clock; readonly log: Log }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#log = ports.log;
  }

  addUse(installationId: string, permission: PermissionName): void {
    const key = `${installationId}/${permission}`;
    const lastUsedAt = this.#clock.now().getTime();
    const known = this.#grants.get(key);
    if (known === undefined) {
      this.#grants.set(key, { installationId, permission, count: 1, lastUsedAt });
    } else {
      known.count += 1;
      known.lastUsedAt = lastUsedAt;
    }
    this.#flushSoon();
  }

  addRequest(installationId: string): void {
    this.#day(installationId).requests += 1;
    this.#flushSoon();
  }

  /** @param tokens - May be negative, where an estimate was too high. */
  addTokens(installationId: string, tokens: number): void {
    if (tokens === 0) return;
    this.#day(installationId).tokens += tokens;
    this.#flushSoon();
  }

  /** Tokens of that day: those in the table and those that wait to be written. */
  async tokensOn(installationId: string, day: string): Promise<number> {
    return this.#database.read((session) => {
      const row = session.get<{ tokens: number }>(
        'select tokens from plugin_usage where installation_id = ? and day = ?',
        installationId,
        day,
      );
      return (row?.tokens ?? 0) + (this.#days.get(`${installationId}/${day}`)?.tokens ?? 0);
    });
  }

  /** Writes what waits. Uses of an installation that went meanwhile are dropped. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#grants.size === 0 && this.#days.size === 0) return;
    try {
      await this.#database.write((session) => {
        for (const use of this.#grants.values()) writeGrantUse(session, use);
        for (const use of this.#days.values()) writeDayUse(session, use);
        // In the turn of the transaction, so that nobody sees a use twice or not at all.
        this.#grants = new Map();
        this.#days = new Map();
      });
    } catch (cause) {
      this.#log.warn({ cause }, 'plugin.use-not-counted');
    }
  }

  /** The day in UTC, as budgets count it. */
  today(): string {
    return this.#clock.now().toISOString().slice(0, 10);
  }

  #day(installationId: string): DayUse {
    const day = this.today();
    const key = `${installationId}/${day}`;
    const known = this.#days.get(key) ?? { installationId, day, tokens: 0, requests: 0 };
    this.#days.set(key, known);
    return known;
  }

  #flushSoon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.flush(), flushEveryMs);
    this.#timer.unref();
  }
}

function writeGrantUse(session: SqlSession, use: GrantUse): void {
  session.run(
    `update plugin_grant set use_count = use_count + ?, last_used_at = max(coalesce(last_used_at, 0), ?)
     where installation_id = ? and permission = ?`,
    use.count,
    use.lastUsedAt,
    use.installationId,
    use.permission,
  );
}

function writeDayUse(session: SqlSession, use: DayUse): void {
  session.run(
    `insert into plugin_usage (installation_id, day, tokens, requests)
     select id, ?, max(0, ?), ? from plugin_installation where id = ?
     on conflict (installation_id, day) do update
     set tokens = max(0, tokens + ?), requests = requests + excluded.requests`,
    use.day,
    use.tokens,
    use.requests,
    use.installationId,
    use.tokens,
  );
}
