import { DomainError } from '@braindrive/core';
import type {
  HookName,
  HookResult,
  PluginDefinitionSummary,
  ProcedureParams,
} from '@braindrive/plugin-sdk/protocol';
import superjson from 'superjson';
import { z } from 'zod';
import type { BridgeCaller } from '../bridge-caller.ts';
import { bridgeCallerOf, callContextOf } from '../calls/call-context.ts';
import type { Installation, PluginVersion } from '../installations/installation.ts';
import type { InstallationTargets } from '../installations/installation-targets.ts';
import type { PluginLocations } from '../store/index.ts';
import { PluginWorkError } from './plugin-failure.ts';
import type { PluginProcesses, PluginSession } from './plugin-processes.ts';

const seconds = 1_000;
/** How long each piece of a plugin's own work may take. */
const workLimitsMs = {
  install: 10 * seconds,
  enable: 5 * seconds,
  disable: 5 * seconds,
  upgrade: 10 * seconds,
  check: 5 * seconds,
  repair: 30 * seconds,
  uninstall: 5 * seconds,
  migrate: 30 * seconds,
  probe: 5 * seconds,
} as const satisfies Record<HookName | 'migrate' | 'probe', number>;

const hookResultSchema = z
  .object({ problems: z.array(z.string().max(1_000)).max(100) })
  .nullish()
  .transform((result): HookResult => ({ problems: result?.problems ?? [] }));

type Purpose = BridgeCaller['purpose'];
const asHook: Purpose = { kind: 'hook' };

/** Starts plugin versions and runs their hooks, migrations and probes, each with its time limit. */
export class PluginWork {
  readonly #processes: PluginProcesses;
  readonly #locations: PluginLocations;
  readonly #targets: Pick<InstallationTargets, 'of'>;

  constructor(ports: {
    readonly processes: PluginProcesses;
    readonly locations: PluginLocations;
    readonly targets: Pick<InstallationTargets, 'of'>;
  }) {
    this.#processes = ports.processes;
    this.#locations = ports.locations;
    this.#targets = ports.targets;
  }

  /**
   * @returns null when the version has no server half.
   * @throws {DomainError} `PLUGIN_DIGEST_MISMATCH` when its files are gone, `PLUGIN_FAILED` when it does not start or is
   * not what its manifest says.
   */
  async start(version: PluginVersion): Promise<PluginSession | null> {
    const files = await this.#locations.locate(version.digest);
    if (files === null || version.state === 'broken') throw missingFiles(version);
    if (version.manifest.server === undefined) return null;
    try {
      const session = await this.#processes.acquire(version);
      checkSummary(version, session.summary);
      return session;
    } catch (cause) {
      // The owner's word, not a failure of the plugin.
      if (cause instanceof DomainError && cause.code === 'NOT_PERMITTED') throw cause;
      throw new PluginWorkError(`${nameOf(version)} did not start`, cause);
    }
  }

  /** Runs a hook when the plugin has it. @returns problems that it reports. @throws {PluginWorkError} */
  async hook(
    session: PluginSession | null,
    installation: Installation,
    name: HookName,
    options: { readonly detail?: Record<string, unknown>; readonly purpose?: Purpose } = {},
  ): Promise<readonly string[]> {
    if (session?.summary.hooks.includes(name) !== true) return [];
    try {
      const target = await this.#targets.of(installation);
      const answer = await session.request(
        'hook.run',
        {
          name,
          detail: options.detail ?? {},
          context: callContextOf(target),
        },
        {
          caller: bridgeCallerOf(target, options.purpose ?? asHook),
          timeoutMs: workLimitsMs[name],
        },
      );
      return hookResultSchema.parse(answer).problems;
    } catch (cause) {
      throw new PluginWorkError(
        `${nameOf(installation.version)} failed in its ${name} step`,
        cause,
      );
    }
  }

  async migrate(
    session: PluginSession,
    installation: Installation,
    move: { readonly from: number; readonly to: number; readonly transactionId: string },
  ): Promise<void> {
    const { from, to, transactionId } = move;
    try {
      const target = await this.#targets.of(installation);
      await session.request(
        'data.migrate',
        { from, to, context: callContextOf(target) },
        {
          caller: bridgeCallerOf(target, { kind: 'migration', transactionId }),
          timeoutMs: workLimitsMs.migrate,
        },
      );
    } catch (cause) {
      throw new PluginWorkError(
        `${nameOf(installation.version)} could not move its data from version ${from} to ${to}`,
        cause,
      );
    }
  }

  /** Asks every query that the author marked for it. */
  async probe(session: PluginSession, installation: Installation, purpose: Purpose): Promise<void> {
    const probes = session.summary.procedures.filter(
      ({ isProbe, type }) => isProbe && type === 'query',
    );
    const target = await this.#targets.of(installation);
    const context = callContextOf(target);
    const caller = bridgeCallerOf(target, purpose);
    await Promise.all(
      probes.map(async ({ path }) => {
        const params: ProcedureParams = {
          path,
          type: 'query',
          input: superjson.serialize(undefined),
          lastEventId: null,
          context,
        };
        try {
          await session.request('procedure.call', params, {
            caller,
            timeoutMs: workLimitsMs.probe,
          });
        } catch (cause) {
          throw new PluginWorkError(
            `${nameOf(installation.version)} does not answer ${path}`,
            cause,
          );
        }
      }),
    );
  }
}

export const nameOf = ({ manifest, version }: PluginVersion): string =>
  `${manifest.name} ${version}`;

export const missingFiles = (version: PluginVersion): DomainError =>
  new DomainError(
    'PLUGIN_DIGEST_MISMATCH',
    `Files of ${nameOf(version)} are missing or changed. Repair it to get them again.`,
  );

/** The manifest is what the person agreed to, so a process that is something else is not used. */
function checkSummary({ manifest }: PluginVersion, summary: PluginDefinitionSummary): void {
  if (summary.dataVersion !== manifest.dataVersion) {
    throw new Error(
      `its server has data version ${summary.dataVersion}, its manifest says ${manifest.dataVersion}`,
    );
  }
  const { chatTools, jobs, providers } = manifest.contributes;
  const missing = [
    ...chatTools.flatMap(({ name }) => (summary.tools.includes(name) ? [] : [`tool ${name}`])),
    ...jobs.flatMap(({ name }) => (summary.jobs.includes(name) ? [] : [`job ${name}`])),
    ...providers.flatMap(({ id }) => (summary.providers.includes(id) ? [] : [`provider ${id}`])),
  ];
  if (missing.length > 0) throw new Error(`its manifest promises ${missing.join(', ')}`);
}
