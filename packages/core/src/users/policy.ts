import type { Permission, Role } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from './actor.ts';

const guest: readonly Permission[] = ['chat.use', 'plugin.use'];
const member: readonly Permission[] = [
  ...guest,
  'connection.manage-own',
  'api-key.manage-own',
  'plugin.install',
];
const admin: readonly Permission[] = [
  ...member,
  'connection.manage-shared',
  'model.manage',
  'member.list',
  'member.manage',
  'invitation.manage',
];
const owner: readonly Permission[] = [...admin, 'instance.manage', 'plugin.manage'];

/** What each role may do. The one place that says so. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner,
  admin,
  member,
  guest,
};

const permissionSets: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(owner),
  admin: new Set(admin),
  member: new Set(member),
  guest: new Set(guest),
};

/** The same as {@link rolePermissions}, as the set that an `Actor` carries. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => permissionSets[role];

/** Roles that only an owner gives, changes or takes away. */
export const isLeadingRole = (role: Role): boolean => role === 'owner' || role === 'admin';

/** @throws {DomainError} `NOT_PERMITTED` when the caller lacks the permission. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) {
    throw new DomainError(
      'NOT_PERMITTED',
      `Your role (${actor.role}) does not allow this. Ask the owner.`,
    );
  }
}

declare const owned: unique symbol;
/**
 * A row that the caller was checked to own. Only a policy makes one, so a service that takes `Owned<T>` cannot be
 * handed somebody else's row.
 */
export type Owned<Row> = Row & { readonly [owned]: true };

/**
 * @returns the row as the caller's own.
 * @throws {DomainError} `NOT_FOUND` when it is missing or somebody else's: an id reveals nothing.
 */
export function requireOwned<Row extends { readonly ownerId: string | null }>(
  actor: Actor,
  row: Row | null,
  noun: string,
): Owned<Row> {
  if (row === null || row.ownerId !== actor.userId)
    throw new DomainError('NOT_FOUND', `This ${noun} does not exist.`);
  return row as Owned<Row>;
}
