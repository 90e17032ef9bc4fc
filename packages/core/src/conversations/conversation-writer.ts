import type { Conversation, Message, ModelRef } from '@braindrive/contracts';
import { createId, type Orm, SqlDatabase, type SqlSession } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { EventService } from '../events/index.ts';
import type { Actor } from '../users/index.ts';
import { requireKnownConnection } from './conversation-service.ts';
import {
  type ConversationRecord,
  insertConversation,
  requireConversation,
  toConversation,
  toSummary,
  updateConversation,
} from './conversation-store.ts';
import { endMessage, findMessage, insertMessage, toMessages } from './message-store.ts';
import { writeParts } from './part-store.ts';
import { indexMessage, indexTitle } from './search-index.ts';

export interface ConversationWriterPorts {
  readonly orm: Orm;
  readonly clock: Clock;
  readonly events: EventService;
}

/** Writes whole messages that no model is asked for, such as those that a plugin brings along. */
export class ConversationWriter {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #events: EventService;

  constructor(ports: ConversationWriterPorts) {
    this.#database = new SqlDatabase(ports.orm);
    this.#clock = ports.clock;
    this.#events = ports.events;
  }

  /**
   * Makes an empty conversation.
   * @throws {DomainError} `MODEL_NOT_FOUND` when the connection is missing or not the caller's.
   */
  async create(
    actor: Actor,
    input: {
      readonly title: string;
      readonly systemPrompt: string;
      readonly model: ModelRef | null;
    },
  ): Promise<Conversation> {
    const nowMs = this.#clock.now().getTime();
    const record: ConversationRecord = {
      id: createId(),
      ownerId: actor.userId,
      title: input.title,
      titleSource: 'person',
      isPinned: 0,
      isArchived: 0,
      isAnswering: 0,
      leafId: null,
      connectionId: input.model?.connectionId ?? null,
      modelId: input.model?.modelId ?? null,
      systemPrompt: input.systemPrompt,
      parameters: '{}',
      createdAt: nowMs,
      updatedAt: nowMs,
      deletedAt: null,
    };
    await this.#database.write((session) => {
      requireKnownConnection(session, actor, record.connectionId);
      insertConversation(session, record);
      indexTitle(session, { ownerId: actor.userId, conversationId: record.id }, record.title);
    });
    this.#tell(actor, record);
    return toConversation(record);
  }

  /**
   * Adds a message at the end of the branch that is shown.
   * @throws {DomainError} `NOT_FOUND`, `CONVERSATION_BUSY` while an answer is written in the conversation.
   */
  async append(
    actor: Actor,
    input: {
      readonly conversationId: string;
      readonly role: 'user' | 'assistant';
      readonly text: string;
    },
  ): Promise<Message> {
    const nowMs = this.#clock.now().getTime();
    const { record, message } = await this.#database.write((session) => {
      const before = requireConversation(session, actor, input.conversationId);
      if (before.isAnswering === 1) {
        throw new DomainError(
          'CONVERSATION_BUSY',
          'An answer is still being written here. Wait for its end, or stop it first.',
        );
      }
      const id = storeMessage(session, before, { ...input, nowMs });
      const after = { ...before, leafId: id, updatedAt: nowMs };
      updateConversation(session, after);
      const stored = findMessage(session, id);
      const [first] = stored === null ? [] : toMessages(session, [stored]);
      if (first === undefined) throw new Error(`Message ${id} was stored and is not there.`);
      return { record: after, message: first };
    });
    this.#tell(actor, record);
    this.#events.publish(actor.userId, {
      type: 'branch-changed',
      conversationId: record.id,
      leafId: record.leafId,
    });
    return message;
  }

  #tell(actor: Actor, record: ConversationRecord): void {
    this.#events.publish(actor.userId, {
      type: 'conversation-changed',
      conversation: toSummary(record),
    });
  }
}

function storeMessage(
  session: SqlSession,
  conversation: ConversationRecord,
  message: { readonly role: 'user' | 'assistant'; readonly text: string; readonly nowMs: number },
): string {
  const id = createId();
  const { id: conversationId, leafId, ownerId } = conversation;
  const { role, text, nowMs } = message;
  insertMessage(session, {
    id,
    conversationId,
    parentId: leafId,
    role,
    model: null,
    createdAt: nowMs,
  });
  writeParts(session, id, [{ type: 'text', text }]);
  indexMessage(session, { ownerId, conversationId }, id, text);
  if (role === 'assistant') endMessage(session, id, wholeAnswer);
  return id;
}

const wholeAnswer = {
  state: 'complete',
  finishReason: null,
  inputTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  firstTokenMs: null,
  durationMs: null,
  tokensPerSecond: null,
  error: null,
} as const;
