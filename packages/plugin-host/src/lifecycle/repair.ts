import type { RepairReport } from '@braindrive/contracts';
import type { Log } from '@braindrive/core';
import type { Installation, PluginVersion } from '../installations/installation.ts';
import type { SourceAccess } from '../operations/source-access.ts';
import { type BundledPlugins, isIntact, type PluginStore } from '../store/index.ts';
import type { LifecyclePorts } from './lifecycle-ports.ts';
import { reasonOf } from './plugin-failure.ts';
import type { PluginLifecycle } from './plugin-lifecycle.ts';
import type { PluginProcesses } from './plugin-processes.ts';

export interface RepairPorts extends LifecyclePorts {
  readonly lifecycle: PluginLifecycle;
  readonly processes: PluginProcesses;
  readonly store: PluginStore;
  readonly bundled: BundledPlugins;
  readonly sources: SourceAccess;
  readonly log: Log;
}

type Problem = RepairReport['problems'][number];

/** Looks at everything an installation is made of, mends what it can, and says what is left. */
export class Repair {
  readonly #ports: RepairPorts;

  constructor(ports: RepairPorts) {
    this.#ports = ports;
  }

  run(installation: Installation): Promise<RepairReport> {
    return this.#ports.lifecycle.withLock(installation, async () => {
      const { journal, installations, notices } = this.#ports;
      const entry = await journal.begin({
        ownerId: installation.ownerId,
        slug: installation.slug,
        operation: 'repair',
        step: 'files',
        detail: { installationId: installation.id, version: installation.version.version },
      });
      const problems: Problem[] = [];
      try {
        problems.push(...(await this.#files(installation)));
        const isWhole = problems.every(({ isFixed }) => isFixed);
        const mended = (await installations.findById(installation.id)) ?? installation;
        if (isWhole) problems.push(...(await this.#process(mended)));
      } finally {
        const isFine = problems.every(({ isFixed }) => isFixed);
        const text = problems.map((problem) => problem.text).join(' ') || 'Nothing was wrong.';
        const current = (await installations.findById(installation.id)) ?? installation;
        const repaired = { ...current, problem: isFine ? null : current.problem };
        await journal.end(entry, isFine ? 'done' : 'failed', text, (writer) =>
          writer.update(repaired),
        );
        await notices.changed(repaired);
      }
      return { problems };
    });
  }

  /** Every file against its digest; what is wrong is fetched again from where it came from. */
  async #files(installation: Installation): Promise<Problem[]> {
    const { version } = installation;
    const { store, bundled, processes } = this.#ports;
    const locations = version.location === 'bundled' ? bundled : store;
    const differences = await locations.verify(version.digest);
    if (differences !== null && isIntact(differences)) {
      await this.#setState(version, 'ready');
      return [];
    }
    const count =
      differences === null
        ? 'All'
        : Object.values(differences).reduce((sum, paths) => sum + paths.length, 0);
    const text = `${count} of its files are missing or changed.`;
    await processes.stop(version.digest);
    const failure = await this.#refetch(installation);
    await this.#setState(version, failure === null ? 'ready' : 'broken');
    return [
      failure === null
        ? { text: `${text} They were fetched again.`, isFixed: true, action: null }
        : { text: `${text} ${failure}`, isFixed: false, action: actionFor(installation) },
    ];
  }

  /** @returns why it failed, or null. */
  async #refetch({ ownerId, source, slug, version }: Installation): Promise<string | null> {
    const { store, sources, log } = this.#ports;
    if (version.location === 'bundled') return 'They came with BrainDrive.';
    try {
      const from = await sources.of(ownerId);
      await store.withStaging(async (directory) => {
        const fetched = await from.fetch(
          { source: exactSource(source, version), slug },
          { directory },
        );
        if (fetched.kind === 'packed') {
          await store.add(fetched.packed, { expectedDigest: version.digest });
        }
      });
      return null;
    } catch (cause) {
      log.warn({ cause, slug }, 'plugin.refetch-failed');
      return reasonOf(cause);
    }
  }

  async #process(installation: Installation): Promise<Problem[]> {
    const { work, processes, log } = this.#ports;
    processes.release(installation.version.digest);
    await processes.stop(installation.version.digest);
    try {
      const session = await work.start(installation.version);
      const found = await work.hook(session, installation, 'check');
      if (found.length === 0) return [];
      const left = await work.hook(session, installation, 'repair', {
        detail: { problems: found },
      });
      return found.map((text) => ({
        text,
        isFixed: !left.includes(text) && session?.summary.hooks.includes('repair') === true,
        action: null,
      }));
    } catch (cause) {
      log.warn({ cause, slug: installation.slug }, 'plugin.repair-failed');
      return [{ text: reasonOf(cause), isFixed: false, action: 'Look at its log' }];
    }
  }

  /** Everybody who has the version is affected, so everything in memory is read again. */
  async #setState(version: PluginVersion, state: PluginVersion['state']): Promise<void> {
    if (version.state === state) return;
    await this.#ports.versions.setState(version.digest, state);
    this.#ports.installations.forget(null);
  }
}

/** A registry is asked for the version that is installed, not for its newest. */
const exactSource = (
  source: Installation['source'],
  version: PluginVersion,
): Installation['source'] =>
  source.kind === 'registry' ? { ...source, version: version.version } : source;

function actionFor({ source, version }: Installation): string {
  if (version.location === 'bundled') return 'Install BrainDrive again';
  if (source.kind === 'upload') return 'Upload the file again';
  return 'Install it again from its source';
}
