import type { ConnectionTest, TestConnectionInput } from '@braindrive/contracts';
import type { ModelConnection } from '@braindrive/plugin-sdk/server';
import { DomainError } from '../domain-error.ts';
import type { Log } from '../log.ts';
import { type Actor, requirePermission } from '../users/index.ts';
import { reportConnectionError, withTimeLimit } from './connection-error.ts';
import { mayReachPrivate, requireEditable } from './connection-policy.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { checkSettings } from './connection-settings.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.ts';
import type { ProviderRegistry } from './provider-registry.ts';

const defaultTimeoutMs = 15_000;

export interface ConnectionTesterPorts {
  readonly registry: ProviderRegistry;
  readonly store: ConnectionStore;
  readonly pool: ConnectionPool;
  readonly mayMembersReachPrivate: boolean;
  readonly log: Log;
  readonly timeoutMs?: number;
}

/** Tries a connection before it is saved. */
export class ConnectionTester {
  readonly #ports: ConnectionTesterPorts;

  constructor(ports: ConnectionTesterPorts) {
    this.#ports = ports;
  }

  /** See `ConnectionService.test`. */
  async test(
    actor: Actor,
    input: TestConnectionInput,
    signal: AbortSignal | undefined,
  ): Promise<ConnectionTest> {
    requirePermission(actor, 'connection.manage-own');
    const saved = await this.#saved(actor, input);
    const { registry, pool } = this.#ports;
    const { isBuiltIn } = registry.chosen(input.providerId, ownerOf(actor, saved));
    // The built-in ones hold a process or a folder that a second connection would fight for.
    if (saved !== null && isBuiltIn) return this.#run(() => pool.get(saved), signal);
    const ownerId = ownerOf(actor, saved);
    const settings = this.#settings(input, ownerId, saved);
    const reachesPrivate = mayReachPrivate(actor.role, this.#ports.mayMembersReachPrivate);
    const connection = pool.openUnsaved(input.providerId, ownerId, settings, reachesPrivate);
    try {
      return await this.#run(() => connection, signal);
    } finally {
      void connection.retire();
    }
  }

  async #saved(actor: Actor, input: TestConnectionInput): Promise<StoredConnection | null> {
    if (input.connectionId === undefined) return null;
    // Whoever may only use it must not try its key on a server of their own.
    const saved = requireEditable(actor, await this.#ports.store.find(input.connectionId));
    if (saved.row.providerId !== input.providerId)
      throw new DomainError('VALIDATION_FAILED', 'This connection belongs to another provider.');
    return saved;
  }

  #settings(
    input: TestConnectionInput,
    ownerId: string | null,
    saved: StoredConnection | null,
  ): Record<string, unknown> {
    const { registry, pool } = this.#ports;
    const checked = checkSettings({
      provider: registry.get(input.providerId, ownerId),
      secretNames: registry.secretNames(input.providerId, ownerId),
      given: input.settings,
      stored:
        saved === null
          ? null
          : { plain: saved.row.settings, secrets: () => pool.secretsOf(saved.row) },
      destinationOf: (settings) => pool.destinationWith(input.providerId, ownerId, settings),
    });
    return { ...checked.plain, ...checked.secrets };
  }

  async #run(
    connection: () => ModelConnection,
    signal: AbortSignal | undefined,
  ): Promise<ConnectionTest> {
    try {
      const result = await withTimeLimit(
        this.#ports.timeoutMs ?? defaultTimeoutMs,
        (limited) => connection().test(limited),
        signal,
      );
      return { isOk: true, ...result };
    } catch (error) {
      signal?.throwIfAborted();
      return { isOk: false, error: reportConnectionError(error, this.#ports.log, {}) };
    }
  }
}

/** A saved connection is tried with the provider of its owner, which may be another version than the caller's. */
const ownerOf = (actor: Actor, saved: StoredConnection | null): string | null =>
  saved === null ? actor.userId : (saved.row.ownerId ?? null);
