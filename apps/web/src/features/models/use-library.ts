import { showError, showToast } from '@braindrive/plugin-sdk/ui';
import { trpc } from '../../trpc.ts';
import { applyPull } from './model-cache.ts';

/** What one connection offers to fetch; kept current by events. */
export const useLibrary = (connectionId: string) => trpc.model.library.useQuery({ connectionId });

/** Start, pause, continue, cancel. Each answer carries the changed fetch, so nothing is asked again. */
export function usePullActions(connectionId: string) {
  const utils = trpc.useUtils();
  const apply = (pull: Parameters<typeof applyPull>[2]) => applyPull(utils, connectionId, pull);
  const options = { onSuccess: apply, onError: showError };
  const pull = trpc.model.pull.useMutation(options);
  const pause = trpc.model.pausePull.useMutation(options);
  const cancel = trpc.model.cancelPull.useMutation(options);
  return {
    isBusy: pull.isPending || pause.isPending || cancel.isPending,
    start: (source: string) => pull.mutate({ connectionId, source }),
    pause: (pullId: string) => pause.mutate({ connectionId, pullId }),
    cancel: (pullId: string) => cancel.mutate({ connectionId, pullId }),
  };
}

/** A fetch by address, whose failure belongs into its form. */
export function usePullByAddress(connectionId: string) {
  const utils = trpc.useUtils();
  return trpc.model.pull.useMutation({
    onSuccess: (pull) => applyPull(utils, connectionId, pull),
  });
}

/** Deletes a model's file. */
export function useRemoveModel(connectionId: string) {
  const utils = trpc.useUtils();
  return trpc.model.remove.useMutation({
    onSuccess: async (_nothing, { modelId }) => {
      utils.model.list.setData(undefined, (lists) =>
        lists?.map((list) =>
          list.connectionId === connectionId
            ? { ...list, models: list.models.filter(({ id }) => id !== modelId) }
            : list,
        ),
      );
      await utils.model.library.invalidate({ connectionId });
    },
  });
}

/** Chooses the model of new conversations, and says so. */
export function useSetDefaultModel() {
  const utils = trpc.useUtils();
  const setDefault = trpc.model.setDefault.useMutation({
    onSuccess: (defaultModel) =>
      utils.instance.boot.setData(undefined, (boot) =>
        boot === undefined ? boot : { ...boot, defaultModel },
      ),
    onError: showError,
  });
  return (model: { connectionId: string; modelId: string }, name: string) =>
    setDefault.mutate(model, {
      onSuccess: () => showToast(`${name} answers in new conversations.`),
    });
}
