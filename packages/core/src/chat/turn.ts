import type {
  ContinueMessageInput,
  EditMessageInput,
  ModelRef,
  RegenerateInput,
  SendMessageInput,
} from '@braindrive/contracts';
import { maxMessageLength } from '@braindrive/contracts';
import { createId, type SqlSession } from '@braindrive/database';
import {
  type ConversationRecord,
  findMessage,
  hasReplies,
  loadParts,
  type MessageRecord,
  requireConversation,
  titleFromWords,
} from '../conversations/index.ts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';
import { textOf } from './run-store.ts';

/** One question and its answer to be, checked but not stored. */
export interface Turn {
  readonly clientId: string | null;
  readonly conversation: ConversationRecord;
  readonly isNewConversation: boolean;
  /** Stored message that the question, or without one the answer, follows. Its branch is the prompt. */
  readonly parentId: string | null;
  /** A question to store, or null when an answer is repeated or continued. */
  readonly question: string | null;
  /** The answer to go on with, or null when a new one is made. */
  readonly continued: MessageRecord | null;
  /** Null: the caller's default. */
  readonly model: ModelRef | null;
}

/** @throws {DomainError} `CONVERSATION_BUSY`: one answer at a time grows on a branch. */
export function refuseBusy(message: Pick<MessageRecord, 'state'> | null): void {
  if (message?.state === 'streaming') {
    throw new DomainError(
      'CONVERSATION_BUSY',
      'An answer is still being written here. Wait for its end, or stop it first.',
    );
  }
}

function refuseLong(text: string): void {
  if (text.length > maxMessageLength) {
    throw new DomainError(
      'MESSAGE_TOO_LONG',
      `This message has ${text.length.toLocaleString('en')} characters; ${maxMessageLength.toLocaleString('en')} are allowed. Send it in parts.`,
    );
  }
}

const modelOf = (record: ConversationRecord): ModelRef | null =>
  record.connectionId === null || record.modelId === null
    ? null
    : { connectionId: record.connectionId, modelId: record.modelId };

function requireMessage(session: SqlSession, actor: Actor, messageId: string) {
  const message = findMessage(session, messageId);
  if (message === null) throw new DomainError('NOT_FOUND', 'This message does not exist.');
  return { message, conversation: requireConversation(session, actor, message.conversationId) };
}

const newConversation = (actor: Actor, text: string, nowMs: number): ConversationRecord => ({
  id: createId(),
  ownerId: actor.userId,
  title: titleFromWords(text),
  titleSource: 'words',
  isPinned: 0,
  isArchived: 0,
  isAnswering: 0,
  leafId: null,
  connectionId: null,
  modelId: null,
  systemPrompt: '',
  parameters: '{}',
  createdAt: nowMs,
  updatedAt: nowMs,
  deletedAt: null,
});

const withSettings = (record: ConversationRecord, input: SendMessageInput): ConversationRecord => ({
  ...record,
  connectionId: input.model?.connectionId ?? record.connectionId,
  modelId: input.model?.modelId ?? record.modelId,
  systemPrompt: input.systemPrompt ?? record.systemPrompt,
  parameters: input.parameters === undefined ? record.parameters : JSON.stringify(input.parameters),
});

function requireParent(session: SqlSession, conversation: ConversationRecord, parentId: string) {
  const parent = findMessage(session, parentId);
  if (parent?.conversationId !== conversation.id) {
    throw new DomainError('NOT_FOUND', 'The message to follow does not exist here.');
  }
  refuseBusy(parent);
}

export function planSend(
  session: SqlSession,
  actor: Actor,
  input: SendMessageInput,
  nowMs: number,
): Turn {
  refuseLong(input.text);
  const isNewConversation = input.conversationId === null;
  if (isNewConversation && input.parentId != null) {
    throw new DomainError('VALIDATION_FAILED', 'A new conversation has no message to follow.');
  }
  const base =
    input.conversationId === null
      ? newConversation(actor, input.text, nowMs)
      : requireConversation(session, actor, input.conversationId);
  const conversation = withSettings(base, input);
  const parentId = input.parentId === undefined ? conversation.leafId : input.parentId;
  if (parentId !== null) requireParent(session, conversation, parentId);
  return {
    clientId: input.clientId,
    conversation,
    isNewConversation,
    parentId,
    question: input.text,
    continued: null,
    model: modelOf(conversation),
  };
}

export function planEdit(session: SqlSession, actor: Actor, input: EditMessageInput): Turn {
  refuseLong(input.text);
  const { message, conversation } = requireMessage(session, actor, input.messageId);
  if (message.role !== 'user') {
    throw new DomainError('VALIDATION_FAILED', 'Only your own messages can be edited.');
  }
  return {
    clientId: null,
    conversation,
    isNewConversation: false,
    parentId: message.parentId,
    question: input.text,
    continued: null,
    model: modelOf(conversation),
  };
}

export function planRegenerate(session: SqlSession, actor: Actor, input: RegenerateInput): Turn {
  const { message, conversation } = requireMessage(session, actor, input.messageId);
  if (message.role !== 'assistant' || message.parentId === null) {
    throw new DomainError('VALIDATION_FAILED', 'Only answers can be regenerated.');
  }
  refuseBusy(message);
  return {
    clientId: null,
    conversation,
    isNewConversation: false,
    parentId: message.parentId,
    question: null,
    continued: null,
    model: input.model ?? modelOf(conversation),
  };
}

const nothingToContinue = (message: string): DomainError =>
  new DomainError('NOTHING_TO_CONTINUE', message);

export function planContinue(session: SqlSession, actor: Actor, input: ContinueMessageInput): Turn {
  const { message, conversation } = requireMessage(session, actor, input.messageId);
  refuseBusy(message);
  const isCut = message.state !== 'complete' || message.finishReason === 'length';
  if (message.role !== 'assistant' || !isCut) {
    throw nothingToContinue('This answer is whole. Ask for more in a new message.');
  }
  if (hasReplies(session, message.id)) {
    throw nothingToContinue('The conversation went on after this answer. Regenerate it instead.');
  }
  if (textOf(loadParts(session, [message.id]).get(message.id) ?? []).trim() === '') {
    throw nothingToContinue('This answer has no text to go on from. Regenerate it instead.');
  }
  const { connectionId, modelId } = message;
  return {
    clientId: null,
    conversation,
    isNewConversation: false,
    parentId: message.id,
    question: null,
    continued: message,
    model:
      connectionId === null || modelId === null ? modelOf(conversation) : { connectionId, modelId },
  };
}
