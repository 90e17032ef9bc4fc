import type { UserEvent } from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import type { EventService } from '../events/index.ts';
import type { Log } from '../log.ts';
import { rolePermissions, UserEntity } from '../users/index.ts';
import type { ConnectionRow } from './connection-entity.ts';
import { canSeeConnection, type Viewer } from './connection-policy.ts';

/**
 * Tells the people who are connected and may see a connection what changed in it. Publishing never waits: who sees
 * it is looked up behind the scenes, one event after the other, so that everybody gets them in order.
 */
export class ConnectionAudience {
  readonly #orm: Orm;
  readonly #events: EventService;
  readonly #log: Log;
  #tail: Promise<void> = Promise.resolve();

  constructor(ports: { readonly orm: Orm; readonly events: EventService; readonly log: Log }) {
    this.#orm = ports.orm;
    this.#events = ports.events;
    this.#log = ports.log;
  }

  /** @param eventFor - Makes the event of one viewer; null for none. */
  publish(row: ConnectionRow, eventFor: (viewer: Viewer) => UserEvent | null): void {
    this.enqueue(async () => this.#send(await this.viewers(row), eventFor));
  }

  /** The row was changed: those who saw it before and do not any more are told that it is gone. */
  publishChange(
    before: ConnectionRow,
    after: ConnectionRow,
    eventFor: (viewer: Viewer) => UserEvent,
  ): void {
    this.enqueue(async () => {
      const removed: UserEvent = { type: 'connection-removed', connectionId: before.id };
      const now = await this.viewers(after);
      const nowIds = new Set(now.map(({ userId }) => userId));
      const gone = (await this.viewers(before)).filter(({ userId }) => !nowIds.has(userId));
      this.#send(gone, () => removed);
      this.#send(now, eventFor);
    });
  }

  /** Runs a publication of its own kind in its turn. */
  enqueue(publication: () => Promise<void>): void {
    this.#tail = this.#tail
      .then(publication)
      .catch((cause: unknown) => this.#log.error({ cause }, 'connection.publish-failed'));
  }

  /** People with an open page who may see the connection. */
  async viewers(row: Pick<ConnectionRow, 'ownerId' | 'isShared' | 'isBuiltIn'>): Promise<Viewer[]> {
    const isForEverybody = row.isShared || row.isBuiltIn;
    const ids = this.#events
      .connectedUserIds()
      .filter((userId) => isForEverybody || userId === row.ownerId);
    if (ids.length === 0) return [];
    const users = await this.#orm.em
      .fork()
      .find(UserEntity, { id: { $in: ids } }, { fields: ['id', 'role'] });
    return users
      .map(({ id, role }) => ({ userId: id, permissions: new Set(rolePermissions[role]) }))
      .filter((viewer) => canSeeConnection(viewer, row));
  }

  /** Tells everybody who sees the connection at once; call it from a publication that has its turn. */
  async deliver(row: ConnectionRow, event: UserEvent): Promise<void> {
    this.#send(await this.viewers(row), () => event);
  }

  /** Settles when everything published so far was handed over. */
  settled(): Promise<void> {
    return this.#tail;
  }

  #send(viewers: readonly Viewer[], eventFor: (viewer: Viewer) => UserEvent | null): void {
    for (const viewer of viewers) {
      const event = eventFor(viewer);
      if (event !== null) this.#events.publish(viewer.userId, event);
    }
  }
}
