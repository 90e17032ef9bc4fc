import { useNavigate } from '@braindrive/plugin-sdk/web';
import { useEffect } from 'react';
import { ChatSessionContext } from './chat-context.ts';
import { ChatView } from './chat-view.tsx';
import { useConversationId } from './use-conversation-id.ts';
import { useSession } from './use-session.ts';

/**
 * A conversation, or the start of a new one. A new one gets its address once the host has stored the first question;
 * the view stays the same, so nothing is drawn anew.
 */
export function ChatPage() {
  const routeId = useConversationId();
  const navigate = useNavigate();
  const session = useSession();
  const startedId =
    routeId === null ? (session.turnOf(null)?.started?.conversation.id ?? null) : null;
  const conversationId = routeId ?? startedId;

  useEffect(() => {
    if (startedId !== null) navigate(startedId, { replace: true });
  }, [startedId, navigate]);
  useEffect(() => {
    if (routeId !== null) session.leaveNew();
  }, [session, routeId]);
  useEffect(() => {
    if (conversationId === null) return;
    return () => session.leave(conversationId);
  }, [session, conversationId]);

  return (
    <ChatSessionContext value={session}>
      <ChatView key={session.threadKey(conversationId)} conversationId={conversationId} />
    </ChatSessionContext>
  );
}
