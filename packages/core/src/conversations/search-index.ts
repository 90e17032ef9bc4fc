import type { SqlSession } from '@braindrive/database';
import { scopeTokens } from './search-query.ts';

export interface DocumentScope {
  readonly ownerId: string;
  readonly conversationId: string;
}

/** Writes the words of a message into the search index, in the transaction that stores its text. */
export function indexMessage(
  session: SqlSession,
  scope: DocumentScope,
  messageId: string,
  text: string,
): void {
  const known = session.get<{ id: number }>(
    'select id from search_document where message_id = ?',
    messageId,
  );
  if (known === null) {
    session.run('insert into search_document (message_id) values (?)', messageId);
    writeNewest(session, scope, text);
  } else write(session, known.id, scope, text);
}

/** Writes the words of a title. A new title counts as new: its old document goes. */
export function indexTitle(session: SqlSession, scope: DocumentScope, title: string): void {
  session.run('delete from search_document where conversation_id = ?', scope.conversationId);
  session.run('insert into search_document (conversation_id) values (?)', scope.conversationId);
  writeNewest(session, scope, title);
}

const writeNewest = (session: SqlSession, scope: DocumentScope, text: string): void => {
  session.run(
    'insert into message_search (rowid, text, owner) values (last_insert_rowid(), ?, ?)',
    text,
    scopeTokens(scope.ownerId, scope.conversationId),
  );
};

const write = (session: SqlSession, id: number, scope: DocumentScope, text: string): void => {
  session.run(
    'insert or replace into message_search (rowid, text, owner) values (?, ?, ?)',
    id,
    text,
    scopeTokens(scope.ownerId, scope.conversationId),
  );
};
