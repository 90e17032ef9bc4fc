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
import { type Orm, SqlDatabase, type SqlSession } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { EventService } from '../events/index.ts';
import type { Actor } from '../users/index.ts';
import {
  type ConversationRecord,
  decodeListCursor,
  encodeListCursor,
  findConversation,
  listConversations,
  parametersOf,
  requireConversation,
  toConversation,
  toSummary,
  updateConversation,
} from './conversation-store.ts';
import { findMessage, listBranch, newestLeafBelow, toMessages } from './message-store.ts';
import { indexTitle } from './search-index.ts';

/** Messages that come with an opened conversation. */
const windowSize = 50;
/** How long a deleted conversation can be brought back. */
export const undoPeriodMs = 24 * 60 * 60 * 1_000;

/** Port to the chat engine: nothing may write into a conversation that goes away. */
export interface ConversationRuns {
  /** Stops every run and title job of the conversation and waits until their text is stored. */
  stopConversation(conversationId: string): Promise<void>;
}

export interface ConversationServicePorts {
  readonly orm: Orm;
  readonly clock: Clock;
  readonly events: EventService;
  readonly runs: ConversationRuns;
}

/** Conversations of one person: list, open, change, delete with undo. */
export class ConversationService {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #events: EventService;
  readonly #runs: ConversationRuns;

  constructor(ports: ConversationServicePorts) {
    this.#database = new SqlDatabase(ports.orm);
    this.#clock = ports.clock;
    this.#events = ports.events;
    this.#runs = ports.runs;
  }

