import type { ConversationSummary, Message, MessagePart } from '@braindrive/contracts';
import type { SqlSession } from '@braindrive/database';
import {
  endMessage,
  findConversation,
  findMessage,
  indexMessage,
  loadParts,
  type MessageRecord,
  toMessages,
  toSummary,
  writeParts,
} from '../conversations/index.ts';
import type { AnswerChunk } from './answer-text.ts';
import type { RunEnd, RunFacts } from './live-run.ts';
import type { RunRow } from './run-entity.ts';

/**
 * Sequence number of a run whose host was killed: how many entries its readers had is not known, and no run makes this
 * many, so each of them gets one full replay and then has all.
 */
const seqAfterCrash = 1_000_000_000;

export interface RunRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly state: RunRow['state'];
  readonly lastSeq: number | null;
}

const columns = `id, owner_id as ownerId, conversation_id as conversationId, message_id as messageId, state,
  last_seq as lastSeq`;

export const findRun = (session: SqlSession, id: string): RunRecord | null =>
  session.get<RunRecord>(`select ${columns} from run where id = ?`, id);

export const findRunByClientId = (
  session: SqlSession,
  ownerId: string,
  clientId: string,
): RunRecord | null =>
  session.get<RunRecord>(
    `select ${columns} from run where owner_id = ? and client_id = ?`,
    ownerId,
    clientId,
  );

export const countRunning = (session: SqlSession, ownerId: string): number =>
  session.get<{ count: number }>(
    `select count(*) as count from run where owner_id = ? and state = 'running'`,
    ownerId,
  )?.count ?? 0;

export interface NewRun {
  readonly id: string;
  readonly ownerId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly clientId: string | null;
  readonly startedAtMs: number;
}

export function insertRun(session: SqlSession, run: NewRun): void {
  session.run(
    `insert into run (id, owner_id, conversation_id, message_id, client_id, state, started_at)
     values (?, ?, ?, ?, ?, 'running', ?)`,
    run.id,
    run.ownerId,
    run.conversationId,
    run.messageId,
    run.clientId,
    run.startedAtMs,
  );
}

/** Appends what a run wrote. A run that ended or went meanwhile is left alone. */
export function appendChunks(
  session: SqlSession,
  runId: string,
  chunks: readonly AnswerChunk[],
): void {
  for (const chunk of chunks) {
    session.run(
      `insert into run_chunk (run_id, position, type, text, duration_ms)
       select id, ?, ?, ?, ? from run where id = ? and state = 'running'`,
      chunk.position,
      chunk.type,
      chunk.text,
      chunk.durationMs,
      runId,
    );
  }
}

export interface EndedRun {
  readonly message: Message;
  readonly summary: ConversationSummary;
  /** False for a deleted conversation: nobody sees it change. */
  readonly isVisible: boolean;
}

const nullableSum = (left: number | null, right: number | null): number | null =>
  left === null ? right : left + (right ?? 0);

/** Stores the whole answer, makes it findable and closes the run. @returns null when it was purged meanwhile. */
export function endRun(
  session: SqlSession,
  facts: RunFacts,
  end: RunEnd,
  written: { readonly parts: readonly MessagePart[]; readonly text: string; readonly seq: number },
  nowMs: number,
): EndedRun | null {
  const before = findMessage(session, facts.messageId);
  if (before === null) return null;
  writeParts(session, facts.messageId, written.parts);
  const isContinued = facts.before.length > 0;
  endMessage(session, facts.messageId, {
    state: end.reason,
    finishReason: end.finishReason,
    inputTokens: end.usage?.inputTokens ?? null,
    outputTokens: nullableSum(
      isContinued ? before.outputTokens : null,
      end.usage?.outputTokens ?? null,
    ),
    reasoningTokens: nullableSum(
      isContinued ? before.reasoningTokens : null,
      end.usage?.reasoningTokens ?? null,
    ),
    firstTokenMs: isContinued ? before.firstTokenMs : end.firstTokenMs,
    durationMs: nullableSum(isContinued ? before.durationMs : null, end.durationMs),
    tokensPerSecond: end.tokensPerSecond,
    error: end.error,
  });
  indexMessage(session, facts, facts.messageId, written.text);
  closeRun(session, facts.id, end.reason, written.seq, nowMs);
  session.run(
    'update conversation set updated_at = max(updated_at, ?) where id = ?',
    nowMs,
    facts.conversationId,
  );
  return readEnded(session, facts);
}

function closeRun(
  session: SqlSession,
  runId: string,
  state: RunEnd['reason'],
  seq: number,
  nowMs: number,
): void {
  session.run('delete from run_chunk where run_id = ?', runId);
  session.run(
    'update run set state = ?, last_seq = ?, ended_at = ? where id = ?',
    state,
    seq,
    nowMs,
    runId,
  );
}

function readEnded(session: SqlSession, facts: RunFacts): EndedRun | null {
  const record = findMessage(session, facts.messageId);
  const conversation = findConversation(session, facts.conversationId);
  if (record === null || conversation === null) return null;
  const [message] = toMessages(session, [record]);
  if (message === undefined) return null;
  return { message, summary: toSummary(conversation), isVisible: conversation.deletedAt === null };
}

/** Stored text of an answer without the thinking. */
export const textOf = (parts: readonly MessagePart[]): string =>
  parts
    .filter(({ type }) => type === 'text')
    .map(({ text }) => text)
    .join('\n\n');

/** Runs that the last life of the host left unfinished. */
export const listUnfinished = (session: SqlSession, limit: number): RunRecord[] =>
  session.all<RunRecord>(`select ${columns} from run where state = 'running' limit ?`, limit);

/** Marks an unfinished run and its message interrupted; the text that was stored becomes the answer. */
export function interruptRun(session: SqlSession, run: RunRecord, nowMs: number): void {
  const parts = (loadParts(session, [run.messageId]).get(run.messageId) ?? []).map((part) =>
    part.type === 'reasoning' ? { ...part, durationMs: part.durationMs ?? 0 } : part,
  );
  writeParts(session, run.messageId, parts);
  session.run(`update message set state = 'interrupted' where id = ?`, run.messageId);
  indexMessage(session, run, run.messageId, textOf(parts));
  closeRun(session, run.id, 'interrupted', seqAfterCrash, nowMs);
}

/** Messages that say `streaming` although no run writes them. */
export const interruptStrayMessages = (session: SqlSession): number =>
  session.run(
    `update message set state = 'interrupted' where state = 'streaming'
       and not exists (select 1 from run r where r.message_id = message.id and r.state = 'running')`,
  );

/** What a reader of a run that is no longer in memory gets. */
export interface StoredAnswer {
  readonly record: MessageRecord;
  readonly message: Message;
}

export function readAnswer(session: SqlSession, messageId: string): StoredAnswer | null {
  const record = findMessage(session, messageId);
  if (record === null) return null;
  const [message] = toMessages(session, [record]);
  return message === undefined ? null : { record, message };
}
