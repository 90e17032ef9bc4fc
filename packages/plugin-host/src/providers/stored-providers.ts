import { type Orm, SqlDatabase } from '@braindrive/database';
import type { PluginSessions } from '../calls/call-ports.ts';
import type { Installation } from '../installations/installation.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { InstallationTargets } from '../installations/installation-targets.ts';
import type { BundledPlugins } from '../store/index.ts';
import type { ProviderPlaces } from './plugin-providers.ts';
import type { ProviderPlugin } from './provider-plugin.ts';

export interface StoredProvidersPorts {
  readonly bundled: BundledPlugins;
  readonly installations: InstallationStore;
  readonly targets: InstallationTargets;
  readonly supervisor: PluginSessions;
}

/** Where providers are found in a running host: what comes with it, and what the database says that people have. */
export function storedProviders(ports: StoredProvidersPorts, orm: Orm): ProviderPlaces {
  const { installations, targets } = ports;
  const database = new SqlDatabase(orm);
  return {
    bundled: ports.bundled
      .list()
      .flatMap((plugin) =>
        plugin.state === 'ready' && hasProviders(plugin.files) ? [ofHost(plugin.files)] : [],
      ),
    sessions: ports.supervisor,
    installations: {
      owners: async () => {
        const rows = await database.read((session) =>
          session.all<{ ownerId: string }>(
            `select distinct i.owner_id as ownerId from plugin_installation i join plugin_version v on v.digest = i.digest
             where json_array_length(v.manifest, '$.contributes.providers') > 0`,
          ),
        );
        return rows.map(({ ownerId }) => ownerId);
      },
      of: async (userId) => {
        const all = await installations.ofUser(userId);
        return Promise.all(all.filter(isPresent).map((installation) => targets.of(installation)));
      },
      onChange: (listener) => installations.onChange(listener),
    },
  };
}

const hasProviders = ({ manifest }: Pick<ProviderPlugin, 'manifest'>): boolean =>
  manifest.contributes.providers.length > 0;

const isPresent = ({ state, version }: Installation): boolean =>
  state !== 'uninstalled' && hasProviders(version);

/** As the host itself has it, for its own connections and for those of people who have no version of theirs. */
const ofHost = ({
  manifest,
  digest,
}: Pick<ProviderPlugin, 'manifest' | 'digest'>): ProviderPlugin => ({
  installationId: `host/${manifest.slug}`,
  ownerId: '',
  slug: manifest.slug,
  version: manifest.version,
  digest,
  manifest,
  grants: manifest.permissions,
  isEnabled: true,
});
