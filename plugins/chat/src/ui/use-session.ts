import { core } from '@braindrive/plugin-sdk/web';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { AnswerStore } from './answer-store.ts';
import { type ChatPort, ChatSession, type ThreadPort } from './chat-session.ts';
import { browserFrames } from './frame-pacer.ts';

type PageUtils = ReturnType<typeof core.useUtils>;

const chatPort = ({ client }: PageUtils): ChatPort => ({
  send: (input) => client.chat.send.mutate(input),
  regenerate: (messageId) => client.chat.regenerate.mutate({ messageId }),
  edit: (messageId, text) => client.chat.edit.mutate({ messageId, text }),
  continue: (messageId) => client.chat.continue.mutate({ messageId }),
  stop: (runId) => client.chat.stop.mutate({ runId }),
  follow: (runId, { onUpdate, onError }) => {
    const subscription = client.chat.follow.subscribe(
      { runId },
      { onData: ({ data }) => onUpdate(data), onError },
    );
    return () => subscription.unsubscribe();
  },
});

const threadPort = (utils: PageUtils): ThreadPort => ({
  change: (conversationId, change) => {
    utils.conversation.open.setData({ conversationId }, change);
  },
  reload: (conversationId) => {
    void utils.conversation.open.invalidate({ conversationId });
  },
});

/** The chat of this page; it ends with the page. Redraws when a turn or a run begins or ends. */
export function useSession(): ChatSession {
  const utils = core.useUtils();
  const [session] = useState(
    () =>
      new ChatSession({
        answers: new AnswerStore(browserFrames()),
        chat: chatPort(utils),
        threads: threadPort(utils),
      }),
  );
  useEffect(() => () => session.close(), [session]);
  useSyncExternalStore(session.subscribe, () => session.version);
  return session;
}
