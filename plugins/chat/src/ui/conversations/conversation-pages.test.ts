import { describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../core-types.ts';
import {
  type ConversationPages,
  groupTitle,
  listLines,
  withConversation,
  withoutConversation,
} from './conversation-pages.ts';

const now = new Date(2026, 10, 22, 12);
const at = (daysAgo: number, hour = 9): Date => new Date(2026, 10, 22 - daysAgo, hour);
const row = (id: string, daysAgo: number, extra: Partial<ConversationSummary> = {}) => ({
  id,
  title: id,
  isPinned: false,
  isArchived: false,
  isAnswering: false,
  createdAt: at(daysAgo),
  updatedAt: at(daysAgo),
  ...extra,
});
const pages = (...lists: ConversationSummary[][]): ConversationPages => ({
  pages: lists.map((items, index) => ({
    items,
    nextCursor: index === lists.length - 1 ? null : 'more',
  })),
  pageParams: lists.map(() => null),
});
const ids = (list: ConversationPages): string[][] =>
  list.pages.map((page) => page.items.map(({ id }) => id));

describe('conversation pages', () => {
  const list = pages([row('p', 9, { isPinned: true }), row('a', 0), row('b', 1)], [row('c', 2)]);

  it('move a conversation to the top when it gets a message', () => {
    expect(ids(withConversation(list, row('c', 0, { updatedAt: at(0, 11) }), false))).toEqual([
      ['p', 'c', 'a', 'b'],
      [],
    ]);
  });

  it('keep pinned ones first', () => {
    expect(ids(withConversation(list, row('b', 1, { isPinned: true }), false))).toEqual([
      ['b', 'p', 'a'],
      ['c'],
    ]);
  });

  it('drop what was archived and take it into the other list', () => {
    const archived = row('b', 1, { isArchived: true });
    expect(ids(withConversation(list, archived, false))).toEqual([['p', 'a'], ['c']]);
    expect(ids(withConversation(pages([]), archived, true))).toEqual([['b']]);
  });

  it('do not show a conversation whose place is not loaded yet', () => {
    const cut = { ...list, pages: list.pages.map((page) => ({ ...page, nextCursor: 'more' })) };
    expect(ids(withConversation(cut, row('z', 300), false))).toEqual(ids(list));
  });

  it('are the same object when nothing is removed', () => {
    expect(withoutConversation(list, 'unknown')).toBe(list);
  });
});

describe('listLines', () => {
  it('puts headings in front of groups', () => {
    const rows = [row('p', 30, { isPinned: true }), row('a', 0), row('b', 0), row('c', 1)];
    expect(
      listLines(rows, now).map((line) => (line.kind === 'heading' ? `# ${line.title}` : line.key)),
    ).toEqual(['# Pinned', 'p', '# Today', 'a', 'b', '# Yesterday', 'c']);
  });

  it.each([
    [0, 'Today'],
    [-1, 'Today'],
    [1, 'Yesterday'],
    [2, 'Previous 7 days'],
    [7, 'Previous 7 days'],
    [8, 'November'],
    [40, 'October'],
    [400, 'October 2025'],
  ])('calls %i days ago %s', (daysAgo, title) => {
    expect(groupTitle(row('x', daysAgo), now)).toBe(title);
  });
});
