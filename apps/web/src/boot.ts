import type { Boot } from '@braindrive/contracts';
import { type TrpcUtils, trpc } from './trpc.ts';

const signedInFlag = 'bd.signed-in';

function rememberSignedIn(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(signedInFlag, '1');
    else localStorage.removeItem(signedInFlag);
  } catch {
    // Only the skeleton before the first answer depends on it.
  }
}

/** Fills the caches with the answer of the one boot call, so that no screen has to ask again. */
function seedCaches(utils: TrpcUtils, boot: Boot): void {
  utils.instance.boot.setData(undefined, boot);
  utils.instance.status.setData(undefined, boot.instance);
  rememberSignedIn(boot.user !== null);
  if (boot.user === null) return;
  utils.account.me.setData(undefined, boot.user);
  utils.model.list.setData(undefined, boot.models);
}

/** Asks the host for everything the first page draws; again after signing in. */
export async function loadBoot(utils: TrpcUtils): Promise<Boot> {
  const boot = await utils.instance.boot.fetch(undefined, { staleTime: 0 });
  seedCaches(utils, boot);
  return boot;
}

/** The answer of the boot call, kept current by events. Only below a route that loaded it. */
export function useBoot(): Boot {
  const boot = trpc.instance.boot.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
  if (boot.data === undefined) throw new Error('useBoot() was called before the boot call ended.');
  return boot.data;
}

/** The person who is signed in. Only below the signed-in routes. */
export function useUser(): NonNullable<Boot['user']> {
  const { user } = useBoot();
  if (user === null) throw new Error('useUser() was called outside of the signed-in routes.');
  return user;
}
