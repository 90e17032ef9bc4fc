import { errorReportOf, isSignedOut } from '@braindrive/plugin-sdk/ui';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { leave, signInPath } from './features/shell/leave.ts';

const retriable: ReadonlySet<string> = new Set(['OFFLINE', 'INTERNAL']);

/** A session that ended elsewhere is noticed at the next call. Sign-in itself fails with another code. */
function onError(error: unknown): void {
  if (isSignedOut(error)) leave(signInPath(window.location));
}

/** Events keep the caches current, so nothing is asked again only because it is old. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && retriable.has(errorReportOf(error).code),
      },
      mutations: { retry: false },
    },
  });
