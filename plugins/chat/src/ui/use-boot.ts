import { core } from '@braindrive/plugin-sdk/web';
import type { Boot } from './core-types.ts';

/** The answer of the page's boot call, which the app keeps current. */
export function useBoot(): Boot {
  const boot = core.instance.boot.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
  if (boot.data === undefined) throw new Error('The chat was drawn before the boot call ended.');
  return boot.data;
}
