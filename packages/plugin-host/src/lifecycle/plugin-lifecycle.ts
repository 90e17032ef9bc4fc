import { DomainError } from '@braindrive/core';
import type { Installation } from '../installations/installation.ts';
import { Installing, type InstallTarget } from './installing.ts';
import type { JournalEntry, LifecycleOperation } from './lifecycle-journal.ts';
import type { LifecyclePorts } from './lifecycle-ports.ts';
import { reasonOf } from './plugin-failure.ts';
import { PluginLock } from './plugin-lock.ts';
import { nameOf } from './plugin-work.ts';
import { Preparing } from './preparing.ts';
import { Rollback } from './rollback.ts';
import { Upgrader, type UpgradeTarget } from './upgrade.ts';
import type { VersionCollector } from './version-collector.ts';

export interface PluginLifecyclePorts extends LifecyclePorts {
  readonly collector: VersionCollector;
}

/**
 * Every change of what a person has installed, one at a time for each person and plugin. All steps are journaled;
 * {@link recover} finishes or undoes what a killed host left.
 */
export class PluginLifecycle {
  readonly #ports: PluginLifecyclePorts;
  readonly #lock = new PluginLock();
  readonly #installing: Installing;
  readonly #upgrader: Upgrader;
  readonly #rollback: Rollback;
  readonly #preparing: Preparing;

  constructor(ports: PluginLifecyclePorts) {
    this.#ports = ports;
    this.#installing = new Installing(ports);
    this.#upgrader = new Upgrader(ports);
    this.#rollback = new Rollback(ports);
    this.#preparing = new Preparing(ports);
  }

