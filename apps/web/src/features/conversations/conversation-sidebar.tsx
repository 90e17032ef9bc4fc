import { SidebarHead } from '../../components/sidebar.tsx';

/** The conversation list in the sidebar of the chat. */
export function ConversationSidebar() {
  return <SidebarHead title="Chat" />;
}
