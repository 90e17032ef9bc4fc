import { Bar } from '../../components/bar.tsx';

/** A conversation, or the start of a new one. */
export function ChatPage() {
  return <Bar title="New chat" />;
}
