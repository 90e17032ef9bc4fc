import { Icon, IconArrowDown } from '@braindrive/plugin-sdk/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type Ref,
  type UIEvent,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import classes from './thread.module.css';
import { ThreadRowView } from './thread-row-view.tsx';
import type { ThreadRow } from './thread-rows.ts';

/** Distance from the end, in pixels, that still counts as reading along. */
const endThreshold = 48;
/** Rows from the top at which the older messages are fetched. */
const fetchAhead = 4;
const estimatedRowHeight = 260;

export interface ThreadHandle {
  scrollToEnd(): void;
  scrollToRow(index: number): void;
}

interface ThreadProps {
  readonly rows: readonly ThreadRow[];
  readonly modelName: string;
  readonly isAnswering: boolean;
  readonly editingId: string | null;
  /** Row that was jumped to, marked for a moment. */
  readonly markedId: string | null;
  readonly hasOlder: boolean;
  readonly onNeedOlder: () => void;
  readonly onScrolled: (isScrolled: boolean) => void;
  readonly ref?: Ref<ThreadHandle>;
}

const idOf = (row: ThreadRow): string | null =>
  row.kind === 'question' || row.kind === 'answer' ? row.message.id : null;

/** The last answer that is there as a whole: its actions are always shown. */
const lastAnswerKey = (rows: readonly ThreadRow[]): string | undefined =>
  rows.findLast((row) => row.kind === 'answer' && row.message.state !== 'streaming')?.key;

/** The messages. Only what is in view is drawn; the end is followed until the reader scrolls away from it. */
export function Thread({ rows, modelName, isAnswering, hasOlder, ...rest }: ThreadProps) {
  const { editingId, markedId, onNeedOlder, onScrolled, ref } = rest;
  const box = useRef<HTMLDivElement>(null);
  const [isAway, setAway] = useState(false);
  const [hasNews, setNews] = useState(false);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getItemKey: (index) => rows[index]?.key ?? index,
    getScrollElement: () => box.current,
    estimateSize: () => estimatedRowHeight,
    overscan: 4,
    paddingStart: 20,
    paddingEnd: 28,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endThreshold,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the thread appears
  useLayoutEffect(() => {
    virtualizer.scrollToEnd();
  }, []);
  useImperativeHandle(ref, () => ({
    scrollToEnd: () => virtualizer.scrollToEnd(),
    scrollToRow: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  }));
  const items = virtualizer.getVirtualItems();
  const needOlder = () => {
    if (hasOlder && (virtualizer.range?.startIndex ?? fetchAhead) < fetchAhead) onNeedOlder();
  };
  useEffect(() => {
    // What does not fill the window cannot be scrolled, so nothing else would ask for more.
    const element = box.current;
    if (hasOlder && element !== null && element.scrollHeight <= element.clientHeight) onNeedOlder();
  }, [hasOlder, onNeedOlder]);
  useEffect(() => {
    setNews((had) => isAway && (had || isAnswering));
  }, [isAway, isAnswering]);

  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    setAway(scrollHeight - clientHeight - scrollTop > endThreshold * 2);
    onScrolled(scrollTop > 0);
    needOlder();
  };
  const actionsKey = lastAnswerKey(rows);
  return (
    <div className={classes.frame}>
      <div
        ref={box}
        className={classes.thread}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        aria-busy={isAnswering}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div className={classes.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = idOf(row);
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                data-marked={(id !== null && id === markedId) || undefined}
                className={classes.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <ThreadRowView
                  row={row}
                  modelName={modelName}
                  isLast={row.key === actionsKey}
                  isEditing={id !== null && id === editingId}
                  isBusy={isAnswering}
                />
              </div>
            );
          })}
        </div>
      </div>
      {hasNews && (
        <button type="button" className={classes.news} onClick={() => virtualizer.scrollToEnd()}>
          <Icon of={IconArrowDown} size={16} />
          New text
        </button>
      )}
    </div>
  );
}
