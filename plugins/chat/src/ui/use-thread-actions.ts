import { showError } from '@braindrive/plugin-sdk/ui';
import { type RefObject, useMemo } from 'react';
import type { ChatSession } from './chat-session.ts';
import { createClientId } from './client-id.ts';
import type { ModelPickerHandle } from './model-picker.tsx';
import type { ThreadActions } from './thread-actions.ts';
import type { OpenedThread } from './use-opened.ts';

/** What the rows of one thread can ask for. */
export function useThreadActionsOf({
  session,
  conversationId,
  selectBranch,
  setEditing,
  giveBack,
  picker,
}: {
  readonly session: ChatSession;
  readonly conversationId: string | null;
  readonly selectBranch: OpenedThread['selectBranch'];
  readonly setEditing: (messageId: string | null) => void;
  /** Takes a text that the host refused. */
  readonly giveBack: RefObject<(text: string, clientId: string, error: unknown) => void>;
  readonly picker: RefObject<ModelPickerHandle | null>;
}): ThreadActions {
  return useMemo(() => {
    const turn = (run: (id: string, conversationId: string) => Promise<unknown>) => {
      if (conversationId !== null) run(createClientId(), conversationId).catch(showError);
    };
    return {
      regenerate: (messageId) => turn((id, thread) => session.regenerate(id, thread, messageId)),
      continueAnswer: (messageId) => turn((id, thread) => session.continue(id, thread, messageId)),
      selectBranch: (messageId) => void selectBranch(messageId),
      startEdit: setEditing,
      edit: async (messageId, text) => {
        if (conversationId === null) return false;
        const id = createClientId();
        setEditing(null);
        try {
          await session.edit(id, conversationId, messageId, text);
          return true;
        } catch (error) {
          giveBack.current(text, id, error);
          return false;
        }
      },
      chooseModel: () => picker.current?.open(),
    };
  }, [session, conversationId, selectBranch, setEditing, giveBack, picker]);
}
