import type { ConnectionModels, ErrorReport } from '@braindrive/contracts';
import {
  type CatalogueModel,
  type ProviderModel,
  providerModelSchema,
} from '@braindrive/plugin-sdk';
import type { ModelConnection } from '@braindrive/plugin-sdk/server';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { Log } from '../log.ts';
import type { ConnectionAudience } from './connection-audience.ts';
import { reportConnectionError, withTimeLimit } from './connection-error.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.ts';

/** Milliseconds. */
export interface ModelListLimits {
  /** How long a server may take for its list. */
  readonly listTimeoutMs: number;
  /** A list is asked for again when somebody looks at it and it is older than this. */
  readonly maxAgeMs: number;
  /** Wait after the first failure; doubles up to the last. */
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
}

const defaultModelListLimits: ModelListLimits = {
  listTimeoutMs: 5_000,
  maxAgeMs: 60_000,
  firstRetryMs: 5_000,
  lastRetryMs: 60_000,
};

/** Longest list that is kept; the longest known one has a tenth of it. */
const maxModels = 5_000;

/** What decides about the default model among those that run here, by model id. */
export type LocalModelFacts = ReadonlyMap<string, Pick<CatalogueModel, 'fit' | 'isStarter'>>;

interface Heard {
  readonly models: ProviderModel[];
  readonly local: LocalModelFacts;
}

interface Entry extends Heard {
  /** The settings it was heard with, see `ConnectionPool.keyOf`. */
  readonly key: string;
  models: ProviderModel[];
  local: LocalModelFacts;
  state: ConnectionModels['state'];
  error: ErrorReport | null;
  refreshedAt: Date | null;
  failureCount: number;
  nextAskAt: number;
  pending: Promise<void> | null;
  retryTimer: NodeJS.Timeout | undefined;
}

export interface ModelListsPorts {
  readonly pool: ConnectionPool;
  readonly store: ConnectionStore;
  readonly audience: ConnectionAudience;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<ModelListLimits>;
}

/**
 * What every connection said last about its models, in memory. Nobody waits for a server to read it: old lists are
 * asked for again in the background, and a server that does not answer keeps its last list.
 */
export class ModelLists {
  readonly #ports: ModelListsPorts;
  readonly #limits: ModelListLimits;
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new AbortController();

  constructor(ports: ModelListsPorts) {
    this.#ports = ports;
    this.#limits = { ...defaultModelListLimits, ...ports.limits };
  }

  /** What was heard last; asks again behind the scenes when that is old. */
  read(stored: StoredConnection): ConnectionModels {
    const entry = this.#entry(stored);
    if (this.#now() >= entry.nextAskAt) void this.#ask(stored, entry);
    return this.#view(stored, entry);
  }

  /** What is known about the models that run here; empty for connections to servers. */
  localFacts(stored: StoredConnection): LocalModelFacts {
    return this.#entry(stored).local;
  }

  /** Asks now, or joins those who just did. A failure is a state of the answer. */
  async refresh(stored: StoredConnection): Promise<ConnectionModels> {
    const entry = this.#entry(stored);
    await this.#ask(stored, entry);
    return this.#view(stored, entry);
  }

  /** Asks now for a list that is certainly newer than this call. */
  async refreshAnew(stored: StoredConnection): Promise<ConnectionModels> {
    await this.#entry(stored).pending;
    return this.refresh(stored);
  }

  /** Waits for the very first list, but not longer than `timeoutMs`. */
  async waitForFirst(stored: StoredConnection, timeoutMs: number): Promise<void> {
    const entry = this.#entry(stored);
    if (entry.state !== 'loading') return;
    const timeout = Promise.withResolvers<void>();
    const timer = setTimeout(timeout.resolve, timeoutMs);
    await Promise.race([this.#ask(stored, entry), timeout.promise]);
    clearTimeout(timer);
  }

  /** The connection is new or was changed: tells everybody, and asks when its settings are other ones. */
  connectionChanged(stored: StoredConnection): void {
    const models = this.read(stored);
    this.#ports.audience.publish(stored.row, () => ({ type: 'models-changed', models }));
  }

  /** The connection was removed or disabled. */
  forget(connectionId: string): void {
    clearTimeout(this.#entries.get(connectionId)?.retryTimer);
    this.#entries.delete(connectionId);
  }

  /** Ends what runs in the background. */
  close(): void {
    this.#closing.abort();
    for (const connectionId of [...this.#entries.keys()]) this.forget(connectionId);
  }

  #now(): number {
    return this.#ports.clock.now().getTime();
  }

  #entry(stored: StoredConnection): Entry {
    const key = this.#ports.pool.keyOf(stored);
    const known = this.#entries.get(stored.row.id);
    if (known?.key === key) return known;
    clearTimeout(known?.retryTimer);
    const entry: Entry = {
      key,
      models: [],
      local: new Map(),
      state: 'loading',
      error: null,
      refreshedAt: null,
      failureCount: 0,
      nextAskAt: 0,
      pending: null,
      retryTimer: undefined,
    };
    this.#entries.set(stored.row.id, entry);
    return entry;
  }

  #ask(stored: StoredConnection, entry: Entry): Promise<void> {
    entry.pending ??= this.#run(stored, entry).finally(() => {
      entry.pending = null;
    });
    return entry.pending;
  }

  async #run(stored: StoredConnection, entry: Entry): Promise<void> {
    const before = fingerprint(entry);
    try {
      const heard = await withTimeLimit(
        this.#limits.listTimeoutMs,
        (signal) => this.#hear(stored, signal),
        this.#closing.signal,
      );
      Object.assign(entry, heard, { state: 'ready', error: null, failureCount: 0 });
      entry.refreshedAt = this.#ports.clock.now();
      entry.nextAskAt = this.#now() + this.#limits.maxAgeMs;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#fail(stored, entry, error);
    }
    const isCurrent = this.#entries.get(stored.row.id) === entry;
    if (isCurrent && fingerprint(entry) !== before) {
      const models = this.#view(stored, entry);
      this.#ports.audience.publish(stored.row, () => ({ type: 'models-changed', models }));
    }
  }

