import { useSource } from '@braindrive/plugin-sdk/web';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { usePluginServices } from '../../plugins/services/services-context.ts';
import type { RunnableCommand } from './use-commands.ts';

/** What plugins find for the words in the palette, or offer while there are none. One that fails finds nothing. */
export function usePluginHits(query: string): RunnableCommand[] {
  const searches = useSource(usePluginServices().commands.searches);
  const wanted = useDeferredValue(query.trim());
  const answers = useQueries({
    queries: searches.map(({ group, search }, at) => ({
      queryKey: ['palette', group, at, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) => search(wanted, signal),
      retry: false,
      placeholderData: keepPreviousData,
    })),
  });
  return searches.flatMap(({ group }, at) =>
    (answers[at]?.data ?? []).map((command) => ({ ...command, group })),
  );
}
