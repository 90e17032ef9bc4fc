import type { ErrorReport, Message } from '@braindrive/contracts';
import type { SqlSession } from '@braindrive/database';
import type { FinishReason } from '@braindrive/plugin-sdk';
import { parseReport } from './conversation-store.ts';
import type { MessageRow } from './message-entity.ts';
import { loadParts } from './part-store.ts';

/** A row of `message` as SQL gives it. */
export interface MessageRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly role: 'user' | 'assistant';
  readonly state: MessageRow['state'];
  readonly connectionId: string | null;
  readonly modelId: string | null;
  readonly modelName: string | null;
  readonly finishReason: FinishReason | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly firstTokenMs: number | null;
  readonly durationMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly error: string | null;
  readonly createdAt: number;
}

const columns = `m.id, m.conversation_id as conversationId, m.parent_id as parentId, m.role, m.state,
  m.connection_id as connectionId, m.model_id as modelId, m.model_name as modelName, m.finish_reason as finishReason,
  m.input_tokens as inputTokens, m.output_tokens as outputTokens, m.reasoning_tokens as reasoningTokens,
  m.first_token_ms as firstTokenMs, m.duration_ms as durationMs, m.tokens_per_second as tokensPerSecond, m.error,
  m.created_at as createdAt`;

/** Walks from a message up to its root; `depth` counts from 0. Bound by a limit, so a long branch costs its window only. */
const branch = `with recursive branch (id, parent_id, depth) as (
    select id, parent_id, 0 from message where id = ?
    union all
    select m.id, m.parent_id, b.depth + 1 from branch b join message m on m.id = b.parent_id where b.depth + 1 < ?
  )`;

export const findMessage = (session: SqlSession, id: string): MessageRecord | null =>
  session.get<MessageRecord>(`select ${columns} from message m where m.id = ?`, id);

/** @returns the message and those above it, newest first, at most `limit`. */
export const listBranch = (session: SqlSession, fromId: string, limit: number): MessageRecord[] =>
  session.all<MessageRecord>(
    `${branch} select ${columns} from branch b cross join message m on m.id = b.id order by b.depth`,
    fromId,
    limit,
  );

/** One message of a prompt: its answer text without the thinking. */
export interface PromptRecord {
  readonly id: string;
  readonly parentId: string | null;
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** @returns like {@link listBranch}, with the text and no more. */
export const listPromptBranch = (
  session: SqlSession,
  fromId: string,
  limit: number,
): PromptRecord[] =>
  session.all<PromptRecord>(
    `${branch} select m.id, m.parent_id as parentId, m.role, coalesce((
         select group_concat(p.text, char(10, 10) order by p.position) from message_part p
         where p.message_id = m.id and p.type = 'text'), '') as text
       from branch b cross join message m on m.id = b.id order by b.depth`,
    fromId,
    limit,
  );

/** @returns the newest message below `id` on any branch, which is the end of one; `id` itself when there is none. */
export const newestLeafBelow = (session: SqlSession, id: string): string =>
  session.get<{ id: string }>(
    `with recursive below (id) as (
       select ? union all select m.id from below b join message m on m.parent_id = b.id
     ) select max(id) as id from below`,
    id,
  )?.id ?? id;

export const hasReplies = (session: SqlSession, id: string): boolean =>
  session.get('select 1 from message where parent_id = ? limit 1', id) !== null;

export interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly role: 'user' | 'assistant';
  readonly model: {
    readonly connectionId: string;
    readonly modelId: string;
    readonly name: string;
  } | null;
  readonly createdAt: number;
}

/** A question is complete at once; an answer is `streaming` until its run ends. */
export function insertMessage(session: SqlSession, message: NewMessage): void {
  session.run(
    `insert into message (id, conversation_id, parent_id, role, state, connection_id, model_id, model_name, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    message.id,
    message.conversationId,
    message.parentId,
    message.role,
    message.role === 'user' ? 'complete' : 'streaming',
    message.model?.connectionId ?? null,
    message.model?.modelId ?? null,
    message.model?.name ?? null,
    message.createdAt,
  );
}

/** What a run leaves in its message. */
export interface MessageEnd {
  readonly state: MessageRow['state'];
  readonly finishReason: FinishReason | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly firstTokenMs: number | null;
  readonly durationMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly error: ErrorReport | null;
}

export function endMessage(session: SqlSession, id: string, end: MessageEnd): void {
  session.run(
    `update message set state = ?, finish_reason = ?, input_tokens = ?, output_tokens = ?, reasoning_tokens = ?,
       first_token_ms = ?, duration_ms = ?, tokens_per_second = ?, error = ? where id = ?`,
    end.state,
    end.finishReason,
    end.inputTokens,
    end.outputTokens,
    end.reasoningTokens,
    end.firstTokenMs,
    end.durationMs,
    end.tokensPerSecond,
    end.error === null ? null : JSON.stringify(end.error),
    id,
  );
}

function loadSiblings(
  session: SqlSession,
  records: readonly MessageRecord[],
): Map<string | null, string[]> {
  const conversationId = records[0]?.conversationId ?? '';
  const parentIds = records.flatMap(({ parentId }) => (parentId === null ? [] : [parentId]));
  const hasRoot = parentIds.length < records.length ? 1 : 0;
  const siblings = session.all<{ id: string; parentId: string | null }>(
    `select m.id, m.parent_id as parentId from json_each(?) i cross join message m on m.parent_id = i.value
     union all
     select id, null from message where ? and conversation_id = ? and parent_id is null order by 1`,
    JSON.stringify([...new Set(parentIds)]),
    hasRoot,
    conversationId,
  );
  const byParent = new Map<string | null, string[]>();
  for (const { id, parentId } of siblings) {
    const known = byParent.get(parentId);
    if (known === undefined) byParent.set(parentId, [id]);
    else known.push(id);
  }
  return byParent;
}

/** @returns the messages as clients read them, in the order given. All are of one conversation. */
export function toMessages(session: SqlSession, records: readonly MessageRecord[]): Message[] {
  if (records.length === 0) return [];
  const parts = loadParts(
    session,
    records.map(({ id }) => id),
  );
  const siblings = loadSiblings(session, records);
  return records.map((record) => ({
    id: record.id,
    conversationId: record.conversationId,
    parentId: record.parentId,
    role: record.role,
    state: record.state,
    parts: parts.get(record.id) ?? [],
    siblingIds: siblings.get(record.parentId) ?? [record.id],
    runId: record.state === 'streaming' ? runningRunId(session, record.id) : null,
    model:
      record.modelId === null
        ? null
        : {
            connectionId: record.connectionId,
            modelId: record.modelId,
            name: record.modelName ?? record.modelId,
          },
    finishReason: record.finishReason,
    usage: usageOf(record),
    firstTokenMs: record.firstTokenMs,
    durationMs: record.durationMs,
    tokensPerSecond: record.tokensPerSecond,
    error: parseReport(record.error),
    createdAt: new Date(record.createdAt),
  }));
}

const runningRunId = (session: SqlSession, messageId: string): string | null =>
  session.get<{ id: string }>(
    `select id from run where message_id = ? and state = 'running'`,
    messageId,
  )?.id ?? null;

function usageOf(record: MessageRecord): Message['usage'] {
  const { inputTokens, outputTokens, reasoningTokens } = record;
  if (inputTokens === null && outputTokens === null && reasoningTokens === null) return null;
  return { inputTokens, outputTokens, reasoningTokens };
}
