export { applyConversationEvent, seedConversations } from './conversation-cache.ts';
export { ConversationSidebar } from './conversation-sidebar.tsx';
