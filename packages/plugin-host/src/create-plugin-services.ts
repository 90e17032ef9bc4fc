import { join } from 'node:path';
import type {
  AuditService,
  Clock,
  ConnectionEgress,
  EventService,
  Log,
  SecretBox,
  UserStep,
} from '@braindrive/core';
import type { Orm } from '@braindrive/database';
import { type BridgePorts, createBridges, type PluginBridges } from './bridges/index.ts';
import { CallCounter, MutationGate, PluginCalls, ProcedureCatalogue } from './calls/index.ts';
import { PluginCatalogue } from './catalogue/plugin-catalogue.ts';
import { Registries } from './catalogue/registries.ts';
import { RegistryStore } from './catalogue/registry-store.ts';
import { UpdateChecker } from './catalogue/update-checker.ts';
import { UpdateStore } from './catalogue/update-store.ts';
import { EverybodysPlugins } from './installations/everybodys-plugins.ts';
import { InstallationStore } from './installations/installation-store.ts';
import { InstallationTargets } from './installations/installation-targets.ts';
import { InstalledPluginViews } from './installations/installed-plugin-view.ts';
import { PluginDetails } from './installations/plugin-detail-view.ts';
import { PluginInstallations } from './installations/plugin-installations.ts';
import { PluginNotices } from './installations/plugin-notices.ts';
import { PluginPlaces } from './installations/plugin-places.ts';
import { UiErrorLog } from './installations/ui-error-log.ts';
import { VersionStore } from './installations/version-store.ts';
import { JobScheduler } from './jobs/job-scheduler.ts';
import { JobStore } from './jobs/job-store.ts';
import { Expiry } from './lifecycle/expiry.ts';
import { type Checkpoint, LifecycleJournal } from './lifecycle/lifecycle-journal.ts';
import { PluginLifecycle } from './lifecycle/plugin-lifecycle.ts';
import { PluginWork } from './lifecycle/plugin-work.ts';
import { ProcessWatch } from './lifecycle/process-watch.ts';
import { Repair } from './lifecycle/repair.ts';
import { SoakWatch } from './lifecycle/soak-watch.ts';
import { VersionCollector } from './lifecycle/version-collector.ts';
import { AuthorKeys } from './operations/author-keys.ts';
import { InstallRun } from './operations/install-run.ts';
import { PluginOperations } from './operations/plugin-operations.ts';
import { SourceAccess } from './operations/source-access.ts';
import type { PluginServices } from './plugin-services.ts';
import { OwnerTrust } from './policy/owner-trust.ts';
import { PluginPolicies } from './policy/plugin-policies.ts';
import { PolicyStore } from './policy/policy-store.ts';
import { PluginLogStore, PluginSupervisor, type ProcessLimits } from './process/index.ts';
import { buildBundledIndex, RegistryFileCache, RegistryReader } from './registry/index.ts';
import { type GitHubSettings, PluginSources } from './sources/index.ts';
import { BundledPlugins, type PluginLocations, PluginStore } from './store/index.ts';

export interface PluginHostOptions {
  readonly orm: Orm;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventService;
  readonly audit: Pick<AuditService, 'record'>;
  readonly dataDirectory: string;
  readonly hostVersion: string;
  /** Version of each library that the page provides to front-ends. */
  readonly sharedVersions: Readonly<Record<string, string>>;
  /** Built folders of the plugins that come with the host, in the order of the list. */
  readonly bundledDirectories: readonly string[];
  /** With a purpose of its own: `plugin-secret`. */
  readonly secretBox: SecretBox;
  readonly egress: ConnectionEgress;
  readonly gitHub: GitHubSettings;
  readonly core: Pick<BridgePorts, 'models' | 'conversations' | 'conversationWriter' | 'callCore'>;
  /** System user for plugin processes, where the host runs as root. */
  readonly identity?: ConstructorParameters<typeof PluginSupervisor>[0]['identity'];
  /** The host's own environment, of which native plugins get the variables that their manifest names. */
  readonly environment?: ConstructorParameters<typeof PluginSupervisor>[0]['environment'];
  readonly processLimits?: Partial<ProcessLimits>;
  /** Keeps every plugin off that did not come with the host. */
  readonly isSafeMode?: boolean;
  /** For tests that kill the host at each step. */
  readonly checkpoint?: Checkpoint;
}

