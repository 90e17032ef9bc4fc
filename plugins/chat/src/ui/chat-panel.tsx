import { useEmit } from '@braindrive/plugin-sdk/web';
import { useEffect, useState } from 'react';
import { ChatSessionContext } from './chat-context.ts';
import { ChatView } from './chat-view.tsx';
import { useSession } from './use-session.ts';

/** A conversation as a block of a page: it begins with the first question and stays until the page is left. */
export function ChatPanel() {
  const session = useSession();
  const emit = useEmit();
  const [conversationId, setConversationId] = useState<string | null>(null);
  const startedId =
    conversationId === null ? (session.turnOf(null)?.started?.conversation.id ?? null) : null;
  useEffect(() => {
    if (startedId === null) return;
    setConversationId(startedId);
    session.leaveNew();
    emit('conversationStarted', { conversationId: startedId });
  }, [startedId, session, emit]);
  const shownId = conversationId ?? startedId;
  return (
    <ChatSessionContext value={session}>
      <ChatView key={session.threadKey(shownId)} conversationId={shownId} />
    </ChatSessionContext>
  );
}
