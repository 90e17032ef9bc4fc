import type { Role, UpdateMemberRoleInput, User } from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import { DomainError } from '../domain-error.ts';
import type { AccessControl } from './access-control.ts';
import { type AccountRemoval, lastOwner } from './account-removal.ts';
import type { Actor } from './actor.ts';
import { isLeadingRole, requirePermission } from './policy.ts';
import { UserEntity } from './user-entity.ts';
import { toUser } from './user-view.ts';

/** The people of this instance, as owners and admins see them. */
export class MemberService {
  readonly #orm: Orm;
  readonly #audit: AuditService;
  readonly #access: AccessControl;
  readonly #removal: AccountRemoval;

  constructor(ports: {
    readonly orm: Orm;
    readonly audit: AuditService;
    readonly access: AccessControl;
    readonly removal: AccountRemoval;
  }) {
    this.#orm = ports.orm;
    this.#audit = ports.audit;
    this.#access = ports.access;
    this.#removal = ports.removal;
  }

  /** Everybody with an account, oldest first. */
  async list(actor: Actor): Promise<User[]> {
    requirePermission(actor, 'member.list');
    const rows = await this.#orm.em.fork().findAll(UserEntity, { orderBy: { id: 'asc' } });
    return rows.map(toUser);
  }

  /**
   * Gives somebody another role; it counts from their next request on.
   * @throws {DomainError} `NOT_PERMITTED` when an admin touches an owner or admin or makes one; `LAST_OWNER`; `NOT_FOUND`.
   */
  async updateRole(actor: Actor, input: UpdateMemberRoleInput): Promise<User> {
    requirePermission(actor, 'member.manage');
    const em = this.#orm.em.fork();
    const { user, before } = await em.transactional(async (transaction) => {
      const found = await transaction.findOne(UserEntity, { id: input.userId });
      if (found === null) throw new DomainError('NOT_FOUND', 'This account does not exist.');
      requireManageable(actor, found.role, input.role);
      const previous = found.role;
      found.role = input.role;
      await transaction.flush();
      if ((await transaction.count(UserEntity, { role: 'owner' })) === 0)
        throw lastOwner('demoted');
      return { user: toUser(found), before: previous };
    });
    this.#access.forgetUser(user.id);
    await this.#audit.record({
      actorId: actor.userId,
      name: 'role.changed',
      subjectId: user.id,
      details: { from: before, to: user.role },
    });
    return user;
  }

  /**
   * Deletes an account with everything in it.
   * @throws {DomainError} `NOT_PERMITTED` when an admin removes an owner or admin; `LAST_OWNER`; `NOT_FOUND`.
   */
  async remove(actor: Actor, userId: string): Promise<void> {
    requirePermission(actor, 'member.manage');
    if (userId === actor.userId)
      throw new DomainError(
        'NOT_PERMITTED',
        'This is your own account. Delete it in your profile, where the password is asked.',
      );
    const role = await this.#removal.remove(userId, (current) => requireManageable(actor, current));
    await this.#audit.record({
      actorId: actor.userId,
      name: 'account.removed',
      subjectId: userId,
      details: { role },
    });
  }
}

/** Owners manage everybody; admins manage members and guests, and make no owners or admins. */
function requireManageable(actor: Actor, ...roles: readonly Role[]): void {
  if (actor.role === 'owner' || !roles.some(isLeadingRole)) return;
  throw new DomainError(
    'NOT_PERMITTED',
    'Only an owner can make, change or remove owners and admins. Ask the owner.',
  );
}
