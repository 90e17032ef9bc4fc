import type { BridgeCaller } from '../bridge-caller.ts';
import type { Installation, PendingWork } from '../installations/installation.ts';
import type { JournalEntry } from './lifecycle-journal.ts';
import type { LifecyclePorts } from './lifecycle-ports.ts';
import { PluginWorkError, reasonOf } from './plugin-failure.ts';
import type { PluginSession } from './plugin-processes.ts';
import { nameOf } from './plugin-work.ts';
import { rollbackKeptMs } from './upgrade.ts';

/**
 * Does what is left to do before the first use of a plugin that everybody gets: its install hooks, or after an update of
 * the host its upgrade. So neither a start of the host nor a sign-up waits for all plugins of all people.
 */
export class Preparing {
  readonly #ports: LifecyclePorts;

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
  }

  /** @throws {DomainError} `PLUGIN_FAILED`; the data is as it was, and the next use tries again. */
  async prepare(installation: Installation, pending: PendingWork): Promise<Installation> {
    const { work, installations } = this.#ports;
    try {
      const session = await work.start(installation.version);
      if (session === null || !hasWork(session, installation, pending)) {
        return await this.#done(installation, null);
      }
      if (pending.kind === 'upgrade') return await this.#upgrade(installation, session, pending);
      await work.hook(session, installation, 'install');
      await work.hook(session, installation, 'enable');
      return await this.#done(installation, null);
    } catch (error) {
      const problem = {
        code: 'PLUGIN_FAILED' as const,
        message: `${reasonOf(error)} Use Repair to try again.`,
        retryAfterMs: null,
        requestId: null,
      };
      const failed = await installations.change(installation, () => ({ problem }));
      if (failed !== null) await this.#ports.notices.changed(failed);
      throw error;
    }
  }

  /** The work stays pending; data is as it was before. */
  async recover(entry: JournalEntry): Promise<void> {
    await this.#undo(entry, 'The host stopped during the update. It goes on with the next use.');
  }

  async #upgrade(
    installation: Installation,
    session: PluginSession,
    pending: Extract<PendingWork, { kind: 'upgrade' }>,
  ): Promise<Installation> {
    const { journal, data, clock } = this.#ports;
    const { version } = installation;
    let entry = await journal.begin({
      ownerId: installation.ownerId,
      slug: installation.slug,
      operation: 'prepare',
      step: 'snapshot',
      detail: {
        installationId: installation.id,
        version: version.version,
        dataVersion: pending.fromDataVersion,
      },
    });
    let transactionId: string | null = null;
    try {
      const expiresAt = new Date(clock.now().getTime() + rollbackKeptMs);
      const snapshotId = await data.snapshot(installation.id, expiresAt);
      entry = await journal.step(entry, 'migrate', { snapshotId });
      transactionId = await data.begin(installation.id);
      await this.#moveData(installation, session, pending, transactionId);
      entry = await journal.step(entry, 'swap');
      await data.commit(transactionId, version.manifest.dataVersion);
      transactionId = null;
      const text = `Updated from ${pending.fromVersion} to ${version.version}.`;
      const ready = await this.#done(installation, { entry, text });
      await data.drop(snapshotId);
      return ready;
    } catch (error) {
      if (transactionId !== null) await data.abort(transactionId);
      await this.#undo(entry, reasonOf(error));
      throw error;
    }
  }

  async #moveData(
    installation: Installation,
    session: PluginSession,
    { fromDataVersion, fromVersion }: Extract<PendingWork, { kind: 'upgrade' }>,
    transactionId: string,
  ): Promise<void> {
    const { work } = this.#ports;
    const { dataVersion } = installation.version.manifest;
    const purpose: BridgeCaller['purpose'] = { kind: 'migration', transactionId };
    if (fromDataVersion !== dataVersion) {
      const move = { from: fromDataVersion, to: dataVersion, transactionId };
      await work.migrate(session, installation, move);
    }
    await work.hook(session, installation, 'upgrade', { detail: { from: fromVersion }, purpose });
    const problems = await work.hook(session, installation, 'check', { purpose });
    if (problems.length === 0) return;
    throw new PluginWorkError(
      `${nameOf(installation.version)} failed its check`,
      new Error(problems.join('; ')),
    );
  }

  async #undo(entry: JournalEntry, text: string): Promise<void> {
    const { data, journal, installations } = this.#ports;
    const { snapshotId, installationId, dataVersion } = entry.detail;
    if (snapshotId !== undefined) await data.restore(snapshotId);
    installations.forget(entry.ownerId);
    const current = await installations.findById(installationId);
    await journal.end(entry, 'undone', text, ({ update }) => {
      // The commit of the migration may have noted the new version already.
      if (current !== null) update({ ...current, dataVersion: dataVersion ?? current.dataVersion });
    });
    if (snapshotId !== undefined) await data.drop(snapshotId);
  }

  async #done(
    installation: Installation,
    journaled: { readonly entry: JournalEntry; readonly text: string } | null,
  ): Promise<Installation> {
    const { installations, journal } = this.#ports;
    installations.forget(installation.ownerId);
    const current = (await installations.findById(installation.id)) ?? installation;
    const { dataVersion } = installation.version.manifest;
    const ready: Installation = { ...current, pending: null, problem: null, dataVersion };
    if (journaled === null) {
      await installations.write(ready.ownerId, (writer) => writer.update(ready));
    } else {
      await journal.end(journaled.entry, 'done', journaled.text, (writer) => writer.update(ready));
    }
    if (installation.problem !== null) await this.#ports.notices.changed(ready);
    return ready;
  }
}

const hasWork = (
  { summary }: PluginSession,
  { version }: Installation,
  pending: PendingWork,
): boolean => {
  if (pending.kind === 'install') {
    return summary.hooks.includes('install') || summary.hooks.includes('enable');
  }
  return (
    pending.fromDataVersion !== version.manifest.dataVersion || summary.hooks.includes('upgrade')
  );
};
