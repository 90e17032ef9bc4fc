import type { Conversation, ConversationSummary, ErrorReport } from '@braindrive/contracts';
import type { SqlSession } from '@braindrive/database';
import type { ModelParameters } from '@braindrive/plugin-sdk';
import { DomainError } from '../domain-error.ts';
import { type Actor, type Owned, requireOwned } from '../users/index.ts';
import type { ConversationRow } from './conversation-entity.ts';

/** A row of `conversation` as SQL gives it: times in milliseconds, booleans as 0 or 1, JSON as text. */
export interface ConversationRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly titleSource: ConversationRow['titleSource'];
  readonly isPinned: number;
  readonly isArchived: number;
  readonly isAnswering: number;
  readonly leafId: string | null;
  readonly connectionId: string | null;
  readonly modelId: string | null;
  readonly systemPrompt: string;
  readonly parameters: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
}

const summaryColumns = `c.id, c.owner_id as ownerId, c.title, c.is_pinned as isPinned, c.is_archived as isArchived,
  exists (select 1 from run r where r.owner_id = c.owner_id and r.conversation_id = c.id and r.state = 'running') as isAnswering,
  c.created_at as createdAt, c.updated_at as updatedAt`;
const columns = `${summaryColumns}, c.title_source as titleSource, c.leaf_id as leafId, c.connection_id as connectionId,
  c.model_id as modelId, c.system_prompt as systemPrompt, c.parameters, c.deleted_at as deletedAt`;

/** A row of the conversation list. */
export type ConversationSummaryRecord = Pick<
  ConversationRecord,
  'id' | 'ownerId' | 'title' | 'isPinned' | 'isArchived' | 'isAnswering' | 'createdAt' | 'updatedAt'
>;

/** Place of a row in the list: pinned first, then newest first. */
export interface ListPosition {
  readonly isPinned: number;
  readonly updatedAt: number;
  readonly id: string;
}

export interface ListQuery {
  readonly ownerId: string;
  readonly isArchived: boolean;
  readonly after: ListPosition | null;
  readonly limit: number;
}

export const toSummary = (record: ConversationSummaryRecord): ConversationSummary => ({
  id: record.id,
  title: record.title,
  isPinned: record.isPinned === 1,
  isArchived: record.isArchived === 1,
  isAnswering: record.isAnswering === 1,
  createdAt: new Date(record.createdAt),
  updatedAt: new Date(record.updatedAt),
});

/** Parameters were checked by their schema when they were stored. */
export const parametersOf = (record: Pick<ConversationRecord, 'parameters'>): ModelParameters =>
  JSON.parse(record.parameters) as ModelParameters;

export const toConversation = (record: ConversationRecord): Conversation => ({
  ...toSummary(record),
  settings: {
    model:
      record.connectionId === null || record.modelId === null
        ? null
        : { connectionId: record.connectionId, modelId: record.modelId },
    systemPrompt: record.systemPrompt,
    parameters: parametersOf(record),
  },
  leafId: record.leafId,
});

/** @returns the conversation, also a deleted one, or null. */
export const findConversation = (session: SqlSession, id: string): ConversationRecord | null =>
  session.get<ConversationRecord>(`select ${columns} from conversation c where c.id = ?`, id);

/** @throws {DomainError} `NOT_FOUND` when it is missing, deleted or somebody else's. */
export function requireConversation(
  session: SqlSession,
  actor: Actor,
  id: string,
): Owned<ConversationRecord> {
  const record = findConversation(session, id);
  return requireOwned(actor, record?.deletedAt === null ? record : null, 'conversation');
}

/** @returns at most `limit` rows after that place, in the order of the list. */
export function listConversations(
  session: SqlSession,
  query: ListQuery,
): ConversationSummaryRecord[] {
  const { after } = query;
  const isAfter = after === null ? '' : 'and (c.is_pinned, c.updated_at, c.id) < (?, ?, ?)';
  return session.all<ConversationSummaryRecord>(
    `select ${summaryColumns} from conversation c
     where c.owner_id = ? and c.is_archived = ? and c.deleted_at is null ${isAfter}
     order by c.is_pinned desc, c.updated_at desc, c.id desc limit ?`,
    query.ownerId,
    query.isArchived ? 1 : 0,
    ...(after === null ? [] : [after.isPinned, after.updatedAt, after.id]),
    query.limit,
  );
}

export function insertConversation(session: SqlSession, record: ConversationRecord): void {
  session.run(
    `insert into conversation (id, owner_id, title, title_source, is_pinned, is_archived, leaf_id, connection_id,
       model_id, system_prompt, parameters, created_at, updated_at, deleted_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    record.id,
    record.ownerId,
    record.title,
    record.titleSource,
    record.isPinned,
    record.isArchived,
    record.leafId,
    record.connectionId,
    record.modelId,
    record.systemPrompt,
    record.parameters,
    record.createdAt,
    record.updatedAt,
    record.deletedAt,
  );
}

/** Writes every column that a person or a turn can change. */
export function updateConversation(session: SqlSession, record: ConversationRecord): void {
  session.run(
    `update conversation set title = ?, title_source = ?, is_pinned = ?, is_archived = ?, leaf_id = ?,
       connection_id = ?, model_id = ?, system_prompt = ?, parameters = ?, updated_at = ?, deleted_at = ?
     where id = ?`,
    record.title,
    record.titleSource,
    record.isPinned,
    record.isArchived,
    record.leafId,
    record.connectionId,
    record.modelId,
    record.systemPrompt,
    record.parameters,
    record.updatedAt,
    record.deletedAt,
    record.id,
  );
}

/** Reports were checked when they were made. */
export const parseReport = (text: string | null): ErrorReport | null =>
  text === null ? null : (JSON.parse(text) as ErrorReport);

/** @throws {DomainError} `VALIDATION_FAILED` for a cursor that no list has given. */
export function decodeListCursor(cursor: string): ListPosition {
  const [isPinned, updatedAt, id] = Buffer.from(cursor, 'base64url').toString().split('.');
  const position = { isPinned: Number(isPinned), updatedAt: Number(updatedAt), id: id ?? '' };
  if (id === undefined || !Number.isInteger(position.isPinned + position.updatedAt)) {
    throw new DomainError('VALIDATION_FAILED', 'This page does not exist. Load the list again.');
  }
  return position;
}

export const encodeListCursor = (position: ListPosition): string =>
  Buffer.from(`${position.isPinned}.${position.updatedAt}.${position.id}`).toString('base64url');
