import type { CatalogueModel, MachineFacts, ModelPull } from '@braindrive/plugin-sdk';
import type { ModelConnection, ModelLibrary } from '@braindrive/plugin-sdk/server';
import { DomainError } from '../domain-error.ts';
import type { Log } from '../log.ts';
import { type Actor, requirePermission } from '../users/index.ts';
import type { ConnectionAudience } from './connection-audience.ts';
import { withTimeLimit } from './connection-error.ts';
import { requireEnabled, requireVisible } from './connection-policy.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.ts';
import type { ModelLists } from './model-lists.ts';

/** How long a server may take to say what it offers. */
const libraryTimeoutMs = 10_000;

const maxRecommended = 2;

export interface Library {
  readonly machine: MachineFacts | null;
  readonly catalogue: CatalogueModel[];
  readonly pulls: ModelPull[];
}

/** What the first-run page shows before anybody is signed in. */
export interface StarterFacts {
  readonly machine: MachineFacts | null;
  /** Fetch of the starter model, or null when there is none. */
  readonly starter: ModelPull | null;
  /** Better models that suit this machine, the best first. */
  readonly recommended: CatalogueModel[];
}

export interface LibraryServicePorts {
  readonly store: ConnectionStore;
  readonly pool: ConnectionPool;
  readonly lists: ModelLists;
  readonly audience: ConnectionAudience;
  readonly log: Log;
}

/** A starter that an earlier start has fetched: done, as far as the first-run page is concerned. */
function installedStarter(starters: readonly CatalogueModel[]): ModelPull | null {
  const installed = starters.find(({ isInstalled }) => isInstalled);
  if (installed === undefined) return null;
  const { id, name, sizeBytes } = installed;
  return {
    id,
    name,
    state: 'done',
    receivedBytes: sizeBytes,
    totalBytes: sizeBytes,
    bytesPerSecond: null,
    source: null,
    error: null,
  };
}

/** Models that connections can fetch, keep and delete. Fetches go on when nobody looks. */
export class LibraryService {
  readonly #ports: LibraryServicePorts;
  /** News that wait for their turn; a newer one of the same fetch replaces an older one. */
  readonly #waiting = new Map<string, ModelPull>();

