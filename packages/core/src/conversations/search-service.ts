import type { Page, SearchHit, SearchInput } from '@braindrive/contracts';
import { type Orm, SqlDatabase, type SqlSession } from '@braindrive/database';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';
import { requireConversation } from './conversation-store.ts';
import { parseSearch, type SearchTerm, toMatch } from './search-query.ts';
import { makeSnippet } from './search-snippet.ts';

interface HitRecord {
  readonly documentId: number;
  readonly conversationId: string;
  readonly title: string;
  readonly messageId: string | null;
  readonly role: 'user' | 'assistant' | null;
  readonly text: string;
  readonly createdAt: number;
}

interface HitQuery {
  readonly match: string;
  /** Document that the last page ended with. */
  readonly before: number | null;
  /** Within one conversation its own title is no hit. */
  readonly isInside: boolean;
  readonly limit: number;
}

export interface SearchServicePorts {
  readonly orm: Orm;
}

/** Full-text search in one person's messages and titles, newest first. */
export class SearchService {
  readonly #database: SqlDatabase;

  constructor(ports: SearchServicePorts) {
    this.#database = new SqlDatabase(ports.orm);
  }

  /**
   * Finds messages and titles in which every word of the query occurs; the last word may be the beginning of one.
   * Deleted conversations are left out.
   * @throws {DomainError} `NOT_FOUND` when `conversationId` is missing or not the caller's.
   */
  async search(actor: Actor, input: SearchInput): Promise<Page<SearchHit>> {
    const terms = parseSearch(input.query);
    const before = input.cursor === undefined ? null : decodeCursor(input.cursor);
    return this.#database.read((session) => {
      if (input.conversationId !== undefined) {
        requireConversation(session, actor, input.conversationId);
      }
      if (terms.length === 0) return { items: [], nextCursor: null };
      const match = toMatch(terms, actor.userId, input.conversationId ?? null);
      const isInside = input.conversationId !== undefined;
      const records = findHits(session, { match, before, isInside, limit: input.limit + 1 });
      const shown = records.slice(0, input.limit);
      const last = records.length > input.limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((record) => toHit(record, terms)),
        nextCursor: last === undefined ? null : encodeCursor(last.documentId),
      };
    });
  }
}

// The cross joins keep the index outermost: it gives rows newest first and stops at the limit, nothing is sorted.
const findHits = (session: SqlSession, { match, before, isInside, limit }: HitQuery): HitRecord[] =>
  session.all<HitRecord>(
    `select f.rowid as documentId, c.id as conversationId, c.title, d.message_id as messageId, m.role,
       coalesce(m.created_at, c.updated_at) as createdAt,
       case when d.message_id is null then c.title else (
         select coalesce(group_concat(p.text, char(10) order by p.position), '') from message_part p
         where p.message_id = d.message_id and p.type = 'text') end as text
     from message_search f cross join search_document d on d.id = f.rowid
     left join message m on m.id = d.message_id
     cross join conversation c on c.id = coalesce(m.conversation_id, d.conversation_id)
     where message_search match ? ${before === null ? '' : 'and f.rowid < ?'} and c.deleted_at is null
       ${isInside ? 'and d.message_id is not null' : ''}
     order by f.rowid desc limit ?`,
    match,
    ...(before === null ? [] : [before]),
    limit,
  );

function toHit(record: HitRecord, terms: readonly SearchTerm[]): SearchHit {
  const { text, highlights } = makeSnippet(record.text, terms);
  return {
    conversationId: record.conversationId,
    conversationTitle: record.title,
    messageId: record.messageId,
    role: record.role,
    snippet: text,
    highlights,
    createdAt: new Date(record.createdAt),
  };
}

const encodeCursor = (documentId: number): string =>
  Buffer.from(String(documentId)).toString('base64url');

function decodeCursor(cursor: string): number {
  const documentId = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(documentId)) {
    throw new DomainError('VALIDATION_FAILED', 'This page does not exist. Search again.');
  }
  return documentId;
}
