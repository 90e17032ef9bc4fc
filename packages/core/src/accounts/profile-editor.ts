import type { UpdateProfileInput, User } from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { AuditService } from '../audit/index.ts';
import { DomainError } from '../domain-error.ts';
import { type Actor, type AvatarStore, toUser, UserEntity } from '../users/index.ts';
import type { PasswordGate } from './password-gate.ts';
import { emailTaken } from './registration.ts';

/** Changes what a person says about themselves. */
export class ProfileEditor {
  readonly #orm: Orm;
  readonly #audit: AuditService;
  readonly #avatars: AvatarStore;
  readonly #gate: PasswordGate;

  constructor(ports: {
    readonly orm: Orm;
    readonly audit: AuditService;
    readonly avatars: AvatarStore;
    readonly gate: PasswordGate;
  }) {
    this.#orm = ports.orm;
    this.#audit = ports.audit;
    this.#avatars = ports.avatars;
    this.#gate = ports.gate;
  }

  async update(actor: Actor, input: UpdateProfileInput): Promise<User> {
    const em = this.#orm.em.fork();
    const row = await em.findOne(UserEntity, { id: actor.userId });
    if (row === null) throw new DomainError('NOT_AUTHENTICATED', 'This account was deleted.');
    const isNewEmail = input.email !== undefined && input.email !== row.email;
    if (isNewEmail) await this.#requirePassword(actor, input.currentPassword ?? '');
    const oldAvatar = row.avatarFile ?? null;
    const newAvatar = await this.#storeAvatar(input.avatar, oldAvatar);
    row.name = input.name ?? row.name;
    row.email = input.email ?? row.email;
    row.avatarFile = newAvatar;
    try {
      await em.flush();
    } catch (error) {
      await this.#dropAvatar(newAvatar, oldAvatar);
      throw error instanceof UniqueConstraintViolationException ? emailTaken() : error;
    }
    await this.#dropAvatar(oldAvatar, newAvatar);
    if (isNewEmail)
      await this.#audit.record({
        actorId: actor.userId,
        name: 'email.changed',
        subjectId: actor.userId,
      });
    return toUser(row);
  }

  /** @returns the file that the account points at from now on. */
  async #storeAvatar(
    avatar: string | null | undefined,
    current: string | null,
  ): Promise<string | null> {
    if (avatar === undefined) return current;
    return avatar === null ? null : this.#avatars.save(avatar);
  }

  async #dropAvatar(name: string | null, kept: string | null): Promise<void> {
    if (name !== null && name !== kept) await this.#avatars.remove(name);
  }

  async #requirePassword(actor: Actor, password: string): Promise<void> {
    if (password === '')
      throw new DomainError(
        'INVALID_CREDENTIALS',
        'Enter the current password to change the email.',
      );
    await this.#gate.confirm(actor, password);
  }
}
