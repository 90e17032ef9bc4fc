import type { ConversationSummary, CoreUtils, Message, UserEvent } from '../core-types.ts';
import { withConversation, withoutConversation } from './conversation-pages.ts';

/** Time in which the answer to a call of our own arrives: what it brings need not be fetched again. */
const ownCallMs = 500;

/** Inputs of the two lists. They name them in the query cache. */
export const activeList = {} as const;
export const archivedList = { isArchived: true } as const;

/** Puts a changed conversation where it belongs, in both lists and in its open page. */
export function storeConversation(utils: CoreUtils, row: ConversationSummary): void {
  for (const list of [activeList, archivedList]) {
    utils.conversation.list.setInfiniteData(list, (pages) =>
      pages === undefined ? pages : withConversation(pages, row, list === archivedList),
    );
  }
  utils.conversation.open.setData({ conversationId: row.id }, (opened) =>
    opened === undefined ? opened : { ...opened, conversation: { ...opened.conversation, ...row } },
  );
}

/** Takes a conversation out of the lists. Its open page keeps what it shows. */
export function dropConversation(utils: CoreUtils, conversationId: string): void {
  for (const list of [activeList, archivedList]) {
    utils.conversation.list.setInfiniteData(list, (pages) =>
      pages === undefined ? pages : withoutConversation(pages, conversationId),
    );
  }
}

type ThreadEvent = Extract<UserEvent, { type: 'run-started' | 'run-ended' | 'branch-changed' }>;

/** Whether the loaded messages know already what the event tells. `wasThere`: its message was loaded when it came. */
function isKnown(messages: readonly Message[], event: ThreadEvent, wasThere: boolean): boolean {
  if (event.type === 'branch-changed') return messages.at(-1)?.id === (event.leafId ?? undefined);
  const message = messages.find(({ id }) => id === event.messageId);
  if (message === undefined) return false;
  if (event.type === 'run-ended') return message.runId !== event.runId;
  // A short answer may have ended by now; one that was there before and does not run was continued elsewhere.
  return !wasThere || message.runId === event.runId;
}

/** Fetches an opened conversation again if, a moment later, it still does not show what happened elsewhere. */
function refreshThread(utils: CoreUtils, event: ThreadEvent): void {
  const input = { conversationId: event.conversationId };
  const loaded = () => utils.conversation.open.getData(input)?.window.messages;
  const before = loaded();
  if (before === undefined) return;
  const wasThere =
    event.type !== 'branch-changed' &&
    before.some(({ id, runId }) => id === event.messageId && runId !== event.runId);
  setTimeout(() => {
    const messages = loaded();
    if (messages !== undefined && !isKnown(messages, event, wasThere)) {
      void utils.conversation.open.invalidate(input);
    }
  }, ownCallMs);
}

/** Applies one event to the lists and to the open conversations. */
export function applyConversationEvent(utils: CoreUtils, event: UserEvent): void {
  switch (event.type) {
    case 'conversation-changed':
      storeConversation(utils, event.conversation);
      return;
    case 'conversation-removed':
      dropConversation(utils, event.conversationId);
      return;
    case 'run-started':
    case 'run-ended':
    case 'branch-changed':
      refreshThread(utils, event);
      return;
    default:
  }
}
