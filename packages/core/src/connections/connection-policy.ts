import type { Role } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';
import type { ConnectionRow } from './connection-entity.ts';

/** Whoever looks at a connection: the caller, or somebody who is told of a change. */
export type Viewer = Pick<Actor, 'userId' | 'permissions'>;

type Policed = Pick<ConnectionRow, 'ownerId' | 'isShared' | 'isBuiltIn'>;

const isForEverybody = (row: Policed): boolean => row.isShared || row.isBuiltIn;

/** Own connections, and those that are offered to everybody who may chat. */
export const canSeeConnection = (viewer: Viewer, row: Policed): boolean =>
  row.ownerId === viewer.userId || (isForEverybody(row) && viewer.permissions.has('chat.use'));

/** What everybody uses needs the permission for shared ones, also of the person who added it. */
export const canEditConnection = (viewer: Viewer, row: Policed): boolean =>
  isForEverybody(row)
    ? viewer.permissions.has('connection.manage-shared')
    : row.ownerId === viewer.userId && viewer.permissions.has('connection.manage-own');

/** @throws {DomainError} `NOT_FOUND` when it is missing or not the viewer's to see: an id reveals nothing. */
export function requireVisible<Stored extends { readonly row: Policed }>(
  viewer: Viewer,
  stored: Stored | null,
): Stored {
  if (stored === null || !canSeeConnection(viewer, stored.row))
    throw new DomainError('NOT_FOUND', 'This connection does not exist.');
  return stored;
}

/** @throws {DomainError} `NOT_FOUND`, see {@link requireVisible}; `NOT_PERMITTED` when it may only be used. */
export function requireEditable<Stored extends { readonly row: Policed }>(
  viewer: Viewer,
  stored: Stored | null,
): Stored {
  const visible = requireVisible(viewer, stored);
  if (!canEditConnection(viewer, visible.row)) {
    throw new DomainError(
      'NOT_PERMITTED',
      'This connection is managed for everybody. Ask an admin to change it.',
    );
  }
  return visible;
}

/** @throws {DomainError} `CONNECTION_DISABLED`. */
export function requireEnabled<
  Stored extends { readonly row: Pick<ConnectionRow, 'isEnabled' | 'name'> },
>(stored: Stored): Stored {
  if (!stored.row.isEnabled) {
    const message = `${stored.row.name} is turned off. Turn it on under Connections or choose another model.`;
    throw new DomainError('CONNECTION_DISABLED', message);
  }
  return stored;
}

/**
 * Whether requests of a connection may go to this machine and to private networks: those of admins and of the host
 * itself may, because a model server in the same house is the main use; those of others when the instance says so.
 * @param ownerRole - Null for the host's own connections.
 */
export const mayReachPrivate = (ownerRole: Role | null, isAllowedForMembers: boolean): boolean =>
  isAllowedForMembers || ownerRole === null || ownerRole === 'owner' || ownerRole === 'admin';
