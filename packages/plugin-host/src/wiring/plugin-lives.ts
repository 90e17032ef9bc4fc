import type { PluginHostOptions } from '../create-plugin-services.ts';
import { Expiry } from '../lifecycle/expiry.ts';
import { LifecycleJournal } from '../lifecycle/lifecycle-journal.ts';
import type { LifecyclePorts } from '../lifecycle/lifecycle-ports.ts';
import { PluginLifecycle } from '../lifecycle/plugin-lifecycle.ts';
import { PluginWork } from '../lifecycle/plugin-work.ts';
import { ProcessWatch } from '../lifecycle/process-watch.ts';
import { SoakWatch } from '../lifecycle/soak-watch.ts';
import { VersionCollector } from '../lifecycle/version-collector.ts';
import type { PluginBase } from './plugin-base.ts';
import type { PluginRuntime } from './plugin-runtime.ts';

export type PluginLives = ReturnType<typeof createPluginLives>;

/** Install, upgrade, rollback and removal, and the watch over what became of them. */
export function createPluginLives(
  options: PluginHostOptions,
  base: PluginBase,
  runtime: PluginRuntime,
) {
  const { orm, clock, log, events, hostVersion, checkpoint } = options;
  const { installations, versions, targets, store, locations } = base;
  const { supervisor, notices, gate, bridges, calls } = runtime;
  const { data } = bridges;
  const ports: LifecyclePorts = {
    ...{ installations, versions, data, gate, notices, clock, log, hostVersion },
    work: new PluginWork({ processes: supervisor, locations, targets }),
    journal: new LifecycleJournal({
      ...{ orm, installations, clock },
      ...(checkpoint === undefined ? {} : { checkpoint }),
    }),
  };
  const collector = new VersionCollector({ versions, files: store, processes: supervisor, log });
  const lifecycle = new PluginLifecycle({ ...ports, collector });
  targets.prepareWith((installation) => lifecycle.ready(installation));
  const soak = new SoakWatch({
    clock,
    onFailed: (installation, reason) => {
      const { slug } = installation;
      lifecycle
        .rollbackFailed(installation, reason)
        .catch((cause: unknown) => log.error({ cause, slug }, 'plugin.rollback-failed'));
    },
  });
  const watch = new ProcessWatch({ installations, events, notices, soak, log });
  supervisor.onChange((change) => watch.noteProcess(change));
  calls.onOutcome((outcome) => watch.noteCall(outcome));
  const expiry = new Expiry({ installations, lifecycle, collector, data, notices, clock, log });
  return { ports, lifecycle, collector, soak, expiry };
}
