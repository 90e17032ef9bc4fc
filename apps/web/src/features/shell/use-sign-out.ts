import { showError } from '@braindrive/plugin-sdk/ui';
import { trpc } from '../../trpc.ts';
import { leave } from './leave.ts';

/** Ends the session and goes to the sign-in page. */
export function useSignOut(): () => void {
  const signOut = trpc.account.signOut.useMutation({
    onSuccess: () => leave('/sign-in'),
    onError: showError,
  });
  return () => signOut.mutate();
}