  #fail(stored: StoredConnection, entry: Entry, error: unknown): void {
    const { firstRetryMs, lastRetryMs } = this.#limits;
    const { id, providerId } = stored.row;
    entry.state = 'failed';
    entry.error = reportConnectionError(error, this.#ports.log, { connectionId: id, providerId });
    const waitMs = Math.min(lastRetryMs, firstRetryMs * 2 ** entry.failureCount);
    entry.failureCount += 1;
    entry.nextAskAt = this.#now() + waitMs;
    clearTimeout(entry.retryTimer);
    if (this.#entries.get(id) !== entry) return;
    entry.retryTimer = setTimeout(() => void this.#retry(id, entry), waitMs);
    entry.retryTimer.unref();
  }

  /** A server that comes back shows up by itself, as long as somebody looks. */
  async #retry(connectionId: string, entry: Entry): Promise<void> {
    const { store, audience, log } = this.#ports;
    try {
      const stored = await store.find(connectionId);
      if (stored === null) return await this.#drop(connectionId);
      const isCurrent = stored.row.isEnabled && this.#entry(stored) === entry;
      if (isCurrent && (await audience.viewers(stored.row)).length > 0)
        await this.#ask(stored, entry);
    } catch (cause) {
      log.error({ cause, connectionId }, 'models.retry-failed');
    }
  }

  /** It went with the account of its owner. */
  async #drop(connectionId: string): Promise<void> {
    this.forget(connectionId);
    await this.#ports.pool.retire(connectionId);
  }

  async #hear(stored: StoredConnection, signal: AbortSignal): Promise<Heard> {
    const { pool, log } = this.#ports;
    const connection = pool.get(stored);
    const [given, local] = await Promise.all([
      connection.listModels(signal),
      stored.row.isBuiltIn ? localFactsOf(connection) : new Map(),
    ]);
    const models = usableModels(given);
    if (models.length < given.length) {
      const droppedCount = given.length - models.length;
      log.warn({ connectionId: stored.row.id, droppedCount }, 'models.dropped');
    }
    return { models, local };
  }

  #view(stored: StoredConnection, entry: Entry): ConnectionModels {
    const { row } = stored;
    const connection = this.#connectionOrNull(stored);
    return {
      connectionId: row.id,
      connectionName: row.name,
      providerId: row.providerId,
      destination: connection?.destination ?? null,
      hasLibrary: connection?.library !== undefined,
      state: entry.state,
      error: entry.error,
      refreshedAt: entry.refreshedAt,
      models: entry.models,
    };
  }

  #connectionOrNull(stored: StoredConnection): ModelConnection | null {
    try {
      return this.#ports.pool.get(stored);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

/** One model that breaks the schema must not take the whole list away from everybody. */
function usableModels(given: readonly ProviderModel[]): ProviderModel[] {
  const models = new Map<string, ProviderModel>();
  for (const candidate of given.slice(0, maxModels)) {
    const { success, data } = providerModelSchema.safeParse(candidate);
    if (success && !models.has(data.id)) models.set(data.id, data);
  }
  return [...models.values()];
}

async function localFactsOf(connection: ModelConnection): Promise<LocalModelFacts> {
  const catalogue = (await connection.library?.catalogue()) ?? [];
  return new Map(catalogue.map(({ id, fit, isStarter }) => [id, { fit, isStarter }]));
}

/** All that a person can see of an entry, the time apart. */
const fingerprint = ({ state, error, models }: Entry): string =>
  JSON.stringify([state, error?.code, error?.message, models]);