  /** One page of the caller's conversations: pinned first, then newest first. */
  async list(actor: Actor, input: ListConversationsInput): Promise<Page<ConversationSummary>> {
    const after = input.cursor === undefined ? null : decodeListCursor(input.cursor);
    const { isArchived, limit } = input;
    const records = await this.#database.read((session) =>
      listConversations(session, { ownerId: actor.userId, isArchived, after, limit: limit + 1 }),
    );
    const shown = records.slice(0, limit);
    const last = records.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(toSummary),
      nextCursor: last === undefined ? null : encodeListCursor(last),
    };
  }

  /** @throws {DomainError} `NOT_FOUND`. */
  async open(actor: Actor, conversationId: string): Promise<OpenedConversation> {
    return this.#database.read((session) =>
      openConversation(session, requireConversation(session, actor, conversationId)),
    );
  }

  /**
   * Changes what is given and leaves the rest. The place in the list stays: only messages move a conversation.
   * @throws {DomainError} `NOT_FOUND`, `MODEL_NOT_FOUND` when the chosen connection is missing or not the caller's.
   */
  async update(actor: Actor, input: UpdateConversationInput): Promise<Conversation> {
    const changed = await this.#database.write((session) => {
      const record = requireConversation(session, actor, input.conversationId);
      const next = applyChanges(record, input);
      requireKnownConnection(session, actor, next.connectionId);
      updateConversation(session, next);
      if (next.title !== record.title) {
        indexTitle(session, { ownerId: next.ownerId, conversationId: next.id }, next.title);
      }
      return next;
    });
    this.#events.publish(actor.userId, {
      type: 'conversation-changed',
      conversation: toSummary(changed),
    });
    return toConversation(changed);
  }

  /**
   * Hides a conversation and stops what is answering in it; it is purged a day later. {@link restore} brings it back
   * until then.
   * @throws {DomainError} `NOT_FOUND`.
   */
  async remove(actor: Actor, conversationId: string): Promise<void> {
    await this.#database.read((session) => requireConversation(session, actor, conversationId));
    await this.#runs.stopConversation(conversationId);
    await this.#database.write((session) => {
      const record = requireConversation(session, actor, conversationId);
      updateConversation(session, { ...record, deletedAt: this.#clock.now().getTime() });
    });
    // A run that began between the two steps found the conversation still there.
    await this.#runs.stopConversation(conversationId);
    this.#events.publish(actor.userId, { type: 'conversation-removed', conversationId });
  }

  /** @throws {DomainError} `NOT_FOUND` when it is missing, somebody else's or already purged. */
  async restore(actor: Actor, conversationId: string): Promise<ConversationSummary> {
    const summary = await this.#database.write((session) => {
      const found = findConversation(session, conversationId);
      if (found === null || found.ownerId !== actor.userId) {
        throw new DomainError('NOT_FOUND', 'This conversation does not exist.');
      }
      updateConversation(session, { ...found, deletedAt: null });
      return toSummary(found);
    });
    this.#events.publish(actor.userId, { type: 'conversation-changed', conversation: summary });
    return summary;
  }

  /** @throws {DomainError} `NOT_FOUND` when the conversation or `beforeId` is not there. */
  async listMessages(actor: Actor, input: ListMessagesInput): Promise<MessageWindow> {
    return this.#database.read((session) => {
      const conversation = requireConversation(session, actor, input.conversationId);
      if (input.beforeId === undefined) {
        return windowFrom(session, conversation.leafId, input.limit);
      }
      const before = findMessage(session, input.beforeId);
      if (before?.conversationId !== conversation.id) {
        throw new DomainError('NOT_FOUND', 'This message does not exist.');
      }
      return windowFrom(session, before.parentId, input.limit);
    });
  }

  /**
   * Shows the branch a message is on, down to its newest message.
   * @throws {DomainError} `NOT_FOUND`.
   */
  async selectBranch(actor: Actor, messageId: string): Promise<OpenedConversation> {
    const opened = await this.#database.write((session) => {
      const message = findMessage(session, messageId);
      if (message === null) throw new DomainError('NOT_FOUND', 'This message does not exist.');
      const conversation = requireConversation(session, actor, message.conversationId);
      const next = { ...conversation, leafId: newestLeafBelow(session, messageId) };
      updateConversation(session, next);
      return openConversation(session, next);
    });
    this.#events.publish(actor.userId, {
      type: 'branch-changed',
      conversationId: opened.conversation.id,
      leafId: opened.conversation.leafId,
    });
    return opened;
  }

  /**
   * Removes for good what was deleted a day ago or longer. The host calls it about once an hour.
   * @returns how many conversations went.
   */
  async purgeDeleted(): Promise<number> {
    const limit = this.#clock.now().getTime() - undoPeriodMs;
    let purged = 0;
    for (;;) {
      // One conversation per transaction: a long one takes its time, and nobody else should wait for all of them.
      const count = await this.#database.write((session) =>
        session.run(
          `delete from conversation where id = (select id from conversation where deleted_at <= ? limit 1)`,
          limit,
        ),
      );
      if (count === 0) return purged;
      purged += count;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function windowFrom(session: SqlSession, leafId: string | null, limit: number): MessageWindow {
  if (leafId === null) return { messages: [], hasOlder: false };
  const records = listBranch(session, leafId, limit + 1);
  return {
    messages: toMessages(session, records.slice(0, limit).toReversed()),
    hasOlder: records.length > limit,
  };
}

const openConversation = (session: SqlSession, record: ConversationRecord): OpenedConversation => ({
  conversation: toConversation(record),
  window: windowFrom(session, record.leafId, windowSize),
});

/** Whether the model exists there is found out when it is asked. */
export function requireKnownConnection(
  session: SqlSession,
  actor: Actor,
  connectionId: string | null,
): void {
  if (connectionId === null) return;
  const known = session.get(
    'select 1 from connection where id = ? and (owner_id = ? or is_shared = 1 or is_built_in = 1)',
    connectionId,
    actor.userId,
  );
  if (known === null) {
    throw new DomainError('MODEL_NOT_FOUND', 'This connection does not exist. Choose a model.');
  }
}

const flag = (value: boolean | undefined, before: number): number =>
  value === undefined ? before : Number(value);

function applyChanges(
  record: ConversationRecord,
  input: UpdateConversationInput,
): ConversationRecord {
  const { settings } = input;
  const model = settings?.model;
  return {
    ...record,
    title: input.title ?? record.title,
    titleSource: input.title === undefined ? record.titleSource : 'person',
    isPinned: flag(input.isPinned, record.isPinned),
    isArchived: flag(input.isArchived, record.isArchived),
    connectionId: model === undefined ? record.connectionId : (model?.connectionId ?? null),
    modelId: model === undefined ? record.modelId : (model?.modelId ?? null),
    systemPrompt: settings?.systemPrompt ?? record.systemPrompt,
    parameters: JSON.stringify(settings?.parameters ?? parametersOf(record)),
  };
}