  constructor(ports: LibraryServicePorts) {
    this.#ports = ports;
    ports.pool.onOpen((connectionId, connection) => this.#watch(connectionId, connection));
  }

  /** Brings the host's own connections to life: their fetches go on, and the starter model is fetched. */
  async start(): Promise<void> {
    const { store, lists } = this.#ports;
    for (const stored of await store.builtIn()) {
      if (stored.row.isEnabled) lists.read(stored);
    }
  }

  /**
   * The library of a connection: facts of the machine, models on offer, fetches.
   * @throws {DomainError} `NOT_FOUND` also when the connection has none; `CONNECTION_DISABLED`.
   * @throws {ProviderError} when the server cannot be asked.
   */
  async get(actor: Actor, connectionId: string): Promise<Library> {
    const { library } = await this.#find(actor, connectionId);
    const [machine, catalogue] = await withTimeLimit(libraryTimeoutMs, () =>
      Promise.all([library.machine(), library.catalogue()]),
    );
    return { machine, catalogue: [...catalogue], pulls: [...library.pulls()] };
  }

  /** Fetches of every library that the caller may see. */
  async listPulls(actor: Actor): Promise<ModelPull[]> {
    const visible = await this.#ports.store.visible(actor);
    return visible.flatMap((stored) => this.#libraryOf(stored)?.pulls() ?? []);
  }

  /** No caller: the first-run page shows it while no account exists. */
  async starterFacts(): Promise<StarterFacts> {
    for (const stored of await this.#ports.store.builtIn()) {
      const library = this.#libraryOf(stored);
      if (library === null) continue;
      const [machine, catalogue] = await Promise.all([library.machine(), library.catalogue()]);
      const starters = catalogue.filter(({ isStarter }) => isStarter);
      const starter = library
        .pulls()
        .find((pull) => starters.some(({ id, name }) => pull.id === id || pull.name === name));
      const recommended = catalogue
        .filter(({ isStarter, isRecommended }) => isRecommended && !isStarter)
        .sort((left, right) => right.sizeBytes - left.sizeBytes)
        .slice(0, maxRecommended);
      return { machine, starter: starter ?? installedStarter(starters), recommended };
    }
    return { machine: null, starter: null, recommended: [] };
  }

  /**
   * Starts a fetch, or goes on with a paused or failed one.
   * @throws {DomainError} `NOT_PERMITTED`, `NOT_FOUND`, `CONNECTION_DISABLED`.
   * @throws {ProviderError} see `ModelLibrary.pull`.
   */
  async pull(actor: Actor, connectionId: string, source: string): Promise<ModelPull> {
    return (await this.#findToManage(actor, connectionId)).library.pull(source);
  }

  /** Pauses a fetch and keeps what is there. */
  async pausePull(actor: Actor, connectionId: string, pullId: string): Promise<ModelPull> {
    const { library } = await this.#findToManage(actor, connectionId);
    return library.pause(knownPull(library, pullId));
  }

  /** Ends a fetch and deletes what is there. */
  async cancelPull(actor: Actor, connectionId: string, pullId: string): Promise<ModelPull> {
    const { library } = await this.#findToManage(actor, connectionId);
    return library.cancel(knownPull(library, pullId));
  }

  /** Deletes a model from the disk. */
  async removeModel(actor: Actor, connectionId: string, modelId: string): Promise<void> {
    const { library, stored } = await this.#findToManage(actor, connectionId);
    await library.remove(modelId);
    await this.#ports.lists.refreshAnew(stored);
  }

  async #findToManage(actor: Actor, connectionId: string) {
    requirePermission(actor, 'model.manage');
    return this.#find(actor, connectionId);
  }

  async #find(
    actor: Actor,
    connectionId: string,
  ): Promise<{ readonly stored: StoredConnection; readonly library: ModelLibrary }> {
    const visible = requireVisible(actor, await this.#ports.store.find(connectionId));
    const stored = requireEnabled(visible);
    const { library } = this.#ports.pool.get(stored);
    if (library === undefined) {
      throw new DomainError('NOT_FOUND', `${stored.row.name} cannot fetch models.`);
    }
    return { stored, library };
  }

  #libraryOf(stored: StoredConnection): ModelLibrary | null {
    if (!stored.row.isEnabled) return null;
    try {
      return this.#ports.pool.get(stored).library ?? null;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  #watch(connectionId: string, connection: ModelConnection): () => void {
    const { library } = connection;
    if (library === undefined) return () => {};
    const end = library.onPull((pull) => {
      this.#publish(connectionId, pull);
      if (pull.state === 'done') void this.#refreshModels(connectionId);
    });
    library
      .ensureStarter?.()
      // A starter that was there already brings no fetch whose end would tell; the list may have been read before it.
      .then((pull) => (pull === null ? this.#refreshModels(connectionId) : undefined))
      .catch((cause: unknown) =>
        this.#ports.log.warn({ cause, connectionId }, 'library.starter-failed'),
      );
    return end;
  }

  #publish(connectionId: string, pull: ModelPull): void {
    const key = JSON.stringify([connectionId, pull.id]);
    const isQueued = this.#waiting.has(key);
    this.#waiting.set(key, pull);
    if (isQueued) return;
    const { audience, store } = this.#ports;
    audience.enqueue(async () => {
      const stored = await store.find(connectionId);
      const newest = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (stored === null || newest === undefined) return;
      await audience.deliver(stored.row, { type: 'pull-changed', connectionId, pull: newest });
    });
  }

  async #refreshModels(connectionId: string): Promise<void> {
    const { store, lists, log } = this.#ports;
    try {
      const stored = await store.find(connectionId);
      if (stored?.row.isEnabled) await lists.refreshAnew(stored);
    } catch (cause) {
      log.error({ cause, connectionId }, 'models.refresh-failed');
    }
  }
}

function knownPull(library: ModelLibrary, pullId: string): string {
  if (library.pulls().some(({ id }) => id === pullId)) return pullId;
  throw new DomainError('NOT_FOUND', 'This download does not exist any more.');
}
