import { useSource } from '@braindrive/plugin-sdk/web';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { usePluginServices } from '../../plugins/services/services-context.ts';
import type { RunnableCommand } from './use-commands.ts';

const minQueryLength = 2;

/** What plugins find for the words in the palette. One that fails finds nothing. */
export function usePluginHits(query: string): RunnableCommand[] {
  const searches = useSource(usePluginServices().commands.searches);
  const wanted = useDeferredValue(query.trim());
  const isEnabled = wanted.length >= minQueryLength;
  const answers = useQueries({
    queries: searches.map(({ group, search }, at) => ({
      queryKey: ['palette', group, at, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) => search(wanted, signal),
      enabled: isEnabled,
      retry: false,
      placeholderData: keepPreviousData,
    })),
  });
  if (!isEnabled) return [];
  return searches.flatMap(({ group }, at) =>
    (answers[at]?.data ?? []).map((command) => ({ ...command, group })),
  );
}
