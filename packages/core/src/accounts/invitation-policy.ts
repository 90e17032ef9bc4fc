import type { Role } from '@braindrive/contracts';
import { isLeadingRole, permissionsOf } from '../users/index.ts';

/** Whether somebody with the role `inviter` may let others in as `role`: only owners make admins. */
export const mayInvite = (inviter: Role, role: Role): boolean =>
  permissionsOf(inviter).has('invitation.manage') && (inviter === 'owner' || !isLeadingRole(role));
