import type {
  Conversation,
  ConversationSummary,
  ListConversationsInput,
  ListMessagesInput,
  MessageWindow,
  OpenedConversation,
  Page,
  UpdateConversationInput,
} from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class ConversationService {
  async list(_actor: Actor, _input: ListConversationsInput): Promise<Page<ConversationSummary>> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async open(_actor: Actor, _conversationId: string): Promise<OpenedConversation> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async update(_actor: Actor, _input: UpdateConversationInput): Promise<Conversation> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** Hides a conversation; it is purged a day later. {@link restore} brings it back until then. */
  async remove(_actor: Actor, _conversationId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async restore(_actor: Actor, _conversationId: string): Promise<ConversationSummary> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async listMessages(_actor: Actor, _input: ListMessagesInput): Promise<MessageWindow> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async selectBranch(_actor: Actor, _messageId: string): Promise<OpenedConversation> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
