import { createContext, useContext } from 'react';

/** What a row of the thread can ask for. Stable, so that rows are not drawn again because of it. */
export interface ThreadActions {
  readonly regenerate: (messageId: string) => void;
  readonly continueAnswer: (messageId: string) => void;
  readonly selectBranch: (messageId: string) => void;
  readonly startEdit: (messageId: string | null) => void;
  /** @returns Whether the host took it; if not, the text must stay where it is. */
  readonly edit: (messageId: string, text: string) => Promise<boolean>;
  readonly chooseModel: () => void;
}

export const ThreadActionsContext = createContext<ThreadActions | null>(null);

/** Only below the thread. */
export function useThreadActions(): ThreadActions {
  const actions = useContext(ThreadActionsContext);
  if (actions === null) throw new Error('useThreadActions() was called outside of the thread.');
  return actions;
}
