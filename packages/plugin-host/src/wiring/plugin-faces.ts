import { PluginCatalogue } from '../catalogue/plugin-catalogue.ts';
import type { PluginHostOptions } from '../create-plugin-services.ts';
import { PluginDetails } from '../installations/plugin-detail-view.ts';
import { PluginInstallations } from '../installations/plugin-installations.ts';
import { UiErrorLog } from '../installations/ui-error-log.ts';
import { Repair } from '../lifecycle/repair.ts';
import type { PluginServices } from '../plugin-services.ts';
import { PluginPolicies } from '../policy/plugin-policies.ts';
import type { PluginBase } from './plugin-base.ts';
import type { PluginLives } from './plugin-lives.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import type { createPluginSupply } from './plugin-supply.ts';

type Parts = PluginBase & PluginRuntime & PluginLives & ReturnType<typeof createPluginSupply>;

/** What the API asks, checked against the caller. */
export function createPluginFaces(
  { orm, clock, audit, log }: PluginHostOptions,
  parts: Parts,
): PluginServices {
  const { installations, policies, lifecycle, views, notices, soak, logs, updates } = parts;
  const { registries, revocations, host, bundled, everybodys, operations, calls, bridges } = parts;
  const uiErrors = new UiErrorLog({ clock });
  return {
    installations: new PluginInstallations({
      ...{ orm, installations, lifecycle, views, policies, logs, soak, uiErrors, notices, clock },
      settings: bridges.settings,
      repair: createRepair(parts),
      details: createDetails(parts, { orm, clock, uiErrors }),
    }),
    operations,
    catalogue: new PluginCatalogue({
      ...{ registries, revocations, updates, installations, views, host, clock },
    }),
    policies: new PluginPolicies({
      ...{ policies, installations, bundled, lifecycle, audit, clock, log },
      give: () => everybodys.reconcile(),
    }),
    calls,
  };
}

const createRepair = ({ ports, lifecycle, supervisor, store, bundled, sources }: Parts): Repair =>
  new Repair({ ...ports, lifecycle, processes: supervisor, store, bundled, sources });

function createDetails(
  { views, policies, ports, locations, bridges, supervisor }: Parts,
  options: Pick<PluginHostOptions, 'orm' | 'clock'> & { readonly uiErrors: UiErrorLog },
): PluginDetails {
  return new PluginDetails({
    ...options,
    ...{ views, policies, locations },
    journal: ports.journal,
    data: bridges.data,
    facts: (digest) => supervisor.facts(digest),
  });
}
