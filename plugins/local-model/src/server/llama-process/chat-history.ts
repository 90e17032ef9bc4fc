import type { ProcessChatRequest } from './messages.ts';

type Messages = ProcessChatRequest['messages'];

/** One entry of the model library's chat history, as far as we use it. */
export type HistoryItem =
  | { type: 'system'; text: string }
  | { type: 'user'; text: string }
  | { type: 'model'; response: string[] };

/**
 * Turns messages into the history that a chat template is applied to.
 * @param isContinuation - Leaves the last assistant message open, so that the model goes on in it.
 */
export function toChatHistory(messages: Messages, isContinuation: boolean): HistoryItem[] {
  const items = messages.map(toItem);
  // The generation fills the last model item, so a new answer needs an empty one.
  const isOpen = isContinuation && items.at(-1)?.type === 'model';
  return isOpen ? items : [...items, { type: 'model', response: [] }];
}

function toItem({ role, content }: Messages[number]): HistoryItem {
  if (role === 'assistant') {
    return { type: 'model', response: [content] };
  }
  return { type: role, text: content };
}

/** How many messages two chats have in common, from the start. */
export function commonPrefixLength(left: Messages, right: Messages): number {
  const limit = Math.min(left.length, right.length);
  for (let index = 0; index < limit; index += 1) {
    if (
      left[index]?.role !== right[index]?.role ||
      left[index]?.content !== right[index]?.content
    ) {
      return index;
    }
  }
  return limit;
}
