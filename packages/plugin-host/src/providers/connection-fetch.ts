import { ProviderError } from '@braindrive/plugin-sdk';
import type { ProviderContext } from '@braindrive/plugin-sdk/server';
import { matchHost } from '../bridges/http/host-list.ts';
import { serverOf } from './provider-destination.ts';
import type { OfferedProvider } from './provider-plugin.ts';

type Fetch = ProviderContext['fetch'];

/**
 * The way out of one connection: to the server that its settings name, and to what the plugin was granted besides. A key
 * that a person entered for one server cannot be carried to another.
 * @param fetch - Bound to what the connection's owner may reach.
 */
export function connectionFetch(
  { plugin, contribution }: OfferedProvider,
  settings: Readonly<Record<string, unknown>>,
  fetch: Fetch,
): Fetch {
  const { destination } = contribution;
  // A native plugin has the network to itself; its models and where they come from are its own affair.
  const isFree = destination.kind === 'this-machine' && plugin.grants.native !== undefined;
  if (isFree) return fetch;
  const server = serverOf(destination, settings);
  const granted = plugin.grants.http?.hosts ?? [];
  return async (url, init) => {
    const target = new URL(url);
    if (target.host !== server?.host && matchHost(granted, target) === null) {
      throw new ProviderError(
        'provider/unreachable',
        `${plugin.manifest.name} may not ask ${target.host} in the name of this connection.`,
        { details: { reason: 'ADDRESS_REFUSED' } },
      );
    }
    return fetch(url, init);
  };
}
