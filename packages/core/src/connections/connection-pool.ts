import type { ModelConnection } from '@braindrive/plugin-sdk/server';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { EgressFetch } from '../egress/index.ts';
import type { Log } from '../log.ts';
import type { SecretBox } from '../secrets/index.ts';
import type { ConnectionRow } from './connection-entity.ts';
import { mayReachPrivate } from './connection-policy.ts';
import { parseSettings } from './connection-settings.ts';
import type { StoredConnection } from './connection-store.ts';
import { createProviderContext } from './provider-context.ts';
import type { ProviderRegistry } from './provider-registry.ts';
import { SecretRedaction } from './secret-redaction.ts';
import { TrackedConnection } from './tracked-connection.ts';

/** Two ways out of the host, see `createEgress`. */
export interface ConnectionEgress {
  /** This machine and private networks too. */
  readonly everywhere: EgressFetch;
  readonly publicOnly: EgressFetch;
}

export interface ConnectionPoolPorts {
  readonly registry: ProviderRegistry;
  readonly secretBox: SecretBox;
  readonly egress: ConnectionEgress;
  /** Lets the connections of members reach this machine and private networks too. */
  readonly mayMembersReachPrivate: boolean;
  readonly dataDirectory: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly idleMs?: number;
}

/** Called with each connection that goes live. @returns what to do before it is closed. */
export type ConnectionOpened = (connectionId: string, connection: ModelConnection) => () => void;

const defaultIdleMs = 10 * 60_000;

interface Entry {
  readonly key: string;
  readonly connection: TrackedConnection;
}

/** The live connections, one for each stored one, made when first asked for and again when its settings change. */
export class ConnectionPool {
  readonly #ports: ConnectionPoolPorts;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<ConnectionOpened>();

  constructor(ports: ConnectionPoolPorts) {
    this.#ports = ports;
  }

  onOpen(listener: ConnectionOpened): void {
    this.#listeners.add(listener);
  }

  /**
   * The live connection; no I/O. Neither keep it nor close it.
   * @throws {DomainError} `CONNECTION_FAILED` when its provider, its settings or its key cannot be used.
   */
  get(stored: StoredConnection): ModelConnection {
    const { row } = stored;
    const key = this.keyOf(stored);
    const entry = this.#entries.get(row.id);
    if (entry?.key === key) return entry.connection;
    void entry?.connection.retire();
    this.#entries.delete(row.id);
    const connection = this.#open(stored);
    this.#entries.set(row.id, { key, connection });
    return connection;
  }

  /**
   * Changes when the connection has to be made anew: another version of its provider, other settings, keys
   * or rights.
   */
  keyOf(stored: StoredConnection): string {
    const { row } = stored;
    const revision = this.#ports.registry.revision(row.providerId, row.ownerId ?? null);
    return JSON.stringify([
      row.providerId,
      revision,
      row.settings,
      row.secrets,
      this.#reaches(stored),
    ]);
  }

  /** The connection was removed or disabled: closes it after its last use. */
  async retire(connectionId: string): Promise<void> {
    const entry = this.#entries.get(connectionId);
    this.#entries.delete(connectionId);
    await entry?.connection.retire();
  }