  /** @throws {DomainError} `CONFLICT` when the person has it, `PLUGIN_FAILED` when it does not come up. */
  install(target: InstallTarget): Promise<Installation> {
    const { ownerId, version } = target;
    return this.#alone(ownerId, version.slug, async () => {
      const existing = await this.#ports.installations.find(ownerId, version.slug);
      if (existing !== null && existing.state !== 'uninstalled') {
        throw new DomainError('CONFLICT', `${version.manifest.name} is installed already.`);
      }
      if (existing === null) return await this.#installing.install(target);
      // Its data is still kept: it is brought back, and moved to the version that was asked for.
      const restored = await this.#unhide(existing, target.grants);
      const isSame = restored.version.digest === version.digest;
      const moved = isSame ? restored : await this.#upgrader.upgrade(restored, target);
      return await this.#enable(moved);
    });
  }

  /** @throws {DomainError} `PLUGIN_INCOMPATIBLE`, `PLUGIN_FAILED`; the old version goes on. */
  upgrade(ownerId: string, slug: string, target: UpgradeTarget): Promise<Installation> {
    return this.#alone(ownerId, slug, async () => {
      const installation = await this.#require(ownerId, slug);
      if (installation.version.digest === target.version.digest) {
        throw new DomainError('CONFLICT', `${nameOf(target.version)} is installed already.`);
      }
      return await this.#upgrader.upgrade(installation, target);
    });
  }

  /** Back to the version before the last upgrade, with the data as it was then. */
  rollback(ownerId: string, slug: string): Promise<Installation> {
    return this.#alone(ownerId, slug, async () =>
      this.#rollback.run(await this.#require(ownerId, slug), null),
    );
  }

  /** Takes a failed upgrade back. Does nothing when somebody else did in between. */
  async rollbackFailed(failed: Installation, reason: string): Promise<void> {
    await this.#alone(failed.ownerId, failed.slug, async () => {
      const current = await this.#ports.installations.find(failed.ownerId, failed.slug);
      const isSame = current?.version.digest === failed.version.digest;
      if (!isSame || current.previous === null || current.soakUntil === null) return;
      await this.#rollback.run(current, { reason });
    });
  }

  enable(ownerId: string, slug: string): Promise<Installation> {
    return this.#alone(ownerId, slug, async () => {
      const installation = await this.#require(ownerId, slug);
      return installation.state === 'enabled' ? installation : await this.#enable(installation);
    });
  }

  /** A plugin that fails over it is disabled all the same; the history says so. */
  disable(ownerId: string, slug: string): Promise<Installation> {
    return this.#alone(ownerId, slug, async () => {
      const installation = await this.#require(ownerId, slug);
      if (installation.state === 'disabled') return installation;
      const disabled = this.#touched(installation, { state: 'disabled' });
      const entry = await this.#begin(disabled, 'disable', (writer) => writer.update(disabled));
      await this.#ports.notices.changed(disabled);
      const problem = await this.#lastHook(disabled, 'disable', {});
      await this.#ports.journal.end(entry, 'done', `Disabled.${problem}`);
      return disabled;
    });
  }

  /** Hides it, keeps its data for 30 days, and remembers that it is not wanted. Always succeeds. */
  uninstall(ownerId: string, slug: string): Promise<void> {
    return this.#alone(ownerId, slug, async () => {
      const installation = await this.#require(ownerId, slug);
      const now = this.#ports.clock.now().getTime();
      const gone = this.#touched(installation, {
        state: 'uninstalled',
        uninstalledAt: now,
        soakUntil: null,
        problem: null,
      });
      const entry = await this.#begin(gone, 'uninstall', (writer) => {
        writer.update(gone);
        writer.session.run(
          'insert or replace into plugin_declined (owner_id, slug, declined_at) values (?, ?, ?)',
          ownerId,
          slug,
          now,
        );
      });
      this.#ports.notices.removed(gone);
      const problem = await this.#lastHook(gone, 'uninstall', { keepData: true });
      await this.#ports.journal.end(entry, 'done', `Uninstalled.${problem}`);
    });
  }

  /** Undoes {@link uninstall}. @throws {DomainError} `NOT_FOUND` when there is nothing to bring back. */
  restore(ownerId: string, slug: string): Promise<Installation> {
    return this.#alone(ownerId, slug, async () =>
      this.#enable(await this.#unhide(await this.#requireUninstalled(ownerId, slug))),
    );
  }

  /** Deletes an uninstalled plugin's data for good. */
  purge(ownerId: string, slug: string): Promise<void> {
    return this.#alone(ownerId, slug, async () => {
      const installation = await this.#requireUninstalled(ownerId, slug);
      await this.#finishPurge(await this.#begin(installation, 'purge'));
      await this.#ports.collector.collect();
    });
  }

  /**
   * The installation, ready for a call: work that was put off until its first use is done.
   * @throws {DomainError} `PLUGIN_FAILED` when that work fails.
   */
  async ready(installation: Installation): Promise<Installation> {
    if (installation.pending === null) return installation;
    return await this.#alone(installation.ownerId, installation.slug, async () => {
      const current = await this.#require(installation.ownerId, installation.slug);
      return current.pending === null
        ? current
        : await this.#preparing.prepare(current, current.pending);
    });
  }

  /** Other work on an installation, under its lock. */
  withLock<Result>(
    installation: Pick<Installation, 'ownerId' | 'slug'>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return this.#alone(installation.ownerId, installation.slug, work);
  }

  /** Waits for what is under way for a person. */
  settle(ownerId: string): Promise<void> {
    return this.#lock.settle(ownerId);
  }

  /** At boot, before any call: finishes or undoes what a killed host left. @returns how many operations that were. */
  async recover(): Promise<number> {
    const entries = await this.#ports.journal.open();
    for (const entry of entries) {
      try {
        await this.#recover(entry);
      } catch (cause) {
        const { slug, operation, ownerId } = entry;
        // The next start tries again; until then the plugin is the only one that suffers.
        this.#ports.log.error({ cause, slug, operation, ownerId }, 'plugin.recovery-failed');
      }
    }
    // The version that a cut-off install or update brought is nobody's now.
    if (entries.length > 0) await this.#ports.collector.collect();
    return entries.length;
  }

  async #recover(entry: JournalEntry): Promise<void> {
    const { journal, installations } = this.#ports;
    const installation = await installations.findById(entry.detail.installationId);
    const again = () => journal.end(entry, 'undone', 'The host stopped in between. Try again.');
    const ways: Readonly<Record<LifecycleOperation, () => Promise<void>>> = {
      install: () => this.#installing.recover(entry),
      purge: () => this.#finishPurge(entry),
      upgrade: () => this.#upgrader.recover(entry, installation),
      rollback: () => this.#rollback.recover(entry, installation),
      prepare: () => this.#preparing.recover(entry),
      // Their rows were written with the entry; only the plugin's own hook is missing.
      disable: () => journal.end(entry, 'done', 'Disabled.'),
      uninstall: () => journal.end(entry, 'done', 'Uninstalled.'),
      enable: again,
      restore: again,
      repair: again,
    };
    await ways[entry.operation]();
  }

  async #unhide(
    installation: Installation,
    grants: Installation['grants'] = installation.grants,
  ): Promise<Installation> {
    const back = this.#touched(installation, { state: 'disabled', uninstalledAt: null, grants });
    const entry = await this.#begin(back, 'restore', (writer) => {
      writer.update(back);
      writer.session.run(
        'delete from plugin_declined where owner_id = ? and slug = ?',
        back.ownerId,
        back.slug,
      );
    });
    await this.#ports.journal.end(entry, 'done', 'Brought back with its data.');
    await this.#ports.notices.changed(back);
    return back;
  }

  async #enable(installation: Installation): Promise<Installation> {
    const { work, journal, notices } = this.#ports;
    const entry = await this.#begin(installation, 'enable');
    try {
      const session = await work.start(installation.version);
      await work.hook(session, installation, 'enable');
      const enabled = this.#touched(installation, { state: 'enabled', problem: null });
      await journal.end(entry, 'done', 'Enabled.', (writer) => writer.update(enabled));
      await notices.changed(enabled);
      return enabled;
    } catch (error) {
      await journal.end(entry, 'failed', reasonOf(error));
      throw error;
    }
  }

  async #finishPurge(entry: JournalEntry): Promise<void> {
    const { data, journal } = this.#ports;
    const { installationId } = entry.detail;
    await data.purge(installationId);
    await journal.end(entry, 'done', 'Its data was deleted.', (writer) =>
      writer.remove(installationId),
    );
  }

  /** The last word of a plugin that goes. @returns what went wrong as a sentence, or nothing. */
  async #lastHook(
    installation: Installation,
    name: 'disable' | 'uninstall',
    detail: Record<string, unknown>,
  ): Promise<string> {
    const { work, log } = this.#ports;
    try {
      const session = await work.start(installation.version);
      await work.hook(session, installation, name, { detail });
      return '';
    } catch (cause) {
      log.warn({ cause, slug: installation.slug, hook: name }, 'plugin.hook-failed');
      return ` ${reasonOf(cause)}`;
    }
  }

  #begin(
    installation: Installation,
    operation: JournalEntry['operation'],
    also?: Parameters<LifecyclePorts['journal']['begin']>[1],
  ): Promise<JournalEntry> {
    const { ownerId, slug, id, version, state } = installation;
    const detail = { installationId: id, version: version.version, stateBefore: state };
    return this.#ports.journal.begin({ ownerId, slug, operation, step: 'begin', detail }, also);
  }

  #touched(installation: Installation, changes: Partial<Installation>): Installation {
    return { ...installation, ...changes, updatedAt: this.#ports.clock.now().getTime() };
  }

  #alone<Result>(ownerId: string, slug: string, work: () => Promise<Result>): Promise<Result> {
    return this.#lock.run(ownerId, slug, work);
  }

  async #require(ownerId: string, slug: string): Promise<Installation> {
    const installation = await this.#ports.installations.find(ownerId, slug);
    if (installation === null || installation.state === 'uninstalled') throw notInstalled();
    return installation;
  }

  async #requireUninstalled(ownerId: string, slug: string): Promise<Installation> {
    const installation = await this.#ports.installations.find(ownerId, slug);
    if (installation?.state !== 'uninstalled') {
      throw new DomainError('NOT_FOUND', 'Nothing of this plugin is kept.');
    }
    return installation;
  }
}

const notInstalled = (): DomainError =>
  new DomainError('NOT_FOUND', 'This plugin is not installed.');
