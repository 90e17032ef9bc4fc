import type { SqlDatabase } from '@braindrive/database';
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
   * @throws {DomainError} `LAST_OWNER` when others would be left without an owner; `NOT_FOUND`.
   */
  async remove(userId: string): Promise<void> {
    await this.#beforeRemoval(userId);
    const { avatarFile, isEmpty } = await this.#database.write((sql) => {
      const user = sql.get<{ avatar_file: string | null }>(
        'select avatar_file from user where id = ?',
        userId,
      );
      if (user === null) throw new DomainError('NOT_FOUND', 'This account does not exist.');
      sql.run('delete from user where id = ?', userId);
      const left = sql.get<{ people: number; owners: number }>(
        `select count(*) as people, count(*) filter (where role = 'owner') as owners from user`,
      );
      const people = left?.people ?? 0;
      if (people > 0 && left?.owners === 0) throw lastOwner('deleted');
      // Rules that the last owner made do not bind the next one.
      if (people === 0) sql.run('delete from instance_setting');
      return { avatarFile: user.avatar_file, isEmpty: people === 0 };
    });
    this.#access.endAccount(userId);
    if (isEmpty) this.#onInstanceEmptied();
    if (avatarFile !== null) await this.#removeAvatar(avatarFile);
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

export const lastOwner = (verb: 'deleted' | 'demoted') =>
  new DomainError(
    'LAST_OWNER',
    `The only owner cannot be ${verb} while other people have accounts. Make somebody else an owner first.`,
  );
