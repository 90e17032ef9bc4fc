import type { ApiClient } from '../../trpc.ts';
import type { PluginData } from './plugin-data.ts';

/** What the host keeps for front-ends, over the API. */
export function createPluginData(client: ApiClient): PluginData {
  const { plugin } = client;
  return {
    loadSettings: async (slug) => (await plugin.detail.query({ slug })).settings,
    saveSettings: async (slug, values) => {
      const { settings } = await plugin.detail.query({ slug });
      const changed = { ...settings, ...values };
      return (await plugin.updateSettings.mutate({ slug, settings: changed })).settings;
    },
    loadState: (slug, key) => plugin.readState.query({ slug, key }),
    saveState: (slug, key, value) => plugin.writeState.mutate({ slug, key, value }),
    reportFault: ({ stack, ...fault }) => {
      const report = plugin.reportUiError.mutate({ ...fault, stack });
      // It is about a fault already; that it was not told changes nothing for the person.
      report.catch(() => undefined);
    },
  };
}
