import { getUntypedClient } from '@trpc/client';
import type { ApiClient, TrpcUtils } from '../trpc.ts';
import { RemoteLoader } from './remote-loader.ts';
import { createCallPort } from './services/call-port.ts';
import { createPluginData } from './services/create-plugin-data.ts';
import type { PageRouter } from './services/navigation-port.ts';
import { PluginServices } from './services/plugin-services.ts';
import { removeStyles, restoreStyles } from './style-links.ts';

/** Wires what the plugins of this page share. Once, beside the router. */
export function createPluginServices(
  client: ApiClient,
  utils: TrpcUtils,
  router: PageRouter,
): PluginServices {
  const services = new PluginServices({
    loader: new RemoteLoader({
      start: async () => (await import('./remote-runtime.ts')).startRemoteRuntime(),
      styles: { remove: removeStyles, restore: restoreStyles },
    }),
    calls: createCallPort(getUntypedClient(client)),
    data: createPluginData(client),
    router,
    reachOf: (wanted) =>
      utils.instance.boot.getData()?.plugins.find(({ slug }) => slug === wanted)?.granted.events,
  });
  window.addEventListener('keydown', services.commands.onKeyDown);
  window.addEventListener('pagehide', () => services.flush());
  return services;
}
