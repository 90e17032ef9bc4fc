import type { Boot } from '@braindrive/contracts';
import { useNavigate } from 'react-router';
import { loadBoot } from '../../boot.ts';
import { trpc } from '../../trpc.ts';

/** Goes in after an account answered: fills the caches for this person, then shows `path`. */
export function useEnter(): (path: string) => Promise<Boot> {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  return async (path) => {
    const boot = await loadBoot(utils);
    await navigate(path, { replace: true });
    return boot;
  };
}
