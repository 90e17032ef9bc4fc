import { seedUser } from '../../boot.ts';
import { trpc } from '../../trpc.ts';

/** Changes of the own profile; the answer replaces the person everywhere on the page. */
export function useUpdateProfile() {
  const utils = trpc.useUtils();
  return trpc.account.updateProfile.useMutation({ onSuccess: (user) => seedUser(utils, user) });
}
