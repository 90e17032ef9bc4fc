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
import type { BridgePorts, PluginBridges } from './bridges/index.ts';
import type { UpdateChecker } from './catalogue/update-checker.ts';
import type { InstallationStore } from './installations/installation-store.ts';
import type { InstallationTargets } from './installations/installation-targets.ts';
import type { JobScheduler } from './jobs/job-scheduler.ts';
import type { Expiry } from './lifecycle/expiry.ts';
import type { Checkpoint } from './lifecycle/lifecycle-journal.ts';
import type { PluginServices } from './plugin-services.ts';
import type { PluginLogStore, PluginSupervisor, ProcessLimits } from './process/index.ts';
import type { GitHubSettings } from './sources/index.ts';
import type { BundledFolder, BundledPlugins, PluginLocations } from './store/index.ts';
import { moveFormerFolders } from './wiring/former-folders.ts';
import { createPluginBase, reconcileStore } from './wiring/plugin-base.ts';
import { createPluginFaces } from './wiring/plugin-faces.ts';
import { createPluginLives } from './wiring/plugin-lives.ts';
import { createPluginRuntime } from './wiring/plugin-runtime.ts';
import { createPluginSupply } from './wiring/plugin-supply.ts';

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
  /** The plugins that come with the host, in the order of the list. */
  readonly bundled: readonly BundledFolder[];
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
/** After the rush of a start. */
const firstSweepMs = 60_000;

/** Wires everything about plugins. */
export async function createPluginHost(options: PluginHostOptions): Promise<PluginHost> {
  const { log } = options;
  const base = await createPluginBase(options);
  const runtime = createPluginRuntime(options, base);
  const lives = createPluginLives(options, base, runtime);
  const supply = createPluginSupply(options, base, { ...runtime, ...lives });
  const services = createPluginFaces(options, { ...base, ...runtime, ...lives, ...supply });
  const { bundled, locations, targets, installations, logs, everybodys, updateStore } = base;
  const { supervisor, bridges, jobs, counter } = runtime;
  const { lifecycle, expiry } = lives;
  const { operations, updates, revocations } = supply;
  let sweep: NodeJS.Timeout | undefined;
  return {
    ...{ services, bundled, locations, targets, installations, supervisor, bridges, logs },
    ...{ jobs, updates, expiry, userStep: everybodys.userStep },
    start: async () => {
      const moved = await moveFormerFolders(bundled, base.directory);
      if (moved.length > 0) log.info({ moved }, 'plugin.folders-moved');
      await reconcileStore(base, options);
      const recovered = await lifecycle.recover();
      if (recovered > 0) log.warn({ recovered }, 'plugin.operations-recovered');
      await everybodys.reconcile();
      await updateStore.load();
      await jobs.start();
      updates.start();
      revocations.start();
      const sweepOften = () => {
        sweep = setTimeout(() => void expiry.run().finally(sweepOften), sweepMs);
        sweep.unref();
      };
      sweep = setTimeout(() => void expiry.run().finally(sweepOften), firstSweepMs);
      sweep.unref();
    },
    stopUser: async (userId) => {
      await operations.stopUser(userId);
      await lifecycle.settle(userId);
      installations.forget(userId);
    },
    close: async () => {
      clearTimeout(sweep);
      await operations.close();
      await Promise.all([jobs.close(), updates.close(), revocations.close()]);
      await supervisor.close();
      await counter.flush();
      await bridges.flush();
      await logs.close();
    },
  };
}
