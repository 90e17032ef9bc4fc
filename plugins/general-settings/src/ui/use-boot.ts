import { type CoreOutputs, core } from '@braindrive/plugin-sdk/web';

type Boot = CoreOutputs['instance']['boot'];
type User = NonNullable<Boot['user']>;

/** The answer of the page's boot call, which the app keeps current. */
export function useBoot(): Boot {
  const boot = core.instance.boot.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
  if (boot.data === undefined) throw new Error('Settings were drawn before the boot call ended.');
  return boot.data;
}

/** The person who is signed in. */
export function useUser(): User {
  const { user } = useBoot();
  if (user === null) throw new Error('Settings were drawn for nobody.');
  return user;
}

/** Shows a changed profile everywhere on the page. */
export function seedUser(utils: ReturnType<typeof core.useUtils>, user: User): void {
  utils.account.me.setData(undefined, user);
  utils.instance.boot.setData(undefined, (boot) => (boot === undefined ? boot : { ...boot, user }));
}
