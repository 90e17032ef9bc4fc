import type { Role } from '@braindrive/contracts';
import type { SqlDatabase, SqlSession } from '@braindrive/database';
import { DomainError } from '../domain-error.ts';
import type { Log } from '../log.ts';
import type { AccessControl } from './access-control.ts';
import type { AvatarStore } from './avatar-store.ts';

/** Deletes accounts with everything in them. The one place that does. */
export class AccountRemoval {
  readonly #database: SqlDatabase;
  readonly #avatars: AvatarStore;
  readonly #access: AccessControl;
  readonly #onInstanceEmptied: () => void;
  readonly #beforeRemoval: (userId: string) => Promise<void>;
  readonly #log: Log;

  constructor(ports: {
    readonly database: SqlDatabase;
    readonly avatars: AvatarStore;
    readonly access: AccessControl;
    readonly log: Log;
    /** Called when the last account is gone, so that the next person becomes owner. */
    readonly onInstanceEmptied: () => void;
    /** Ends what the person has running, so that nothing writes for an account that is gone. */
    readonly beforeRemoval: (userId: string) => Promise<void>;
  }) {
    this.#database = ports.database;
    this.#avatars = ports.avatars;
    this.#access = ports.access;
    this.#log = ports.log;
    this.#onInstanceEmptied = ports.onInstanceEmptied;
    this.#beforeRemoval = ports.beforeRemoval;
  }

  /**
   * @param check - Throws when the caller may not remove somebody with this role; asked again inside the transaction.
   * @returns the role that the person had.
   * @throws {DomainError} `LAST_OWNER` when others would be left without an owner; `NOT_FOUND`.
   */
  async remove(userId: string, check: (role: Role) => void = () => {}): Promise<Role> {
    await this.#database.read((sql) => requireRemovable(sql, userId, check));
    await this.#beforeRemoval(userId);
    const { role, avatarFile, isAlone } = await this.#database.write((sql) => {
      const removable = requireRemovable(sql, userId, check);
      sql.run('delete from user where id = ?', userId);
      // Rules that the last owner made do not bind the next one.
      if (removable.isAlone) sql.run('delete from instance_setting');
      return removable;
    });
    this.#access.endAccount(userId);
    if (isAlone) this.#onInstanceEmptied();
    if (avatarFile !== null) await this.#removeAvatar(avatarFile);
    return role;
  }

  async #removeAvatar(name: string): Promise<void> {
    try {
      await this.#avatars.remove(name);
    } catch (cause) {
      // The account is gone either way; the file holds a picture that nothing points at any more.
      this.#log.warn({ cause, name }, 'avatar.not-removed');
    }
  }
}

function requireRemovable(sql: SqlSession, userId: string, check: (role: Role) => void) {
  const user = sql.get<{ role: Role; avatar_file: string | null }>(
    'select role, avatar_file from user where id = ?',
    userId,
  );
  if (user === null) throw new DomainError('NOT_FOUND', 'This account does not exist.');
  check(user.role);
  const others = sql.get<{ people: number; owners: number }>(
    `select count(*) as people, count(*) filter (where role = 'owner') as owners from user where id <> ?`,
    userId,
  );
  const isAlone = others?.people === 0;
  if (!isAlone && others?.owners === 0) throw lastOwner('deleted');
  return { role: user.role, avatarFile: user.avatar_file, isAlone };
}

export const lastOwner = (verb: 'deleted' | 'demoted') =>
  new DomainError(
    'LAST_OWNER',
    `The only owner cannot be ${verb} while other people have accounts. Make somebody else an owner first.`,
  );
