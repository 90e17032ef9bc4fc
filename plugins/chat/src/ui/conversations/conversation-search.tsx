import { AppLink, ErrorCard, formatAgo, HighlightedText } from '@braindrive/plugin-sdk/ui';
import { core, useLocation } from '@braindrive/plugin-sdk/web';
import { keepPreviousData } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { SearchHit } from '../core-types.ts';
import classes from './conversations.module.css';

const targetOf = (base: string, hit: SearchHit): string =>
  hit.messageId === null
    ? `${base}/${hit.conversationId}`
    : `${base}/${hit.conversationId}?message=${hit.messageId}`;

const whoOf = (hit: SearchHit): string => {
  if (hit.role === null) return 'Title';
  return hit.role === 'user' ? 'You' : 'Answer';
};

function Hit({ hit }: { hit: SearchHit }) {
  const { base } = useLocation();
  return (
    <AppLink to={targetOf(base, hit)} className={classes.result}>
      <span className={classes.resultHead}>
        <b className="cut">{hit.conversationTitle}</b>
        <small>{formatAgo(hit.createdAt)}</small>
      </span>
      <span className={classes.snippet}>
        <small>{whoOf(hit)}</small>{' '}
        <HighlightedText text={hit.snippet} highlights={hit.highlights} />
      </span>
    </AppLink>
  );
}

/** What was found, in place of the list; newest first. */
export function ConversationSearch({ query }: { query: string }) {
  const words = useDeferredValue(query.trim());
  const search = core.conversation.search.useInfiniteQuery(
    { query: words },
    {
      enabled: words !== '',
      placeholderData: keepPreviousData,
      getNextPageParam: (page) => page.nextCursor,
    },
  );
  const hits = search.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <nav className={classes.list} aria-label="Search results" aria-busy={search.isFetching}>
      {search.isError && (
        <ErrorCard
          title="Search failed"
          error={search.error}
          onAction={() => void search.refetch()}
        />
      )}
      {search.isSuccess && hits.length === 0 && (
        <p className={classes.empty}>{`No conversation has "${words}".`}</p>
      )}
      {hits.map((hit) => (
        <Hit key={`${hit.conversationId} ${hit.messageId}`} hit={hit} />
      ))}
      {search.hasNextPage && (
        <button
          type="button"
          className={classes.moreHits}
          disabled={search.isFetchingNextPage}
          onClick={() => void search.fetchNextPage()}
        >
          Show more
        </button>
      )}
    </nav>
  );
}
