import {
  HighlightedText,
  Icon,
  IconButton,
  IconChevronLeft,
  IconChevronRight,
  IconSearch,
  IconX,
} from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { keepPreviousData } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import classes from './find-bar.module.css';

interface FindBarProps {
  readonly conversationId: string;
  readonly onJump: (messageId: string) => void;
  readonly onClose: () => void;
}

/** Find in this conversation, also in what is not loaded: the host searches, the page jumps. */
export function FindBar({ conversationId, onJump, onClose }: FindBarProps) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(-1);
  const words = useDeferredValue(query.trim());
  const search = core.conversation.search.useQuery(
    { query: words, conversationId, limit: 50 },
    { enabled: words !== '', placeholderData: keepPreviousData },
  );
  const hits = (words === '' ? [] : (search.data?.items ?? [])).filter(
    ({ messageId }) => messageId !== null,
  );
  const current = hits[at] ?? null;
  const go = (index: number) => {
    const target = (index + hits.length) % hits.length;
    const messageId = hits[target]?.messageId;
    if (messageId == null) return;
    setAt(target);
    onJump(messageId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter') go(event.shiftKey ? at - 1 : at + 1);
  };
  const count = hits.length === 0 ? 'Nothing found' : `${Math.max(1, at + 1)} of ${hits.length}`;
  return (
    <search className={classes.find}>
      <div className={classes.line}>
        <Icon of={IconSearch} size={16} />
        <input
          type="search"
          aria-label="Find in conversation"
          placeholder="Find in conversation"
          maxLength={200}
          value={query}
          // biome-ignore lint/a11y/noAutofocus: the field appears because search was asked for
          autoFocus
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(-1);
          }}
          onKeyDown={onKeyDown}
        />
        <span className={classes.count} role="status">
          {words !== '' && search.isSuccess && count}
        </span>
        <IconButton
          icon={IconChevronLeft}
          iconSize={16}
          size="sm"
          label="Newer"
          disabled={hits.length === 0}
          onClick={() => go(at - 1)}
        />
        <IconButton
          icon={IconChevronRight}
          iconSize={16}
          size="sm"
          label="Older"
          disabled={hits.length === 0}
          onClick={() => go(at + 1)}
        />
        <IconButton
          icon={IconX}
          iconSize={16}
          size="sm"
          tip="end"
          label="Close"
          onClick={onClose}
        />
      </div>
      {current !== null && (
        <p className="cut">
          <HighlightedText text={current.snippet} highlights={current.highlights} />
        </p>
      )}
    </search>
  );
}
