import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { LiveAnswer } from './chat-reducer.ts';
import type { ChatSession } from './chat-session.ts';

export const ChatSessionContext = createContext<ChatSession | null>(null);

/** The chat of this page. Only below the chat page. */
export function useChatSession(): ChatSession {
  const session = useContext(ChatSessionContext);
  if (session === null) throw new Error('useChatSession() was called outside of the chat page.');
  return session;
}

const nothing = () => {};

/** The running answer of one message. Redraws for this message only. */
export function useLiveAnswer(messageId: string | null): LiveAnswer | null {
  const { answers } = useChatSession();
  const subscribe = useCallback(
    (listener: () => void) =>
      messageId === null ? nothing : answers.subscribe(messageId, listener),
    [answers, messageId],
  );
  return useSyncExternalStore(subscribe, () =>
    messageId === null ? null : answers.get(messageId),
  );
}
