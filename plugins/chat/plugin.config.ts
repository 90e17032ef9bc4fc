import { defineConfig } from '@braindrive/plugin-sdk/config';
import { z } from 'zod';

export default defineConfig({
  slug: 'chat',
  version: '0.1.0',
  name: 'Chat',
  description: 'Talk with any connected model, and find every conversation again.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'message',
  category: 'chat',
  tags: ['chat', 'conversations'],
  permissions: {
    conversations: { access: 'write', reason: 'To show, continue and keep your conversations.' },
  },
  contributes: {
    pages: [
      {
        id: 'chat',
        title: 'Chat',
        icon: 'message',
        component: 'ChatPage',
        sidebar: 'ConversationSidebar',
        path: 'chat',
        order: 100,
      },
    ],
    background: 'ChatBackground',
    components: [
      {
        name: 'ChatPanel',
        title: 'Chat',
        description: 'A conversation with any model, on a page of your own.',
        icon: 'message',
        category: 'chat',
        size: { width: 6, height: 10, minWidth: 4, minHeight: 6 },
        events: { conversationStarted: z.object({ conversationId: z.string() }) },
        actions: { send: z.object({ text: z.string().max(100_000) }) },
      },
      {
        name: 'ConversationList',
        title: 'Conversations',
        description: 'Your conversations, the pinned ones first.',
        icon: 'list',
        category: 'chat',
        props: z.object({
          isArchived: z.boolean().default(false).meta({ title: 'The archived ones' }),
        }),
        size: { width: 3, height: 8, minWidth: 2, minHeight: 4 },
      },
    ],
  },
});
