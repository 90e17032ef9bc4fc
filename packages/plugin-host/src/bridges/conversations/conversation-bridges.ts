import type { ConversationSummary, Message } from '@braindrive/contracts';
import { type ConversationService, type ConversationWriter, DomainError } from '@braindrive/core';
import type {
  BridgedConversation,
  BridgedMessage,
  BridgeName,
} from '@braindrive/plugin-sdk/protocol';
import type { ActorSource } from '../actor-source.ts';
import { notGranted } from '../bridge-error.ts';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';

export interface ConversationBridgePorts {
  readonly conversations: Pick<
    ConversationService,
    'list' | 'open' | 'listMessages' | 'update' | 'remove'
  >;
  readonly writer: ConversationWriter;
  readonly actors: ActorSource;
}

/** As the person's own: the services check each id against them. */
export const createConversationBridges = ({
  conversations,
  writer,
  actors,
}: ConversationBridgePorts): BridgeGroup<'conversations'> => {
  const reader = ({ caller, grants }: Asking) => actors.actorFor(caller, grants);
  const author = (call: Asking) => {
    if (call.grants.conversations?.access !== 'write') {
      throw notGranted('conversations', 'change conversations');
    }
    return reader(call);
  };
  return {
    'conversations.list': async (call) => {
      const { cursor, isArchived, limit } = call.params;
      const page = await conversations.list(await reader(call), {
        isArchived,
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { items: page.items.map(summaryOf), nextCursor: page.nextCursor };
    },
    'conversations.get': async (call) => {
      try {
        const opened = await conversations.open(await reader(call), call.params.conversationId);
        return summaryOf(opened.conversation);
      } catch (error) {
        if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
        throw error;
      }
    },
    'conversations.messages': async (call) => {
      const { beforeId, conversationId, limit } = call.params;
      const window = await conversations.listMessages(await reader(call), {
        conversationId,
        limit,
        ...(beforeId === undefined ? {} : { beforeId }),
      });
      return { messages: window.messages.map(messageOf), hasOlder: window.hasOlder };
    },
    'conversations.create': async (call) =>
      summaryOf(await writer.create(await author(call), call.params)),
    'conversations.append': async (call) =>
      messageOf(await writer.append(await author(call), call.params)),
    'conversations.update': async (call) => {
      const { conversationId, title, isPinned, isArchived } = call.params;
      const updated = await conversations.update(await author(call), {
        conversationId,
        ...(title === undefined ? {} : { title }),
        ...(isPinned === undefined ? {} : { isPinned }),
        ...(isArchived === undefined ? {} : { isArchived }),
      });
      return summaryOf(updated);
    },
    'conversations.remove': async (call) => {
      await conversations.remove(await author(call), call.params.conversationId);
      return null;
    },
  };
};

type Asking = Pick<BridgeCall<BridgeName>, 'caller' | 'grants'>;

const summaryOf = (summary: ConversationSummary): BridgedConversation => ({
  id: summary.id,
  title: summary.title,
  isPinned: summary.isPinned,
  isArchived: summary.isArchived,
  isAnswering: summary.isAnswering,
  createdAt: summary.createdAt.toISOString(),
  updatedAt: summary.updatedAt.toISOString(),
});

const messageOf = (message: Message): BridgedMessage => ({
  id: message.id,
  role: message.role,
  text: message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n'),
  state: message.state,
  modelName: message.model?.name ?? null,
  createdAt: message.createdAt.toISOString(),
});