/** The plugin host, made once and handed to the API and the web server. */
export interface PluginHost {
  readonly services: PluginServices;
  readonly bundled: BundledPlugins;
  /** Where the files of versions lie, for serving front-ends. */
  readonly locations: PluginLocations;
  /** Calls that are not made for a page: tools, providers. */
  readonly targets: InstallationTargets;
  readonly installations: InstallationStore;
  readonly supervisor: PluginSupervisor;
  readonly bridges: PluginBridges;
  readonly logs: PluginLogStore;
  readonly jobs: JobScheduler;
  readonly updates: UpdateChecker;
  readonly expiry: Expiry;
  /** Gives new accounts what everybody gets. */
  readonly userStep: UserStep;
  /** Before the first request: rows follow the disk, what a killed host left is finished or undone. Starts no process. */
  start(): Promise<void>;
  /** Ends what a person has under way, before the account is removed. */
  stopUser(userId: string): Promise<void>;
  close(): Promise<void>;
}

const sweepMs = 60 * 60_000;

/** Wires everything about plugins. */
export async function createPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const { orm, clock, log, events, hostVersion } = options;
  const directory = join(options.dataDirectory, 'plugins');
  const host = { version: hostVersion, shared: options.sharedVersions };
  const store = new PluginStore(directory);
  const bundled = await BundledPlugins.read(options.bundledDirectories);
  const locations = new PluginPlaces(bundled, store);
  const policies = new PolicyStore({ orm });
  const versions = new VersionStore({ orm });
  const installations = new InstallationStore({ orm, versions });
  const trust = new OwnerTrust({ orm, policies, bundled });
  const targets = new InstallationTargets({
    orm,
    installations,
    policies,
    isSafeMode: options.isSafeMode ?? false,
  });
  const updateStore = new UpdateStore({ orm });
  const logs = new PluginLogStore({ folder: join(directory, 'logs'), clock, log });
  // Plugins ask for jobs and jobs ask plugins.
  const late: { jobs: JobScheduler | null } = { jobs: null };
  const bridges = createBridges({
    ...options,
    ...options.core,
    policy: policies,
    jobs: { runNow: async (caller, name) => late.jobs?.runNow(caller, name) },
    logs: {
      write: ({ installationId }, { level, event, fields }) =>
        logs.append(installationId, { level, event, text: JSON.stringify(fields) }),
    },
    onSettingsChanged: (installationId) => void settingsChanged(installationId),
  });
  const supervisor = new PluginSupervisor({
    locate: (digest) => locations.locate(digest),
    isNativeTrusted: (version) => trust.isNativeTrusted(version, null),
    bridges,
    logs,
    log,
    hostVersion,
    nativeFolder: join(directory, 'native'),
    processFolder: join(directory, 'processes'),
    clock,
    ...(options.identity === undefined ? {} : { identity: options.identity }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    ...(options.processLimits === undefined ? {} : { limits: options.processLimits }),
  });
  const views = new InstalledPluginViews({
    policies,
    isSafeMode: options.isSafeMode ?? false,
    runState: (digest) => supervisor.state(digest),
    update: (installation) => updateStore.of(installation),
  });
  const notices = new PluginNotices({ events, views });
  const gate = new MutationGate();
  const journal = new LifecycleJournal({
    orm,
    installations,
    clock,
    ...(options.checkpoint === undefined ? {} : { checkpoint: options.checkpoint }),
  });
  const collector = new VersionCollector({ versions, files: store, processes: supervisor, log });
  const lifecyclePorts = {
    installations,
    versions,
    journal,
    work: new PluginWork({ processes: supervisor, locations, targets }),
    data: bridges.data,
    gate,
    notices,
    clock,
    log,
    hostVersion,
  };
  const lifecycle = new PluginLifecycle({ ...lifecyclePorts, collector });
  targets.prepareWith((installation) => lifecycle.ready(installation));
  const soak = new SoakWatch({
    clock,
    onFailed: (installation, reason) => {
      lifecycle
        .rollbackFailed(installation, reason)
        .catch((cause: unknown) =>
          log.error({ cause, slug: installation.slug }, 'plugin.rollback-failed'),
        );
    },
  });
  const watch = new ProcessWatch({ installations, events, notices, soak, log });
  supervisor.onChange((change) => watch.noteProcess(change));

  const registryCache = new RegistryFileCache(join(directory, 'registries'));
  const registries = new Registries({
    store: new RegistryStore({ orm }),
    reader: new RegistryReader({ fetch: options.egress.everywhere, cache: registryCache, clock }),
    cache: registryCache,
    bundledIndex: () =>
      buildBundledIndex(
        bundled.list().flatMap((plugin) => (plugin.state === 'ready' ? [plugin.files] : [])),
        { name: 'BrainDrive index', generatedAt: clock.now() },
      ),
    clock,
    log,
  });
  const sourcesThrough = (fetch: ConnectionEgress['everywhere']) =>
    new PluginSources({ fetch, gitHub: options.gitHub, registries, clock });
  const sources = new SourceAccess({
    orm,
    everywhere: sourcesThrough(options.egress.everywhere),
    publicOnly: sourcesThrough(options.egress.publicOnly),
  });
  const keys = new AuthorKeys({ orm });
  const run = new InstallRun({
    store,
    bundled,
    installations,
    versions,
    lifecycle,
    collector,
    policies,
    keys,
    trust,
    host,
    clock,
  });
  const operations = new PluginOperations({
    run,
    sources,
    bundled,
    installations,
    events,
    clock,
    log,
  });
  const updates = new UpdateChecker({
    updates: updateStore,
    installations,
    versions,
    sources,
    store,
    keys,
    operations,
    notices,
    host,
    clock,
    log,
  });
  const counter = new CallCounter({ orm, clock, log });
  const calls = new PluginCalls({
    targets,
    sessions: supervisor,
    catalogue: new ProcedureCatalogue({
      directory: join(options.dataDirectory, 'cache', 'procedures'),
      sessions: supervisor,
      log,
    }),
    counter,
    gate,
    log,
  });
  calls.onOutcome((outcome) => watch.noteCall(outcome));
  const jobs = new JobScheduler({
    jobs: new JobStore({ orm }),
    installations,
    versions,
    targets,
    sessions: supervisor,
    clock,
    log,
  });
  late.jobs = jobs;
  const everybodys = new EverybodysPlugins({
    bundled,
    installations,
    versions,
    policies,
    clock,
    log,
  });
  const uiErrors = new UiErrorLog({ clock });
  const installationService = new PluginInstallations({
    orm,
    installations,
    lifecycle,
    repair: new Repair({
      ...lifecyclePorts,
      lifecycle,
      processes: supervisor,
      store,
      bundled,
      sources,
    }),
    views,
    details: new PluginDetails({
      orm,
      views,
      policies,
      journal,
      locations,
      data: bridges.data,
      facts: (digest) => supervisor.facts(digest),
      uiErrors,
      clock,
    }),
    policies,
    settings: bridges.settings,
    logs,
    soak,
    uiErrors,
    notices,
    clock,
  });
  const expiry = new Expiry({
    installations,
    lifecycle,
    collector,
    data: bridges.data,
    notices,
    clock,
    log,
  });
  async function settingsChanged(installationId: string): Promise<void> {
    const before = await installations.findById(installationId);
    if (before === null) return;
    installations.forget(before.ownerId);
    const changed = await installations.findById(installationId);
    if (changed !== null) await notices.changed(changed);
  }
  let sweep: NodeJS.Timeout | undefined;
  return {
    services: {
      installations: installationService,
      operations,
      catalogue: new PluginCatalogue({ registries, updates, installations, views, host, clock }),
      policies: new PluginPolicies({
        policies,
        installations,
        bundled,
        lifecycle,
        audit: options.audit,
        clock,
        give: () => everybodys.reconcile(),
      }),
      calls,
    },
    bundled,
    locations,
    targets,
    installations,
    supervisor,
    bridges,
    logs,
    jobs,
    updates,
    expiry,
    userStep: everybodys.userStep,
    start: async () => {
      await reconcileStore({ orm, store, versions, installations, log });
      const recovered = await lifecycle.recover();
      if (recovered > 0) log.warn({ recovered }, 'plugin.operations-recovered');
      await everybodys.reconcile();
      await updateStore.load();
      await jobs.start();
      updates.start();
      sweep = setInterval(() => void expiry.run(), sweepMs);
      sweep.unref();
    },
    stopUser: async (userId) => {
      await operations.stopUser(userId);
      await lifecycle.settle(userId);
      installations.forget(userId);
    },
    close: async () => {
      clearInterval(sweep);
      await operations.close();
      await Promise.all([jobs.close(), updates.close()]);
      await supervisor.close();
      await counter.flush();
      await bridges.flush();
      await logs.close();
    },
  };
}

/** The database is the truth: what no row knows goes, what is missing is marked for repair. */
async function reconcileStore(ports: {
  readonly orm: Orm;
  readonly store: PluginStore;
  readonly versions: VersionStore;
  readonly installations: InstallationStore;
  readonly log: Log;
}): Promise<void> {
  const { store, versions, installations, log } = ports;
  const known = await versions.list('store');
  const { removed, missing } = await store.reconcile(new Set(known.map(({ digest }) => digest)));
  if (removed.length > 0) log.warn({ removed }, 'plugin.orphans-removed');
  for (const digest of missing) {
    await versions.setState(digest, 'broken');
    log.error({ digest }, 'plugin.files-missing');
  }
  if (missing.length > 0) installations.forget(null);
}
