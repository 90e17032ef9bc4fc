import type { MessagePart, StartedRun } from '@braindrive/contracts';
import { createId, type SqlSession } from '@braindrive/database';
import type { ResolvedModel } from '../connections/index.ts';
import {
  type ConversationRecord,
  findConversation,
  findMessage,
  indexMessage,
  insertConversation,
  insertMessage,
  loadParts,
  toConversation,
  toMessages,
  updateConversation,
  writeParts,
} from '../conversations/index.ts';
import { DomainError } from '../domain-error.ts';
import { countRunning, findRunByClientId, insertRun, type RunRecord } from './run-store.ts';
import { refuseBusy, type Turn } from './turn.ts';

export interface StoreTurnOptions {
  readonly model: ResolvedModel;
  readonly nowMs: number;
  readonly maxRunsPerPerson: number;
}

export interface StoredTurn {
  readonly started: StartedRun;
  /** Null when a retry found the run that the first try had started. */
  readonly fresh: { readonly before: readonly MessagePart[] } | null;
}

/** Stores question, empty answer and run. All checks that another request could have overtaken are made again here. */
export function storeTurn(session: SqlSession, turn: Turn, options: StoreTurnOptions): StoredTurn {
  const { ownerId } = turn.conversation;
  const known = turn.clientId === null ? null : findRunByClientId(session, ownerId, turn.clientId);
  if (known !== null) return { started: readStarted(session, known), fresh: null };
  if (countRunning(session, ownerId) >= options.maxRunsPerPerson) {
    throw new DomainError(
      'TOO_MANY_RUNS',
      `${options.maxRunsPerPerson} answers are being written for you already. Wait for one, or stop one.`,
    );
  }
  recheck(session, turn);
  const { userMessageId, replyId } = storeMessages(session, turn, options);
  const run: RunRecord = {
    id: createId(),
    ownerId,
    conversationId: turn.conversation.id,
    messageId: replyId,
    state: 'running',
    lastSeq: null,
  };
  insertRun(session, { ...run, clientId: turn.clientId, startedAtMs: options.nowMs });
  const before = turn.continued ? (loadParts(session, [replyId]).get(replyId) ?? []) : [];
  return { started: readTurn(session, run, userMessageId, replyId), fresh: { before } };
}

/** @throws {DomainError} `NOT_FOUND` when its conversation was deleted since. */
export function readStarted(session: SqlSession, run: RunRecord): StartedRun {
  const reply = findMessage(session, run.messageId);
  return readTurn(session, run, reply?.parentId ?? null, run.messageId);
}

function recheck(session: SqlSession, turn: Turn): void {
  if (!turn.isNewConversation) {
    const current = findConversation(session, turn.conversation.id);
    if (current === null || current.deletedAt !== null) {
      throw new DomainError('NOT_FOUND', 'This conversation was deleted meanwhile.');
    }
  }
  if (turn.parentId !== null) refuseBusy(findMessage(session, turn.parentId));
}

function storeMessages(session: SqlSession, turn: Turn, { model, nowMs }: StoreTurnOptions) {
  const { conversation, continued } = turn;
  const scope = { ownerId: conversation.ownerId, conversationId: conversation.id };
  if (turn.isNewConversation) {
    // Its title is the first words of the question, which is found itself: no document for the title yet.
    insertConversation(session, conversation);
  }
  const message = { conversationId: conversation.id, createdAt: nowMs };
  let userMessageId: string | null = null;
  if (turn.question !== null) {
    userMessageId = createId();
    const { parentId } = turn;
    insertMessage(session, { ...message, id: userMessageId, parentId, role: 'user', model: null });
    writeParts(session, userMessageId, [{ type: 'text', text: turn.question }]);
    indexMessage(session, scope, userMessageId, turn.question);
  }
  const replyId = continued?.id ?? createId();
  if (continued === null) {
    insertMessage(session, {
      ...message,
      id: replyId,
      parentId: userMessageId ?? turn.parentId,
      role: 'assistant',
      model: { ...model.ref, name: model.name },
    });
  } else {
    session.run(`update message set state = 'streaming', error = null where id = ?`, replyId);
  }
  updateConversation(session, currentRow(session, turn, replyId, nowMs));
  return { userMessageId, replyId };
}

/** Takes what a person may have changed meanwhile (title, pin, archive) from the database, the rest from the turn. */
function currentRow(
  session: SqlSession,
  { conversation }: Turn,
  leafId: string,
  nowMs: number,
): ConversationRecord {
  const current = findConversation(session, conversation.id) ?? conversation;
  const { connectionId, modelId, systemPrompt, parameters } = conversation;
  const changes = { leafId, connectionId, modelId, systemPrompt, parameters, updatedAt: nowMs };
  return { ...current, ...changes };
}

function readTurn(
  session: SqlSession,
  run: RunRecord,
  userMessageId: string | null,
  replyId: string,
): StartedRun {
  const conversation = findConversation(session, run.conversationId);
  const reply = findMessage(session, replyId);
  if (conversation === null || conversation.deletedAt !== null || reply === null) {
    throw new DomainError('NOT_FOUND', 'This conversation was deleted meanwhile.');
  }
  const user = userMessageId === null ? null : findMessage(session, userMessageId);
  const messages = toMessages(session, user === null ? [reply] : [user, reply]);
  const replyMessage = messages.at(-1);
  if (replyMessage === undefined) {
    throw new DomainError('NOT_FOUND', 'This answer was deleted meanwhile.');
  }
  return {
    runId: run.id,
    conversation: toConversation(conversation),
    userMessage: user === null ? null : (messages[0] ?? null),
    replyMessage,
  };
}
