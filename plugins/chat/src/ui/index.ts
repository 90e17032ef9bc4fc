import { definePluginUi } from '@braindrive/plugin-sdk/web';
import type config from '../../plugin.config.ts';
import { ChatBackground } from './chat-background.tsx';
import { ChatPage } from './chat-page.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { ConversationList } from './conversations/conversation-list.tsx';
import { ConversationSidebar } from './conversations/conversation-sidebar.tsx';

export default definePluginUi<typeof config>({
  components: { ChatPanel, ConversationList },
  pages: { ChatPage, ConversationSidebar },
  background: ChatBackground,
});
