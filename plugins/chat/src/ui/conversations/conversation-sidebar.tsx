import {
  Icon,
  IconArchive,
  IconButton,
  IconButtonLink,
  IconChevronLeft,
  IconEdit,
  IconSearch,
  IconX,
  SidebarHead,
  useShortcut,
} from '@braindrive/plugin-sdk/ui';
import { useLocation, useNavigate } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import { ConversationList } from './conversation-list.tsx';
import { ConversationSearch } from './conversation-search.tsx';
import classes from './conversations.module.css';

function SearchField({
  query,
  onChange,
  onClose,
}: {
  query: string;
  onChange: (query: string) => void;
  onClose: () => void;
}) {
  return (
    <search className={classes.search}>
      <Icon of={IconSearch} size={16} />
      <input
        type="search"
        placeholder="Search conversations"
        aria-label="Search conversations"
        maxLength={200}
        value={query}
        // biome-ignore lint/a11y/noAutofocus: the field appears because search was asked for
        autoFocus
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      />
      <IconButton icon={IconX} iconSize={16} size="sm" tip="end" label="Close" onClick={onClose} />
    </search>
  );
}

/** The conversation list in the sidebar of the chat. */
export function ConversationSidebar() {
  const [query, setQuery] = useState<string | null>(null);
  const [isArchived, setArchived] = useState(false);
  const navigate = useNavigate();
  const { base } = useLocation();
  useShortcut('mod+shift+o', () => navigate(''));
  return (
    <>
      <SidebarHead
        title={isArchived ? 'Archived' : 'Chat'}
        actions={
          <>
            <IconButton
              icon={IconSearch}
              label="Search"
              isOn={query !== null}
              onClick={() => setQuery(query === null ? '' : null)}
            />
            <IconButtonLink
              to={base}
              icon={IconEdit}
              label="New chat"
              shortcut="mod+shift+o"
              tip="end"
            />
          </>
        }
      />
      {query !== null && (
        <SearchField query={query} onChange={setQuery} onClose={() => setQuery(null)} />
      )}
      {query !== null && query.trim() !== '' ? (
        <ConversationSearch query={query} />
      ) : (
        <>
          <ConversationList key={String(isArchived)} isArchived={isArchived} />
          <button
            type="button"
            className={classes.archiveSwitch}
            onClick={() => setArchived(!isArchived)}
          >
            <Icon of={isArchived ? IconChevronLeft : IconArchive} size={16} />
            {isArchived ? 'All conversations' : 'Archived'}
          </button>
        </>
      )}
    </>
  );
}
