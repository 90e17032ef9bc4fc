import type { InstalledPlugin } from '@braindrive/contracts';
import { showError, showToast, showUndo } from '@braindrive/plugin-sdk/ui';
import { useBoot } from '../../boot.ts';
import { trpc } from '../../trpc.ts';
import { applyPlugin, forgetPlugin } from './plugin-cache.ts';

/** The caller's plugins, kept current by events. */
export const useInstalledPlugins = (): readonly InstalledPlugin[] => useBoot().plugins;

/** Everything the registries offer; narrowed in the page, so that a search answers at once. */
export const useCatalogue = () => trpc.plugin.available.useQuery({});

/** Where plugins come from, and how these places are. */
export const useRegistries = () => trpc.plugin.registries.useQuery();

/** Uninstalled plugins whose data is still here. */
export const useKeptPlugins = () => trpc.plugin.listKept.useQuery();

/** Everything about one installed plugin. */
export const usePluginDetail = (slug: string, isInstalled: boolean) =>
  trpc.plugin.detail.useQuery({ slug }, { enabled: isInstalled });

/** Asks all registries again for what they offer. */
export function useRefreshRegistries() {
  const utils = trpc.useUtils();
  return trpc.plugin.refresh.useMutation({
    onSuccess: (registries) => {
      utils.plugin.registries.setData(undefined, registries);
      return utils.plugin.available.invalidate();
    },
    onError: showError,
  });
}

/** Asks every plugin's source for a newer version. */
export function useCheckUpdates() {
  const utils = trpc.useUtils();
  return trpc.plugin.checkUpdates.useMutation({
    onSuccess: (plugins) => {
      for (const plugin of plugins) applyPlugin(utils, plugin);
      if (plugins.length === 0) showToast('Every plugin is up to date.');
    },
    onError: showError,
  });
}

/** Turns a plugin on and off. Off is said with the way back. */
export function useEnabledSwitch({ slug, name }: { slug: string; name: string }) {
  const utils = trpc.useUtils();
  const options = {
    onSuccess: (plugin: InstalledPlugin) => applyPlugin(utils, plugin),
    onError: showError,
  };
  const enable = trpc.plugin.enable.useMutation(options);
  const disable = trpc.plugin.disable.useMutation(options);
  const set = (isEnabled: boolean) => {
    if (isEnabled) enable.mutate({ slug });
    else {
      disable.mutate(
        { slug },
        {
          onSuccess: () =>
            showUndo({ message: `${name} is off.`, onUndo: () => enable.mutate({ slug }) }),
        },
      );
    }
  };
  return { set, isBusy: enable.isPending || disable.isPending };
}

/** Brings an uninstalled plugin back with its data. */
export function useRestorePlugin() {
  const utils = trpc.useUtils();
  return trpc.plugin.restore.useMutation({
    onSuccess: (plugin) => {
      applyPlugin(utils, plugin);
      return utils.plugin.listKept.invalidate();
    },
    onError: showError,
  });
}

/** Uninstalls at once and offers to undo it: the data is kept for 30 days. */
export function useUninstallPlugin() {
  const utils = trpc.useUtils();
  const restore = useRestorePlugin();
  const uninstall = trpc.plugin.uninstall.useMutation({ onError: showError });
  return {
    isBusy: uninstall.isPending,
    run: ({ slug, name }: { slug: string; name: string }, onDone: () => void = () => {}) => {
      // As a promise: the event may take away the row that asks before the answer is here.
      uninstall.mutateAsync({ slug }).then(
        () => {
          forgetPlugin(utils, slug);
          showUndo({
            message: `${name} uninstalled. Its data is kept for 30 days.`,
            onUndo: () => restore.mutate({ slug }),
          });
          onDone();
        },
        // `onError` says it.
        () => undefined,
      );
    },
  };
}

/** Deletes what an uninstalled plugin left behind. */
export function usePurgePlugin() {
  const utils = trpc.useUtils();
  return trpc.plugin.purge.useMutation({
    onSuccess: () => utils.plugin.listKept.invalidate(),
  });
}

/** Goes back to the version before the last update, or says why that failed. */
export function useRollbackPlugin(name: string) {
  const utils = trpc.useUtils();
  return trpc.plugin.rollback.useMutation({
    onSuccess: (plugin) => {
      applyPlugin(utils, plugin);
      showToast(`${name} is back on ${plugin.version}, with its data as it was then.`);
    },
  });
}

/** Checks files and data, and mends what can be mended. The report belongs beside the button. */
export function useRepairPlugin() {
  const utils = trpc.useUtils();
  return trpc.plugin.repair.useMutation({
    onSuccess: (_report, { slug }) => utils.plugin.detail.invalidate({ slug }),
  });
}

/** Saves settings, takes permissions back, chooses the update policy: each answer is the whole detail. */
export function usePluginChanges(slug: string) {
  const utils = trpc.useUtils();
  const updateSettings = trpc.plugin.updateSettings.useMutation({
    onSuccess: (detail) => {
      utils.plugin.detail.setData({ slug }, detail);
      showToast('Settings saved.');
    },
  });
  const revoke = trpc.plugin.revokeGrant.useMutation({
    onSuccess: (detail) => utils.plugin.detail.setData({ slug }, detail),
  });
  const setAutoUpdate = trpc.plugin.setAutoUpdate.useMutation({
    onSuccess: (_nothing, { autoUpdate }) =>
      utils.plugin.detail.setData({ slug }, (detail) =>
        detail === undefined ? detail : { ...detail, autoUpdate },
      ),
    onError: showError,
  });
  return { updateSettings, revoke, setAutoUpdate };
}
