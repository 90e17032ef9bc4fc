export { applyConversationEvent } from './conversation-cache.ts';
export { conversationMenuItems } from './conversation-menu-items.ts';
export { ConversationSidebar } from './conversation-sidebar.tsx';
export { TitleField } from './title-field.tsx';
export { useConversationActions } from './use-conversation-actions.ts';
