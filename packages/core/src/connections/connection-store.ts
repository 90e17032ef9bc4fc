import type { Role } from '@braindrive/contracts';
import { type Orm, SqlDatabase } from '@braindrive/database';
import type { ConnectionRow } from './connection-entity.ts';
import { canSeeConnection, type Viewer } from './connection-policy.ts';

/** A connection as stored, with the role that decides what it may reach. */
export interface StoredConnection {
  readonly row: ConnectionRow;
  /** Role of its owner now; null for the host's own connections. */
  readonly ownerRole: Role | null;
}

/** A row as SQL gives it: times in milliseconds, booleans as 0 or 1, JSON as text. */
interface ConnectionRecord {
  readonly id: string;
  readonly ownerId: string | null;
  readonly ownerRole: Role | null;
  readonly providerId: string;
  readonly name: string;
  readonly isShared: number;
  readonly isEnabled: number;
  readonly isBuiltIn: number;
  readonly settings: string;
  readonly secrets: string | null;
  readonly secretsSetAt: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const select = `select c.id, c.owner_id as ownerId, u.role as ownerRole, c.provider_id as providerId, c.name,
  c.is_shared as isShared, c.is_enabled as isEnabled, c.is_built_in as isBuiltIn, c.settings, c.secrets,
  c.secrets_set_at as secretsSetAt, c.created_at as createdAt, c.updated_at as updatedAt
  from connection c left join user u on u.id = c.owner_id`;

/**
 * Reads connections. Every read is a fresh one: other people and other processes change them. Every message that is
 * sent comes by here, so it is plain SQL: the unit of work costs half as much as all the rest of starting an answer.
 */
export class ConnectionStore {
  readonly #database: SqlDatabase;

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  /** All that the viewer may see, built-in ones first, then in the order they were added. */
  async visible(viewer: Viewer): Promise<StoredConnection[]> {
    const records = await this.#database.read((session) =>
      session.all<ConnectionRecord>(
        `${select} where c.owner_id = ? or c.is_shared = 1 or c.is_built_in = 1
         order by c.is_built_in desc, c.id`,
        viewer.userId,
      ),
    );
    return records.map(toStored).filter(({ row }) => canSeeConnection(viewer, row));
  }

  /** @returns null when there is none. Says nothing about who may see it. */
  async find(connectionId: string): Promise<StoredConnection | null> {
    const record = await this.#database.read((session) =>
      session.get<ConnectionRecord>(`${select} where c.id = ?`, connectionId),
    );
    return record === null ? null : toStored(record);
  }

  /** Those of one person, or (null) of everybody and the host. */
  async ownedBy(userId: string | null): Promise<StoredConnection[]> {
    const records = await this.#database.read((session) =>
      userId === null
        ? session.all<ConnectionRecord>(select)
        : session.all<ConnectionRecord>(`${select} where c.owner_id = ?`, userId),
    );
    return records.map(toStored);
  }

  /** The host's own connections. */
  async builtIn(): Promise<StoredConnection[]> {
    const records = await this.#database.read((session) =>
      session.all<ConnectionRecord>(`${select} where c.is_built_in = 1`),
    );
    return records.map(toStored);
  }
}

const toStored = ({ ownerRole, ...record }: ConnectionRecord): StoredConnection => ({
  row: {
    ...record,
    isShared: record.isShared === 1,
    isEnabled: record.isEnabled === 1,
    isBuiltIn: record.isBuiltIn === 1,
    settings: JSON.parse(record.settings),
    secretsSetAt: JSON.parse(record.secretsSetAt),
    createdAt: new Date(record.createdAt),
    updatedAt: new Date(record.updatedAt),
  },
  ownerRole,
});
