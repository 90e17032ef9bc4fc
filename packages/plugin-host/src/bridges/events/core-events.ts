import type { UserEvent } from '@braindrive/contracts';
import type { BridgedEvent } from '@braindrive/plugin-sdk/protocol';

/**
 * What plugins hear of the host. Ids only: who wants to know more asks the bridge that needs the person's grant for it.
 * @returns null for what is no plugin's business.
 */
export function coreEventOf(event: UserEvent): Omit<BridgedEvent, 'at'> | null {
  switch (event.type) {
    case 'conversation-changed':
      return {
        name: 'core.conversation-changed',
        payload: { conversationId: event.conversation.id },
      };
    case 'conversation-removed':
      return {
        name: 'core.conversation-removed',
        payload: { conversationId: event.conversationId },
      };
    case 'run-ended':
      return {
        name: 'core.run-ended',
        payload: { conversationId: event.conversationId, messageId: event.messageId },
      };
    default:
      return null;
  }
}
