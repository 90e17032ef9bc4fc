import type { ConnectionModels, ModelRef } from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import { DomainError } from '../domain-error.ts';
import { type Actor, requirePermission, UserEntity } from '../users/index.ts';
import { canSeeConnection, requireEnabled, requireVisible } from './connection-policy.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.ts';
import { chooseDefaultModel } from './default-model.ts';
import type { ModelLists } from './model-lists.ts';
import type { ModelResolver, ResolvedModel } from './model-resolver.ts';

const defaultFirstListWaitMs = 1_000;

export interface ModelServicePorts {
  readonly orm: Orm;
  readonly store: ConnectionStore;
  readonly pool: ConnectionPool;
  readonly lists: ModelLists;
  /** How long a chat may wait for facts about its model that were never heard. */
  readonly firstListWaitMs?: number;
}

/** The models that a person can choose from, and the one that is chosen. */
export class ModelService implements ModelResolver {
  readonly #ports: ModelServicePorts;

  constructor(ports: ModelServicePorts) {
    this.#ports = ports;
  }

  /** What was heard last from every enabled connection the caller may use; never waits for a server. */
  async list(actor: Actor): Promise<ConnectionModels[]> {
    return (await this.#usable(actor)).map((stored) => this.#ports.lists.read(stored));
  }

  /**
   * Asks one connection again now. A server that does not answer is a state of the result.
   * @throws {DomainError} `NOT_FOUND`, `CONNECTION_DISABLED`.
   */
  async refresh(actor: Actor, connectionId: string): Promise<ConnectionModels> {
    const stored = requireVisible(actor, await this.#ports.store.find(connectionId));
    return this.#ports.lists.refresh(requireEnabled(stored));
  }

  /** The caller's choice, else a sensible one; null when there is no model at all. Never waits for a server. */
  async defaultModel(actor: Actor): Promise<ModelRef | null> {
    return (await this.#default(actor))?.ref ?? null;
  }

  /** Starts what an answer of the default model needs, so that the first question does not wait for it. */
  async prepareDefault(actor: Actor): Promise<void> {
    const found = await this.#default(actor);
    if (found !== null) this.#ports.pool.get(found.stored).prepare?.();
  }

  /** @throws {DomainError} `MODEL_NOT_FOUND`, `CONNECTION_DISABLED`. */
  async setDefaultModel(actor: Actor, model: ModelRef): Promise<ModelRef> {
    requirePermission(actor, 'chat.use');
    const { lists, orm } = this.#ports;
    const stored = await this.#find(actor, model);
    const hasModel = (list: ConnectionModels) =>
      list.state !== 'ready' || list.models.some(({ id }) => id === model.modelId);
    // A model that has just been fetched may be newer than the list.
    if (!hasModel(lists.read(stored)) && !hasModel(await lists.refreshAnew(stored)))
      throw modelNotFound();
    await orm.em
      .fork()
      .nativeUpdate(
        UserEntity,
        { id: actor.userId },
        { defaultConnectionId: model.connectionId, defaultModelId: model.modelId },
      );
    return { connectionId: model.connectionId, modelId: model.modelId };
  }

  /** See {@link ModelResolver.resolve}. Also throws `CONNECTION_FAILED` when the connection cannot be used as it is. */
  async resolve(actor: Actor, given: ModelRef | null): Promise<ResolvedModel> {
    requirePermission(actor, 'chat.use');
    const { lists, pool, firstListWaitMs } = this.#ports;
    const found =
      given === null
        ? await this.#default(actor)
        : { ref: given, stored: await this.#find(actor, given) };
    if (found === null) {
      throw new DomainError('NO_MODEL', 'There is no model yet. Fetch one or add a connection.');
    }
    const { ref, stored } = found;
    const connection = pool.get(stored);
    await lists.waitForFirst(stored, firstListWaitMs ?? defaultFirstListWaitMs);
    const facts = lists.read(stored).models.find(({ id }) => id === ref.modelId);
    return {
      ref,
      name: facts?.name ?? ref.modelId,
      contextTokens: facts?.contextTokens ?? null,
      connection,
    };
  }

  async #default(
    actor: Actor,
  ): Promise<{ readonly ref: ModelRef; readonly stored: StoredConnection } | null> {
    const [chosen, usable] = await Promise.all([this.#chosen(actor), this.#usable(actor)]);
    const { lists } = this.#ports;
    const candidates = usable.map((stored) => ({
      list: lists.read(stored),
      isBuiltIn: stored.row.isBuiltIn,
      local: lists.localFacts(stored),
    }));
    const ref = chooseDefaultModel(chosen, candidates);
    const stored = usable.find(({ row }) => row.id === ref?.connectionId);
    return ref === null || stored === undefined ? null : { ref, stored };
  }

  async #usable(actor: Actor): Promise<StoredConnection[]> {
    const visible = await this.#ports.store.visible(actor);
    return visible.filter(({ row }) => row.isEnabled);
  }

  async #find(actor: Actor, ref: ModelRef): Promise<StoredConnection> {
    const stored = await this.#ports.store.find(ref.connectionId);
    if (stored === null || !canSeeConnection(actor, stored.row)) throw modelNotFound();
    return requireEnabled(stored);
  }

  async #chosen(actor: Actor): Promise<ModelRef | null> {
    const user = await this.#ports.orm.em
      .fork()
      .findOne(
        UserEntity,
        { id: actor.userId },
        { fields: ['defaultConnectionId', 'defaultModelId'] },
      );
    if (!user?.defaultConnectionId || !user.defaultModelId) return null;
    return { connectionId: user.defaultConnectionId, modelId: user.defaultModelId };
  }
}

const modelNotFound = (): DomainError =>
  new DomainError('MODEL_NOT_FOUND', 'This model is not there any more. Choose another one.');
