import type { LiveAnswer } from './chat-reducer.ts';
import type { Message, MessageWindow, OpenedConversation, StartedRun } from './core-types.ts';

const indexOf = (messages: readonly Message[], id: string): number =>
  messages.findIndex((message) => message.id === id);

/**
 * A fresh answer of `conversation.open`, with the older messages that were already loaded put back above it. The path
 * from a message up to the root is always the same, so they still belong there.
 */
export function mergeOpened(
  known: OpenedConversation | undefined,
  fresh: OpenedConversation,
): OpenedConversation {
  const first = fresh.window.messages[0];
  if (known === undefined || first === undefined) return fresh;
  const at = indexOf(known.window.messages, first.id);
  if (at <= 0) return fresh;
  const older = known.window.messages.slice(0, at);
  return {
    ...fresh,
    window: { messages: [...older, ...fresh.window.messages], hasOlder: known.window.hasOlder },
  };
}

/** Puts a page of older messages on top. */
export function prependOlder(opened: OpenedConversation, older: MessageWindow): OpenedConversation {
  const known = new Set(opened.window.messages.map((message) => message.id));
  const added = older.messages.filter((message) => !known.has(message.id));
  return {
    ...opened,
    window: { messages: [...added, ...opened.window.messages], hasOlder: older.hasOlder },
  };
}

/**
 * The conversation once a run has started: the branch is cut behind the message that the turn follows, and the turn put
 * there. Undefined when that message is not loaded, so that the conversation has to be fetched.
 */
export function withStarted(
  opened: OpenedConversation | undefined,
  started: StartedRun,
): OpenedConversation | undefined {
  const { conversation, userMessage, replyMessage } = started;
  const added = userMessage === null ? [replyMessage] : [userMessage, replyMessage];
  const parentId = added[0]?.parentId ?? null;
  if (parentId === null) {
    return { conversation, window: { messages: added, hasOlder: false } };
  }
  if (opened === undefined) return undefined;
  const at = indexOf(opened.window.messages, parentId);
  if (at < 0) return undefined;
  const { hasOlder } = opened.window;
  const messages = [...opened.window.messages.slice(0, at + 1), ...added];
  return { conversation, window: { messages, hasOlder } };
}

/** A message with what its run has written so far, or with how it ended. */
export function withLive(message: Message, live: LiveAnswer): Message {
  const { end } = live;
  if (end === null) return { ...message, parts: [...live.parts] };
  return {
    ...message,
    parts: [...live.parts],
    state: end.reason,
    runId: null,
    finishReason: end.finishReason,
    usage: end.usage,
    firstTokenMs: end.firstTokenMs,
    durationMs: end.durationMs,
    tokensPerSecond: end.tokensPerSecond,
    error: end.error,
  };
}

/** Replaces one message. */
export function withMessage(opened: OpenedConversation, message: Message): OpenedConversation {
  const at = indexOf(opened.window.messages, message.id);
  if (at < 0) return opened;
  return {
    ...opened,
    window: { ...opened.window, messages: opened.window.messages.with(at, message) },
  };
}

/** The message that a run is writing, if one is. */
export const streamingMessage = (opened: OpenedConversation | undefined): Message | undefined =>
  opened?.window.messages.findLast(
    (message) => message.state === 'streaming' && message.runId !== null,
  );

/** Text of a message without the thinking. */
export const textOfMessage = (message: Pick<Message, 'parts'>): string =>
  message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
