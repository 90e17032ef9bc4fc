import type { ChatStreamPart } from '@braindrive/contracts';
import type { Client } from './client.ts';

export interface FollowedRun {
  /** Text of the answer so far. */
  text(): string;
  seq(): number;
  /** Settles with the last part. */
  readonly end: Promise<Extract<ChatStreamPart, { type: 'message-end' }>>;
  /** Settles when the text is at least this long. */
  textOf(length: number): Promise<string>;
  stop(): void;
}

/** Follows a run over the WebSocket, as the page does. */
export function followRun(client: Client, runId: string, after = 0): FollowedRun {
  let text = '';
  let seq = after;
  let wake = () => {};
  const ended = Promise.withResolvers<Extract<ChatStreamPart, { type: 'message-end' }>>();
  const subscription = client.trpc.chat.follow.subscribe(
    { runId, after },
    {
      onData: ({ data }) => {
        seq = data.seq;
        for (const part of data.parts) {
          if (part.type === 'message-start')
            text = part.parts.map((held) => (held.type === 'text' ? held.text : '')).join('');
          if (part.type === 'text-delta') text += part.delta;
          if (part.type === 'message-end') ended.resolve(part);
        }
        wake();
      },
      onError: (error) => ended.reject(error),
    },
  );
  return {
    text: () => text,
    seq: () => seq,
    end: ended.promise,
    textOf: async (length) => {
      while (text.length < length) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return text;
    },
    stop: () => subscription.unsubscribe(),
  };
}
