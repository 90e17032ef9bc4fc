import type { User } from '@braindrive/contracts';
import { permissionsOf } from './policy.ts';
import type { UserRow } from './user-entity.ts';

/** Where the host serves avatars; the file's name follows. */
const avatarPath = '/files/avatars/';

/** A user as clients see it. */
export const toUser = (row: UserRow): User => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  permissions: [...permissionsOf(row.role)],
  avatarUrl: row.avatarFile ? `${avatarPath}${row.avatarFile}` : null,
  createdAt: row.createdAt,
});
