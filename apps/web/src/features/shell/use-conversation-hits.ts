import { keepPreviousData } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { trpc } from '../../trpc.ts';

const minQueryLength = 2;

/** Full-text hits of the person's own messages for what is typed in the palette. */
export function useConversationHits(query: string) {
  const wanted = useDeferredValue(query.trim());
  const hits = trpc.conversation.search.useQuery(
    { query: wanted, limit: 8 },
    {
      enabled: wanted.length >= minQueryLength,
      placeholderData: keepPreviousData,
      staleTime: 10_000,
    },
  );
  return wanted.length >= minQueryLength ? (hits.data?.items ?? []) : [];
}
