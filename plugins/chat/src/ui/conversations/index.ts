export {
  applyConversationEvent,
  seedConversations,
} from './conversation-cache.ts';
export { conversationMenuItems } from './conversation-menu-items.ts';
export { ConversationSidebar } from './conversation-sidebar.tsx';
export { HighlightedText } from './highlighted-text.tsx';
export { TitleField } from './title-field.tsx';
export { useConversationActions } from './use-conversation-actions.ts';
