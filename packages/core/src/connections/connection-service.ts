import type {
  Connection,
  ConnectionTest,
  CreateConnectionInput,
  ProviderDescription,
  TestConnectionInput,
  UpdateConnectionInput,
} from '@braindrive/contracts';
import { createId, type Orm } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { SecretBox } from '../secrets/index.ts';
import { type Actor, requirePermission } from '../users/index.ts';
import type { ConnectionAudience } from './connection-audience.ts';
import { ConnectionEntity, type ConnectionRow } from './connection-entity.ts';
import { requireEditable, requireVisible, type Viewer } from './connection-policy.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { type CheckedSettings, checkSettings } from './connection-settings.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.ts';
import type { ConnectionTester } from './connection-tester.ts';
import { viewConnection } from './connection-view.ts';
import type { ModelLists } from './model-lists.ts';
import type { ProviderRegistry } from './provider-registry.ts';

/** Most connections that one person can have; each is asked for its models. */
const maxOwnConnections = 50;

export interface ConnectionServicePorts {
  readonly orm: Orm;
  readonly registry: ProviderRegistry;
  readonly store: ConnectionStore;
  readonly pool: ConnectionPool;
  readonly lists: ModelLists;
  readonly tester: ConnectionTester;
  readonly audience: ConnectionAudience;
  readonly audit: AuditService;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
}

/** Connections to model servers. Their secrets go in and never come out. */
export class ConnectionService {
  readonly #ports: ConnectionServicePorts;

  constructor(ports: ConnectionServicePorts) {
    this.#ports = ports;
  }

  /** Every provider that the caller has, with what its form needs. */
  listProviders(actor: Actor): ProviderDescription[] {
    return this.#ports.registry.descriptions(actor.userId);
  }

  /** All connections that the caller may use, disabled ones too. */
  async list(actor: Actor): Promise<Connection[]> {
    const visible = await this.#ports.store.visible(actor);
    return visible.map((stored) => this.#view(stored, actor));
  }

  /**
   * Tries settings without saving them, for at most 15 seconds.
   * @throws {DomainError} `VALIDATION_FAILED`, `NOT_PERMITTED`, `NOT_FOUND`. What the server says is a result.
   */
  test(
    actor: Actor,
    input: TestConnectionInput,
    signal: AbortSignal | undefined,
  ): Promise<ConnectionTest> {
    return this.#ports.tester.test(actor, input, signal);
  }

  /** @throws {DomainError} `VALIDATION_FAILED` with `fieldErrors`, `NOT_PERMITTED`, `CONFLICT` when there are too many. */
  async create(actor: Actor, input: CreateConnectionInput): Promise<Connection> {
    const { registry, orm, clock } = this.#ports;
    requirePermission(actor, input.isShared ? 'connection.manage-shared' : 'connection.manage-own');
    const provider = registry.chosen(input.providerId, actor.userId);
    if (provider.isBuiltIn) throw builtInOnly(provider.name);
    const settings = this.#check(input.providerId, actor.userId, input.settings, null);
    const em = orm.em.fork();
    if ((await em.count(ConnectionEntity, { ownerId: actor.userId })) >= maxOwnConnections) {
      const message = `You have ${maxOwnConnections} connections, which is the most. Remove one first.`;
      throw new DomainError('CONFLICT', message);
    }
    const id = createId();
    const now = clock.now();
    const row = em.create(ConnectionEntity, {
      id,
      ownerId: actor.userId,
      providerId: input.providerId,
      name: input.name,
      isShared: input.isShared,
      isEnabled: true,
      isBuiltIn: false,
      settings: settings.plain,
      secrets: this.#seal(id, settings.secrets),
      secretsSetAt: setTimes({}, settings, now),
      createdAt: now,
      updatedAt: now,
    });
    await em.flush();
    await this.#record(actor, 'connection.created', row);
    const stored = { row, ownerRole: actor.role };
    this.#announce(stored, stored);
    return this.#view(stored, actor);
  }

  /**
   * Changes what is given. New settings replace the old ones; a secret that is left out is kept, null removes it.
   * @throws {DomainError} `VALIDATION_FAILED` with `fieldErrors`, also when the server changes and its key is left
   *   out; `NOT_FOUND`, `NOT_PERMITTED`.
   */
  async update(actor: Actor, input: UpdateConnectionInput): Promise<Connection> {
    const { store, orm, clock, pool } = this.#ports;
    const before = requireEditable(actor, await store.find(input.connectionId));
    requireSharingAllowed(actor, before.row, input.isShared);
    const em = orm.em.fork();
    // Somebody else may have removed it meanwhile.
    const found = await em.findOne(ConnectionEntity, { id: before.row.id });
    const { row } = requireVisible(actor, found === null ? null : { row: found });
    const now = clock.now();
    if (input.settings !== undefined) {
      const stored = { plain: row.settings, secrets: () => pool.secretsOf(row) };
      const settings = this.#check(row.providerId, row.ownerId ?? null, input.settings, stored);
      row.settings = settings.plain;
      row.secrets = this.#seal(row.id, settings.secrets);
      row.secretsSetAt = setTimes(row.secretsSetAt, settings, now);
    }
    row.name = input.name ?? row.name;
    row.isEnabled = input.isEnabled ?? row.isEnabled;
    row.isShared = input.isShared ?? row.isShared;
    row.updatedAt = now;
    await em.flush();
    await this.#record(actor, 'connection.updated', row);
    const after = { row, ownerRole: before.ownerRole };
    this.#announce(before, after);
    return this.#view(after, actor);
  }

  /** @throws {DomainError} `NOT_FOUND`, `NOT_PERMITTED`; `CONFLICT` for a built-in one. */
  async remove(actor: Actor, connectionId: string): Promise<void> {
    const { store, orm, pool, lists, audience } = this.#ports;
    const { row } = requireEditable(actor, await store.find(connectionId));
    if (row.isBuiltIn) {
      throw new DomainError(
        'CONFLICT',
        'This connection is part of BrainDrive. Turn it off instead.',
      );
    }
    await orm.em.fork().nativeDelete(ConnectionEntity, { id: row.id });
    await this.#record(actor, 'connection.removed', row);
    lists.forget(row.id);
    void pool.retire(row.id);
    audience.publish(row, () => ({ type: 'connection-removed', connectionId: row.id }));
  }

  /** Makes the host's own connections that are missing. For the start; does nothing the next time. */
  async ensureBuiltIn(): Promise<void> {
    const { registry, orm, store, clock } = this.#ports;
    const present = new Set((await store.builtIn()).map(({ row }) => row.providerId));
    const em = orm.em.fork();
    for (const provider of registry.list()) {
      if (!provider.isBuiltIn || present.has(provider.id)) continue;
      const now = clock.now();
      em.create(ConnectionEntity, {
        id: createId(),
        ownerId: null,
        providerId: provider.id,
        name: provider.name,
        isShared: true,
        isEnabled: true,
        isBuiltIn: true,
        settings: this.#check(provider.id, null, {}, null).plain,
        secrets: null,
        secretsSetAt: {},
        createdAt: now,
        updatedAt: now,
      });
    }
    await em.flush();
  }

  /**
   * Providers came, went or were upgraded: connections of theirs are asked again, and open pages are told.
   * @param userId - Whose providers; null for everybody's.
   */
  async providersChanged(userId: string | null): Promise<void> {
    await this.ensureBuiltIn();
    for (const stored of await this.#ports.store.ownedBy(userId)) this.#announce(stored, stored);
  }

  #check(
    providerId: string,
    ownerId: string | null,
    given: Readonly<Record<string, unknown>>,
    stored: Parameters<typeof checkSettings>[0]['stored'],
  ): CheckedSettings {
    const { registry, pool } = this.#ports;
    return checkSettings({
      provider: registry.get(providerId, ownerId),
      secretNames: registry.secretNames(providerId, ownerId),
      given,
      stored,
      destinationOf: (settings) => pool.destinationWith(providerId, ownerId, settings),
    });
  }

  #seal(connectionId: string, secrets: Readonly<Record<string, string>>): string | null {
    return Object.keys(secrets).length === 0
      ? null
      : this.#ports.secretBox.seal(JSON.stringify(secrets), connectionId);
  }

