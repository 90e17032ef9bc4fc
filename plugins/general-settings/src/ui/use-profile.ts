import { core } from '@braindrive/plugin-sdk/web';
import { seedUser } from './use-boot.ts';

/** Changes of the own profile; the answer replaces the person everywhere on the page. */
export function useUpdateProfile() {
  const utils = core.useUtils();
  return core.account.updateProfile.useMutation({ onSuccess: (user) => seedUser(utils, user) });
}
