import {
  core,
  type PluginCommand,
  useCommandSearch,
  useCommands,
  useLocation,
  useNavigate,
} from '@braindrive/plugin-sdk/web';
import { applyConversationEvent } from './conversations/conversation-cache.ts';
import type { SearchHit } from './core-types.ts';

const hitLimit = 8;
const recentLimit = 5;
const minQueryLength = 2;

/** Keeps the lists and open conversations current, and the palette able to find them, on every page. */
export function ChatBackground() {
  const utils = core.useUtils();
  const navigate = useNavigate();
  const { base } = useLocation();
  core.event.follow.useSubscription(undefined, {
    onData: (event) => applyConversationEvent(utils, event),
  });
  useCommands([
    {
      id: 'new-chat',
      label: 'New chat',
      shortcut: 'mod+shift+o',
      keywords: 'conversation start',
      run: () => navigate(base),
    },
  ]);
  const commandOf = (hit: SearchHit): PluginCommand => ({
    id: `${hit.conversationId}/${hit.messageId}`,
    label: hit.conversationTitle,
    ...(hit.messageId === null ? {} : { detail: hit.snippet, highlights: hit.highlights }),
    run: () => {
      const message = hit.messageId === null ? '' : `?message=${hit.messageId}`;
      navigate(`${base}/${hit.conversationId}${message}`);
    },
  });
  useCommandSearch('Conversations', async (query, signal) => {
    const words = query.trim();
    if (words.length >= minQueryLength) {
      const input = { query: words, limit: hitLimit };
      const { items } = await utils.client.conversation.search.query(input, { signal });
      return items.map(commandOf);
    }
    const recent = utils.conversation.list.getInfiniteData({})?.pages[0]?.items ?? [];
    return recent.slice(0, recentLimit).map(({ id, title }) => ({
      id,
      label: title,
      run: () => navigate(`${base}/${id}`),
    }));
  });
  return null;
}
