import { join } from 'node:path';
import { UpdateStore } from '../catalogue/update-store.ts';
import type { PluginHostOptions } from '../create-plugin-services.ts';
import { EverybodysPlugins } from '../installations/everybodys-plugins.ts';
import { InstallationStore } from '../installations/installation-store.ts';
import { InstallationTargets } from '../installations/installation-targets.ts';
import { PluginPlaces } from '../installations/plugin-places.ts';
import { VersionStore } from '../installations/version-store.ts';
import { OwnerTrust } from '../policy/owner-trust.ts';
import { PolicyStore } from '../policy/policy-store.ts';
import { PluginLogStore } from '../process/index.ts';
import { BundledPlugins, PluginStore } from '../store/index.ts';

export type PluginBase = Awaited<ReturnType<typeof createPluginBase>>;

/** Files and rows: what everything about plugins stands on. */
export async function createPluginBase(options: PluginHostOptions) {
  const { orm, clock, log, hostVersion } = options;
  const directory = join(options.dataDirectory, 'plugins');
  const isSafeMode = options.isSafeMode ?? false;
  const store = new PluginStore(directory);
  const bundled = await BundledPlugins.read(options.bundled);
  const policies = new PolicyStore({ orm });
  const versions = new VersionStore({ orm });
  const installations = new InstallationStore({ orm, versions });
  return {
    directory,
    isSafeMode,
    store,
    bundled,
    policies,
    versions,
    installations,
    host: { version: hostVersion, shared: options.sharedVersions },
    locations: new PluginPlaces(bundled, store),
    trust: new OwnerTrust({ orm, policies, bundled }),
    targets: new InstallationTargets({ orm, installations, policies, isSafeMode }),
    updateStore: new UpdateStore({ orm }),
    everybodys: new EverybodysPlugins({ bundled, installations, versions, policies, clock, log }),
    logs: new PluginLogStore({ folder: join(directory, 'logs'), clock, log }),
  };
}

/** The database is the truth: what no row knows goes, what is missing is marked for repair. */
export async function reconcileStore(
  { store, versions, installations }: PluginBase,
  { log }: Pick<PluginHostOptions, 'log'>,
): Promise<void> {
  const known = await versions.list('store');
  const { removed, missing } = await store.reconcile(new Set(known.map(({ digest }) => digest)));
  if (removed.length > 0) log.warn({ removed }, 'plugin.orphans-removed');
  for (const digest of missing) {
    await versions.setState(digest, 'broken');
    log.error({ digest }, 'plugin.files-missing');
  }
  if (missing.length > 0) installations.forget(null);
}