  #view(stored: StoredConnection, viewer: Viewer): Connection {
    const { registry, pool } = this.#ports;
    const { row } = stored;
    const isInstalled = registry.has(row.providerId, row.ownerId ?? null);
    return viewConnection({
      row,
      viewer,
      secretNames: isInstalled
        ? registry.secretNames(row.providerId, row.ownerId ?? null)
        : new Set(),
      destination: pool.destinationOf(stored),
    });
  }

  #announce(before: StoredConnection, after: StoredConnection): void {
    const { audience, lists, pool } = this.#ports;
    audience.publishChange(before.row, after.row, (viewer) => ({
      type: 'connection-changed',
      connection: this.#view(after, viewer),
    }));
    if (after.row.isEnabled) {
      lists.connectionChanged(after);
    } else {
      lists.forget(after.row.id);
      void pool.retire(after.row.id);
    }
  }

  #record(actor: Actor, name: string, row: ConnectionRow): Promise<void> {
    return this.#ports.audit.record({
      actorId: actor.userId,
      name,
      subjectId: row.id,
      details: { providerId: row.providerId, isShared: row.isShared, isEnabled: row.isEnabled },
    });
  }
}

const builtInOnly = (name: string): DomainError =>
  new DomainError('VALIDATION_FAILED', `${name} has one connection, which exists already.`);

function requireSharingAllowed(
  actor: Actor,
  row: ConnectionRow,
  isShared: boolean | undefined,
): void {
  if (isShared === undefined || isShared === row.isShared) return;
  requirePermission(actor, 'connection.manage-shared');
  if (row.isBuiltIn)
    throw new DomainError(
      'CONFLICT',
      'This connection is part of BrainDrive and everybody has it.',
    );
}

function setTimes(
  before: Readonly<Record<string, number>>,
  settings: CheckedSettings,
  now: Date,
): Record<string, number> {
  const names = Object.keys(settings.secrets);
  return Object.fromEntries(
    names.map((name) => [
      name,
      settings.changedSecrets.includes(name) ? now.getTime() : (before[name] ?? now.getTime()),
    ]),
  );
}
