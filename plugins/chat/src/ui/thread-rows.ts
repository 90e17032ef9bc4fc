import type { Turn } from './chat-session.ts';
import type { Message } from './core-types.ts';

/** A line of the thread. */
export type ThreadRow =
  | { readonly kind: 'question'; readonly key: string; readonly message: Message }
  | { readonly kind: 'answer'; readonly key: string; readonly message: Message }
  /** Asked a moment ago; the host has not answered yet. */
  | { readonly kind: 'asked'; readonly key: string; readonly text: string }
  /** The answer to it. `messageId` is null until the host has answered. */
  | { readonly kind: 'expected'; readonly key: string; readonly messageId: string | null };

function shownMessages(messages: readonly Message[], turn: Turn): readonly Message[] {
  if (turn.cutId === null) return messages;
  const at = messages.findIndex((message) => message.id === turn.cutId);
  return at < 0 ? messages : messages.slice(0, at);
}

const turnRows = (turn: Turn): ThreadRow[] => {
  if (turn.continuedId !== null) return [];
  const expected: ThreadRow = {
    kind: 'expected',
    key: `${turn.id}:answer`,
    messageId: turn.started?.replyMessage.id ?? null,
  };
  if (turn.text === null) return [expected];
  return [{ kind: 'asked', key: `${turn.id}:question`, text: turn.text }, expected];
};

/**
 * The rows of a thread: the stored messages, and what was asked a moment ago in the place where it will be. Row names
 * do not change when a message is stored, so its elements stay.
 */
export function threadRows(
  messages: readonly Message[],
  turn: Turn | null,
  rowKey: (messageId: string) => string,
): ThreadRow[] {
  const replyId = turn?.started?.replyMessage.id;
  const isPending = turn !== null && !messages.some((message) => message.id === replyId);
  const shown = isPending ? shownMessages(messages, turn) : messages;
  const rows = shown.map(
    (message): ThreadRow => ({
      kind: message.role === 'user' ? 'question' : 'answer',
      key: rowKey(message.id),
      message,
    }),
  );
  return isPending ? [...rows, ...turnRows(turn)] : rows;
}
