import { showError, showToast } from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { useMemo } from 'react';
import type { ModelRef } from './core-types.ts';
import { chooseModel, type ModelGroup, type ModelOption, modelGroups } from './model-options.ts';
import { useBoot } from './use-boot.ts';

/** How often the models are asked for while a connection has not answered. */
const loadingEveryMs = 2_000;

/** All models, and the one that answers when `wish` is what the conversation asks for. */
export function useModels(wish: ModelRef | null): {
  readonly groups: readonly ModelGroup[];
  readonly current: ModelOption | null;
  readonly defaultModel: ModelRef | null;
} {
  const { defaultModel, models } = useBoot();
  const list = core.model.list.useQuery(undefined, {
    initialData: models,
    // The event that a connection was heard may have come before this page listened.
    refetchInterval: ({ state }) =>
      state.data?.some((connection) => connection.state === 'loading') ? loadingEveryMs : false,
  });
  const groups = useMemo(() => modelGroups(list.data), [list.data]);
  const current = useMemo(
    () => chooseModel(groups, wish, defaultModel),
    [groups, wish, defaultModel],
  );
  return { groups, current, defaultModel };
}

/** Makes a model the one of new chats. */
export function useSetDefaultModel(): (option: ModelOption) => void {
  const utils = core.useUtils();
  const { mutate } = core.model.setDefault.useMutation({ onError: showError });
  return (option) =>
    mutate(option.ref, {
      onSuccess: (defaultModel) => {
        utils.instance.boot.setData(undefined, (boot) => boot && { ...boot, defaultModel });
        showToast(`New chats begin with ${option.name}.`);
      },
    });
}

/** Asks a connection for its models again. */
export function useRefreshModels(): {
  readonly refresh: (connectionId: string) => void;
  readonly isRefreshing: boolean;
} {
  const utils = core.useUtils();
  const { mutate, isPending } = core.model.refresh.useMutation({
    onError: showError,
    onSuccess: (fresh) => {
      utils.model.list.setData(undefined, (list) =>
        list?.map((known) => (known.connectionId === fresh.connectionId ? fresh : known)),
      );
    },
  });
  return { refresh: (connectionId) => mutate({ connectionId }), isRefreshing: isPending };
}
