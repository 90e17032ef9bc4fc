import type { Clock, Log } from '@braindrive/core';
import type { PluginDataStore } from '../bridges/plugin-data-store.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import { keptMs } from '../installations/installed-plugin-view.ts';
import type { PluginNotices } from '../installations/plugin-notices.ts';
import type { PluginLifecycle } from './plugin-lifecycle.ts';
import type { VersionCollector } from './version-collector.ts';

export interface ExpiryPorts {
  readonly installations: InstallationStore;
  readonly lifecycle: PluginLifecycle;
  readonly collector: VersionCollector;
  readonly data: PluginDataStore;
  readonly notices: PluginNotices;
  readonly clock: Clock;
  readonly log: Log;
}

/** Ends what is kept for a time: watches after an upgrade, ways back, data of uninstalled plugins. */
export class Expiry {
  readonly #ports: ExpiryPorts;

  constructor(ports: ExpiryPorts) {
    this.#ports = ports;
  }

  /** A failure is logged and leaves the rest for the next time. */
  async run(): Promise<void> {
    const { log, collector, data } = this.#ports;
    const steps = [
      () => this.#endSoaks(),
      () => this.#endWaysBack(),
      () => this.#purgeUninstalled(),
      () => collector.collect(),
      () => data.removeOrphans(),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (cause) {
        log.error({ cause }, 'plugin.expiry-failed');
      }
    }
  }

  async #endSoaks(): Promise<void> {
    const { installations, clock } = this.#ports;
    const now = clock.now().getTime();
    for (const row of await installations.select('soak_until <= ?', now)) {
      await installations.change(row, () => ({ soakUntil: null }));
    }
  }

  async #endWaysBack(): Promise<void> {
    const { installations, lifecycle, clock, data, notices } = this.#ports;
    const now = clock.now().getTime();
    for (const row of await installations.select('previous_until <= ?', now)) {
      await lifecycle.withLock(row, async () => {
        const installation = await installations.findById(row.id);
        const previous = installation?.previous ?? null;
        if (previous !== null && previous.until > now) return;
        const changed = await installations.change(row, () => ({ previous: null }));
        if (previous !== null) await data.drop(previous.snapshotId);
        if (changed !== null && changed.state !== 'uninstalled') await notices.changed(changed);
      });
    }
  }

  async #purgeUninstalled(): Promise<void> {
    const { installations, lifecycle, clock } = this.#ports;
    const before = clock.now().getTime() - keptMs;
    for (const { ownerId, slug } of await installations.select('uninstalled_at <= ?', before)) {
      await lifecycle.purge(ownerId, slug);
    }
  }
}
