import type { Role } from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import { UserEntity } from '../users/index.ts';
import { ConnectionEntity, type ConnectionRow } from './connection-entity.ts';
import { canSeeConnection, type Viewer } from './connection-policy.ts';

/** A connection as stored, with the role that decides what it may reach. */
export interface StoredConnection {
  readonly row: ConnectionRow;
  /** Role of its owner now; null for the host's own connections. */
  readonly ownerRole: Role | null;
}

/** Reads connections. Every read is a fresh one: other people and other processes change them. */
export class ConnectionStore {
  readonly #orm: Orm;

  constructor(ports: { readonly orm: Orm }) {
    this.#orm = ports.orm;
  }

  /** All that the viewer may see, built-in ones first, then in the order they were added. */
  async visible(viewer: Viewer): Promise<StoredConnection[]> {
    const em = this.#orm.em.fork();
    const rows = await em.find(
      ConnectionEntity,
      { $or: [{ ownerId: viewer.userId }, { isShared: true }, { isBuiltIn: true }] },
      { orderBy: { isBuiltIn: 'desc', id: 'asc' } },
    );
    return this.#withRoles(rows.filter((row) => canSeeConnection(viewer, row)));
  }

  /** @returns null when there is none. Says nothing about who may see it. */
  async find(connectionId: string): Promise<StoredConnection | null> {
    const row = await this.#orm.em.fork().findOne(ConnectionEntity, { id: connectionId });
    const [stored = null] = row === null ? [] : await this.#withRoles([row]);
    return stored;
  }

  /** The host's own connections. */
  async builtIn(): Promise<StoredConnection[]> {
    const rows = await this.#orm.em.fork().find(ConnectionEntity, { isBuiltIn: true });
    return rows.map((row) => ({ row, ownerRole: null }));
  }

  async #withRoles(rows: readonly ConnectionRow[]): Promise<StoredConnection[]> {
    const ownerIds = [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))];
    const owners =
      ownerIds.length === 0
        ? []
        : await this.#orm.em
            .fork()
            .find(UserEntity, { id: { $in: ownerIds } }, { fields: ['id', 'role'] });
    const roles = new Map(owners.map(({ id, role }) => [id, role]));
    return rows.map((row) => ({
      row,
      // An owner who vanished between the two reads gets the least.
      ownerRole: row.ownerId ? (roles.get(row.ownerId) ?? 'guest') : null,
    }));
  }
}