  /** A connection with settings that are not stored; the caller closes it. */
  openUnsaved(
    providerId: string,
    ownerId: string | null,
    settings: Readonly<Record<string, unknown>>,
    reachesPrivate: boolean,
  ): TrackedConnection {
    return this.#track({
      providerId,
      ownerId,
      settings,
      redaction: this.#redactionOf(providerId, ownerId, settings),
      reachesPrivate,
      connectionId: null,
    });
  }

  /**
   * Host name that prompts go to, or null when they stay on this machine; no I/O. Null too for a connection that
   * cannot be used.
   */
  destinationOf(stored: StoredConnection): string | null {
    const { row } = stored;
    try {
      return row.isEnabled
        ? this.get(stored).destination
        : this.destinationWith(row.providerId, row.ownerId ?? null, {
            ...row.settings,
            ...this.secretsOf(row),
          });
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  /** The same for settings that are not stored. */
  destinationWith(
    providerId: string,
    ownerId: string | null,
    settings: Readonly<Record<string, unknown>>,
  ): string | null {
    const connection = this.openUnsaved(providerId, ownerId, settings, false);
    const { destination } = connection;
    void connection.close();
    return destination;
  }

  #redactionOf(
    providerId: string,
    ownerId: string | null,
    settings: Readonly<Record<string, unknown>>,
  ): SecretRedaction {
    const names = this.#ports.registry.secretNames(providerId, ownerId);
    const secrets = Object.entries(settings).filter(
      (entry): entry is [string, string] => names.has(entry[0]) && typeof entry[1] === 'string',
    );
    return new SecretRedaction(Object.fromEntries(secrets));
  }

  /** @throws {DomainError} `CONNECTION_FAILED` when they were sealed with another secret key. */
  secretsOf(row: ConnectionRow): Record<string, string> {
    if (!row.secrets) return {};
    try {
      return JSON.parse(this.#ports.secretBox.open(row.secrets, row.id));
    } catch (cause) {
      const message = `The key of ${row.name} cannot be read any more: the secret key of this instance changed. Enter it again.`;
      throw new DomainError('CONNECTION_FAILED', message, { cause });
    }
  }

  /** Closes everything, at the end of the host. */
  async close(): Promise<void> {
    const connections = [...this.#entries.values()].map(({ connection }) => connection);
    this.#entries.clear();
    await Promise.all(connections.map((connection) => connection.close()));
  }

  #reaches({ ownerRole }: StoredConnection): boolean {
    return mayReachPrivate(ownerRole, this.#ports.mayMembersReachPrivate);
  }

  #open(stored: StoredConnection): TrackedConnection {
    const { row } = stored;
    const settings = { ...row.settings, ...this.secretsOf(row) };
    return this.#track({
      providerId: row.providerId,
      ownerId: row.ownerId ?? null,
      settings,
      redaction: this.#redactionOf(row.providerId, row.ownerId ?? null, settings),
      reachesPrivate: this.#reaches(stored),
      connectionId: row.id,
    });
  }

  #track(options: {
    readonly providerId: string;
    readonly ownerId: string | null;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly redaction: SecretRedaction;
    readonly reachesPrivate: boolean;
    readonly connectionId: string | null;
  }): TrackedConnection {
    const { egress, registry, log, clock, dataDirectory } = this.#ports;
    const { providerId, connectionId, redaction } = options;
    const provider = registry.get(providerId, options.ownerId);
    const context = createProviderContext({
      providerId,
      connectionId,
      dataDirectory,
      fetch: options.reachesPrivate ? egress.everywhere : egress.publicOnly,
      redaction,
      log,
      clock,
    });
    const settings = currentSettings(() => parseSettings(provider, options.settings));
    return new TrackedConnection({
      connect: () => provider.connect(settings, context),
      redaction,
      idleMs: this.#ports.idleMs ?? defaultIdleMs,
      onOpen: (connection) => this.#announce(connectionId, connection),
      onCloseFailed: (cause) =>
        log.warn({ cause, providerId, connectionId }, 'connection.close-failed'),
    });
  }

  #announce(connectionId: string | null, connection: ModelConnection): () => void {
    if (connectionId === null) return () => {};
    const cleanups = [...this.#listeners].map((listener) => listener(connectionId, connection));
    return () => {
      for (const cleanup of cleanups) cleanup();
    };
  }
}

/** A newer version of a provider may want other settings than those that are stored. */
function currentSettings<Settings>(parse: () => Settings): Settings {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      'CONNECTION_FAILED',
      `The settings of this connection do not fit the provider any more (${error.message}). Edit the connection.`,
    );
  }
}
