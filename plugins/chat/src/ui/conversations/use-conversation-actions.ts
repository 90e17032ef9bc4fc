import { showError, showUndo } from '@braindrive/plugin-sdk/ui';
import { core, useNavigate } from '@braindrive/plugin-sdk/web';
import { useMemo } from 'react';
import type { ConversationSummary } from '../core-types.ts';
import { useConversationId } from '../use-conversation-id.ts';
import { dropConversation, storeConversation } from './conversation-cache.ts';

type Change = Partial<Pick<ConversationSummary, 'title' | 'isPinned' | 'isArchived'>>;
type PageUtils = ReturnType<typeof core.useUtils>;

/** What can be done with a conversation, from the list and from its page. */
export interface ConversationActions {
  readonly rename: (conversation: ConversationSummary, title: string) => void;
  readonly togglePin: (conversation: ConversationSummary) => void;
  readonly toggleArchive: (conversation: ConversationSummary) => void;
  readonly remove: (conversation: ConversationSummary) => void;
}

/** Shows the change at once, and takes it back when the host refuses it. */
async function change(
  utils: PageUtils,
  conversation: ConversationSummary,
  changes: Change,
): Promise<boolean> {
  storeConversation(utils, summaryOf({ ...conversation, ...changes }));
  try {
    const conversationId = conversation.id;
    const stored = await utils.client.conversation.update.mutate({ conversationId, ...changes });
    storeConversation(utils, summaryOf(stored));
    return true;
  } catch (error) {
    storeConversation(utils, summaryOf(conversation));
    showError(error);
    return false;
  }
}

/** Only what a list row holds: the caller may have passed the conversation of an open page. */
const summaryOf = (row: ConversationSummary): ConversationSummary => ({
  id: row.id,
  title: row.title,
  isPinned: row.isPinned,
  isArchived: row.isArchived,
  isAnswering: row.isAnswering,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

async function restore(utils: PageUtils, conversationId: string): Promise<void> {
  try {
    storeConversation(utils, await utils.client.conversation.restore.mutate({ conversationId }));
    await utils.conversation.open.invalidate({ conversationId });
  } catch (error) {
    showError(error);
  }
}

async function remove(utils: PageUtils, conversation: ConversationSummary): Promise<boolean> {
  dropConversation(utils, conversation.id);
  try {
    await utils.client.conversation.remove.mutate({ conversationId: conversation.id });
    return true;
  } catch (error) {
    storeConversation(utils, summaryOf(conversation));
    showError(error);
    return false;
  }
}

/** Actions that do at once what they say and offer to take it back. */
export function useConversationActions(): ConversationActions {
  const utils = core.useUtils();
  const navigate = useNavigate();
  const shownId = useConversationId();
  return useMemo(() => {
    const leave = (id: string) => {
      if (id === shownId) navigate('');
    };
    const comeBack = (id: string) => {
      if (id === shownId) navigate(id);
    };
    return {
      rename: (conversation, title) => {
        const trimmed = title.trim();
        if (trimmed === '' || trimmed === conversation.title) return;
        void change(utils, conversation, { title: trimmed });
      },
      togglePin: (conversation) => {
        void change(utils, conversation, { isPinned: !conversation.isPinned });
      },
      toggleArchive: (conversation) => {
        const isArchived = !conversation.isArchived;
        void change(utils, conversation, { isArchived }).then((isDone) => {
          if (!isDone || !isArchived) return;
          const onUndo = () => {
            void change(utils, { ...conversation, isArchived }, { isArchived: false });
          };
          showUndo({ message: 'Conversation archived.', onUndo });
        });
      },
      remove: (conversation) => {
        leave(conversation.id);
        void remove(utils, conversation).then((isDone) => {
          if (!isDone) return;
          const onUndo = () => {
            void restore(utils, conversation.id).then(() => comeBack(conversation.id));
          };
          showUndo({ message: 'Conversation deleted.', onUndo });
        });
      },
    };
  }, [utils, navigate, shownId]);
}
