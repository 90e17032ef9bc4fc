import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ChatSessionContext } from './chat-context.ts';
import { ChatView } from './chat-view.tsx';
import { useSession } from './use-session.ts';

/**
 * A conversation, or the start of a new one. A new one gets its address once the host has stored the first question;
 * the view stays the same, so nothing is drawn anew.
 */
export function ChatPage() {
  const { conversationId: routeId } = useParams();
  const navigate = useNavigate();
  const session = useSession();
  const startedId =
    routeId === undefined ? (session.turnOf(null)?.started?.conversation.id ?? null) : null;
  const conversationId = routeId ?? startedId;

  useEffect(() => {
    if (startedId !== null) void navigate(`/chat/${startedId}`, { replace: true });
  }, [startedId, navigate]);
  useEffect(() => {
    if (routeId !== undefined) session.leaveNew();
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
