import { showError } from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { skipToken } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { Message, OpenedConversation } from './core-types.ts';
import { mergeOpened, prependOlder } from './opened-thread.ts';

/** Messages per page above the newest, and per step of a search for one message. */
const pageSize = 50;
const jumpPageSize = 200;

export interface OpenedThread {
  readonly opened: OpenedConversation | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
  /** Fetches the next older page, one at a time. */
  readonly loadOlder: () => void;
  /** Fetches what lies above until `messageId` is there, on its branch. @returns Whether it is. */
  readonly loadUntil: (messageId: string) => Promise<boolean>;
  /** Fetches everything. @returns All messages of the shown branch. */
  readonly loadAll: () => Promise<readonly Message[]>;
  readonly selectBranch: (messageId: string) => Promise<void>;
}

type PageUtils = ReturnType<typeof core.useUtils>;

const has = (opened: OpenedConversation | undefined, messageId: string): boolean =>
  opened?.window.messages.some(({ id }) => id === messageId) ?? false;

/** Fetches one older page into the cache. @returns False when there is none. */
async function fetchOlder(utils: PageUtils, conversationId: string, limit: number) {
  const input = { conversationId };
  const opened = utils.conversation.open.getData(input);
  const first = opened?.window.messages[0];
  if (opened === undefined || first === undefined || !opened.window.hasOlder) return false;
  const older = await utils.client.conversation.listMessages.query({
    conversationId,
    beforeId: first.id,
    limit,
  });
  utils.conversation.open.setData(input, (current) =>
    current?.window.messages[0]?.id === first.id ? prependOlder(current, older) : current,
  );
  return true;
}

/** An opened conversation: its newest messages, and what is asked for above them. */
export function useOpened(conversationId: string | null): OpenedThread {
  const utils = core.useUtils();
  const isFetchingOlder = useRef(false);
  const query = core.conversation.open.useQuery(
    conversationId === null ? skipToken : { conversationId },
    {
      staleTime: Number.POSITIVE_INFINITY,
      structuralSharing: (known, fresh) =>
        mergeOpened(known as OpenedConversation | undefined, fresh as OpenedConversation),
    },
  );

  const loadOlder = useCallback(() => {
    if (conversationId === null || isFetchingOlder.current) return;
    isFetchingOlder.current = true;
    void fetchOlder(utils, conversationId, pageSize)
      .catch(showError)
      .finally(() => {
        isFetchingOlder.current = false;
      });
  }, [utils, conversationId]);

  const selectBranch = useCallback(
    async (messageId: string) => {
      if (conversationId === null) return;
      try {
        const opened = await utils.client.conversation.selectBranch.mutate({ messageId });
        utils.conversation.open.setData({ conversationId }, opened);
      } catch (error) {
        showError(error);
      }
    },
    [utils, conversationId],
  );

  const loadUntil = useCallback(
    async (messageId: string) => {
      if (conversationId === null) return false;
      const isThere = () => has(utils.conversation.open.getData({ conversationId }), messageId);
      while (!isThere() && (await fetchOlder(utils, conversationId, jumpPageSize)));
      if (isThere()) return true;
      // On another branch: show that one.
      await selectBranch(messageId);
      while (!isThere() && (await fetchOlder(utils, conversationId, jumpPageSize)));
      return isThere();
    },
    [utils, conversationId, selectBranch],
  );

  const loadAll = useCallback(async () => {
    if (conversationId === null) return [];
    while (await fetchOlder(utils, conversationId, jumpPageSize));
    return utils.conversation.open.getData({ conversationId })?.window.messages ?? [];
  }, [utils, conversationId]);

  return {
    opened: query.data,
    error: query.error,
    isLoading: conversationId !== null && query.isPending,
    reload: () => void query.refetch(),
    loadOlder,
    loadUntil,
    loadAll,
    selectBranch,
  };
}
