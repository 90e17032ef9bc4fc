import {
  endMessage,
  indexMessage,
  indexTitle,
  insertConversation,
  insertMessage,
  updateConversation,
  writeParts,
} from '@braindrive/core';
import { createId, type SqlSession } from '@braindrive/database';
import { conversationRow, type DataSet } from './data-set.ts';
import { benchModelId } from './model-server.ts';

/** Vocabulary in which the word of rank n comes about 1/n as often as the first, as in real text. */
export const vocabulary: readonly string[] = Array.from(
  { length: 20_000 },
  (_, index) => `w${index.toString(36)}x`,
);
const logSize = Math.log(vocabulary.length);
/** In one conversation of a thousand. */
export const rareWord = 'rarest';

const randomWord = (): string =>
  vocabulary[Math.floor(Math.exp(Math.random() * logSize)) - 1] ?? 'word';
/** Sixty words, about as long as messages are. */
export const randomText = (): string => Array.from({ length: 60 }, randomWord).join(' ');

export interface Seeding {
  readonly ownerId: string;
  readonly conversations: number;
  readonly messagesEach: number;
  readonly makeText?: (index: number) => string;
  /** Title of every conversation; numbered ones otherwise. */
  readonly title?: string;
}

const conversationsPerTransaction = 100;

/** Writes conversations through the functions that the host itself stores them with. @returns their ids. */
export async function seedConversations(data: DataSet, seeding: Seeding): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < seeding.conversations; start += conversationsPerTransaction) {
    const end = Math.min(start + conversationsPerTransaction, seeding.conversations);
    await data.write((session) => {
      for (let number = start; number < end; number++) {
        ids.push(seedConversation(session, seeding, number));
      }
    });
  }
  return ids;
}

function seedConversation(session: SqlSession, seeding: Seeding, number: number): string {
  const { ownerId, conversations, messagesEach, makeText = randomText } = seeding;
  // A minute apart and in the past, the last one newest.
  const createdAt = Date.now() - (conversations - number) * 60_000;
  const row = conversationRow(
    ownerId,
    seeding.title ?? `Conversation ${number} about ${randomWord()} and ${randomWord()}`,
    createdAt,
  );
  const scope = { ownerId, conversationId: row.id };
  insertConversation(session, row);
  indexTitle(session, scope, row.title);
  let parentId: string | null = null;
  for (let index = 0; index < messagesEach; index++) {
    const text = makeText(index);
    const isRare = index === 0 && number % 1_000 === 0;
    const message = { conversationId: row.id, parentId, createdAt };
    parentId = seedMessage(session, scope, {
      ...message,
      role: index % 2 === 0 ? 'user' : 'assistant',
      text: isRare ? `${rareWord} ${text}` : text,
    });
  }
  updateConversation(session, { ...row, leafId: parentId });
  return row.id;
}

interface SeededMessage {
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly createdAt: number;
}

function seedMessage(
  session: SqlSession,
  scope: { readonly ownerId: string; readonly conversationId: string },
  { text, ...message }: SeededMessage,
): string {
  const id = createId();
  insertMessage(session, { ...message, id, model: null });
  writeParts(session, id, [{ type: 'text', text }]);
  if (message.role === 'assistant') {
    endMessage(session, id, {
      state: 'complete',
      finishReason: 'stop',
      inputTokens: 100,
      outputTokens: 80,
      reasoningTokens: null,
      firstTokenMs: 200,
      durationMs: 2_000,
      tokensPerSecond: 40,
      error: null,
    });
    session.run(
      'update message set model_id = ?, model_name = ? where id = ?',
      benchModelId,
      benchModelId,
      id,
    );
  }
  indexMessage(session, scope, id, text);
  return id;
}
