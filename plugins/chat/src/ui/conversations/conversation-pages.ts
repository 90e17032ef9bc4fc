import type { ConversationSummary } from '../core-types.ts';

interface ConversationPage {
  items: ConversationSummary[];
  nextCursor: string | null;
}

/** The loaded pages of a list, as the query cache keeps them. */
export interface ConversationPages<PageParam = unknown> {
  pages: ConversationPage[];
  pageParams: PageParam[];
}

/** Order of the list: pinned first, then the newest. */
function compareConversations(a: ConversationSummary, b: ConversationSummary): number {
  if (a.isPinned !== b.isPinned) return a.isPinned ? -1 : 1;
  const byTime = b.updatedAt.getTime() - a.updatedAt.getTime();
  if (byTime !== 0) return byTime;
  return a.id < b.id ? 1 : -1;
}

/** The list without a conversation. */
export function withoutConversation<Pages extends ConversationPages>(
  list: Pages,
  conversationId: string,
): Pages {
  const isThere = list.pages.some(({ items }) => items.some(({ id }) => id === conversationId));
  if (!isThere) return list;
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.filter(({ id }) => id !== conversationId),
  }));
  return { ...list, pages };
}

function insert(pages: readonly ConversationPage[], row: ConversationSummary): ConversationPage[] {
  for (const [index, page] of pages.entries()) {
    const isLast = index === pages.length - 1;
    const at = page.items.findIndex((item) => compareConversations(row, item) < 0);
    if (at >= 0) return pages.with(index, { ...page, items: page.items.toSpliced(at, 0, row) });
    // Behind everything that is loaded: shown only if nothing can come in between.
    if (isLast && page.nextCursor === null) {
      return pages.with(index, { ...page, items: [...page.items, row] });
    }
  }
  return [...pages];
}

/** The list with a conversation in its place, or without it when it belongs to the other list. */
export function withConversation<Pages extends ConversationPages>(
  list: Pages,
  row: ConversationSummary,
  isArchivedList: boolean,
): Pages {
  const rest = withoutConversation(list, row.id);
  if (row.isArchived !== isArchivedList) return rest;
  return { ...rest, pages: insert(rest.pages, row) };
}

/** A line of the sidebar. */
export type ListLine =
  | { readonly kind: 'heading'; readonly key: string; readonly title: string }
  | { readonly kind: 'item'; readonly key: string; readonly conversation: ConversationSummary };

const dayMs = 86_400_000;
const startOfDay = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** The heading under which a conversation stands. */
export function groupTitle(conversation: ConversationSummary, now: Date): string {
  if (conversation.isPinned) return 'Pinned';
  const { updatedAt } = conversation;
  // Rounded, because a day is 23 or 25 hours long when the clocks change.
  const days = Math.round((startOfDay(now) - startOfDay(updatedAt)) / dayMs);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days <= 7) return 'Previous 7 days';
  const isThisYear = updatedAt.getFullYear() === now.getFullYear();
  return updatedAt.toLocaleDateString('en', {
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

/** Conversations with a heading in front of each group. */
export function listLines(conversations: readonly ConversationSummary[], now: Date): ListLine[] {
  const lines: ListLine[] = [];
  let current: string | null = null;
  for (const conversation of conversations) {
    const title = groupTitle(conversation, now);
    if (title !== current) lines.push({ kind: 'heading', key: `heading ${title}`, title });
    current = title;
    lines.push({ kind: 'item', key: conversation.id, conversation });
  }
  return lines;
}
