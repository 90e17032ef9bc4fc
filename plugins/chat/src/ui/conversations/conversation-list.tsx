import { SkeletonRows } from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useBoot } from '../use-boot.ts';
import { activeList, archivedList } from './conversation-cache.ts';
import { type ListLine, listLines } from './conversation-pages.ts';
import { ConversationRow } from './conversation-row.tsx';
import classes from './conversations.module.css';
import { useConversationActions } from './use-conversation-actions.ts';
import { useIsNarrow } from './use-is-narrow.ts';

/** Rows this close to the end fetch the next page. */
const fetchAhead = 12;
const headingHeight = 36;
const firstHeadingHeight = 26;

function heightOf(line: ListLine | undefined, index: number, rowHeight: number): number {
  if (line?.kind !== 'heading') return rowHeight;
  return index === 0 ? firstHeadingHeight : headingHeight;
}

/** Up and Down go from row to row, whatever stands between them. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
  const at = links.findIndex((link) => link.matches(':focus'));
  if (at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}

/** The first page came with the page's boot call; events keep it current from then on. */
function useConversations(isArchived: boolean) {
  const { conversations } = useBoot();
  return core.conversation.list.useInfiniteQuery(isArchived ? archivedList : activeList, {
    getNextPageParam: (page) => page.nextCursor,
    ...(isArchived ? {} : { initialData: { pages: [conversations], pageParams: [undefined] } }),
  });
}

/** All conversations of one list, grouped by age; only what is in view is drawn, and further pages come as needed. */
export function ConversationList({ isArchived }: { isArchived: boolean }) {
  const list = useConversations(isArchived);
  const actions = useConversationActions();
  const box = useRef<HTMLElement>(null);
  const rowHeight = useIsNarrow() ? 40 : 32;
  const pages = list.data?.pages;
  const lines = useMemo(
    () =>
      listLines(
        (pages ?? []).flatMap(({ items }) => items),
        new Date(),
      ),
    [pages],
  );
  const virtualizer = useVirtualizer({
    count: lines.length,
    getItemKey: (index) => lines[index]?.key ?? index,
    getScrollElement: () => box.current,
    estimateSize: (index) => heightOf(lines[index], index, rowHeight),
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes depend on the lines and on the row height
  useEffect(() => virtualizer.measure(), [virtualizer, lines, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    const isNear = lastIndex >= lines.length - fetchAhead;
    if (isNear && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [lastIndex, lines.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <nav ref={box} className={classes.list} aria-label="Conversations" onKeyDown={moveFocus}>
      {list.isPending && <SkeletonRows count={8} height={32} />}
      {list.isSuccess && lines.length === 0 && (
        <p className={classes.empty}>
          {isArchived ? 'Nothing is archived.' : 'Your conversations will stand here.'}
        </p>
      )}
      <ul className={classes.canvas} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ key, index, start, size }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <li
              key={key}
              className={classes.line}
              style={{ transform: `translateY(${start}px)`, height: size }}
            >
              {line.kind === 'heading' ? (
                <h3 className={classes.group}>{line.title}</h3>
              ) : (
                <ConversationRow conversation={line.conversation} actions={actions} />
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
