export { conversationMenuItems } from './conversation-menu-items.ts';
export { TitleField } from './title-field.tsx';
export { useConversationActions } from './use-conversation-actions.ts';
