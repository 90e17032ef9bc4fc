import { join } from 'node:path';
import { createBridges } from '../bridges/index.ts';
import { CallCounter, MutationGate, PluginCalls, ProcedureCatalogue } from '../calls/index.ts';
import type { PluginHostOptions } from '../create-plugin-services.ts';
import { InstalledPluginViews } from '../installations/installed-plugin-view.ts';
import { PluginNotices } from '../installations/plugin-notices.ts';
import { JobScheduler } from '../jobs/job-scheduler.ts';
import { JobStore } from '../jobs/job-store.ts';
import { PluginSupervisor } from '../process/index.ts';
import type { PluginBase } from './plugin-base.ts';

export type PluginRuntime = ReturnType<typeof createPluginRuntime>;

/** Processes, what they may ask, and who asks them. */
export function createPluginRuntime(options: PluginHostOptions, base: PluginBase) {
  const { orm, clock, log, events } = options;
  const { installations, versions, targets, policies, logs, updateStore, isSafeMode } = base;
  // Plugins ask for jobs and settings, and both ask plugins.
  const late: { jobs: JobScheduler | null; notices: PluginNotices | null } = {
    jobs: null,
    notices: null,
  };
  const bridges = createBridges({
    ...options,
    ...options.core,
    policy: policies,
    jobs: { runNow: async (caller, name) => late.jobs?.runNow(caller, name) },
    logs: {
      write: ({ installationId }, { level, event, fields }) =>
        logs.append(installationId, { level, event, text: JSON.stringify(fields) }),
    },
    onSettingsChanged: (installationId) => {
      tellSettings(base, late.notices, installationId).catch((cause: unknown) =>
        log.warn({ cause, installationId }, 'plugin.settings-not-told'),
      );
    },
  });
  const supervisor = createSupervisor(options, base, bridges);
  const views = new InstalledPluginViews({
    policies,
    isSafeMode,
    runState: (digest) => supervisor.state(digest),
    update: (installation) => updateStore.of(installation),
  });
  const notices = new PluginNotices({ events, views });
  const sessions = supervisor;
  const jobs = new JobScheduler({
    jobs: new JobStore({ orm }),
    ...{ installations, versions, targets, sessions, clock, log },
  });
  Object.assign(late, { jobs, notices });
  const gate = new MutationGate();
  const counter = new CallCounter({ orm, clock, log });
  const catalogue = new ProcedureCatalogue({
    directory: join(options.dataDirectory, 'cache', 'procedures'),
    sessions,
    log,
  });
  const calls = new PluginCalls({ targets, sessions, catalogue, counter, gate, log });
  return { bridges, supervisor, views, notices, jobs, gate, counter, calls };
}

function createSupervisor(
  options: PluginHostOptions,
  { directory, locations, trust, logs }: PluginBase,
  bridges: ReturnType<typeof createBridges>,
): PluginSupervisor {
  const { clock, log, hostVersion, identity, environment, processLimits } = options;
  return new PluginSupervisor({
    ...{ bridges, logs, log, hostVersion, clock },
    locate: (digest) => locations.locate(digest),
    isNativeTrusted: (version) => trust.isNativeTrusted(version, null),
    nativeFolder: join(directory, 'native'),
    processFolder: join(directory, 'processes'),
    ...(identity === undefined ? {} : { identity }),
    ...(environment === undefined ? {} : { environment }),
    ...(processLimits === undefined ? {} : { limits: processLimits }),
  });
}

/** A plugin wrote its own settings past the store of installations. */
async function tellSettings(
  { installations }: PluginBase,
  notices: PluginNotices | null,
  installationId: string,
): Promise<void> {
  const before = await installations.findById(installationId);
  if (before === null) return;
  installations.forget(before.ownerId);
  const changed = await installations.findById(installationId);
  if (changed !== null) await notices?.changed(changed);
}
