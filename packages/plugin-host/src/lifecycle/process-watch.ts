import type { EventService, Log } from '@braindrive/core';
import type { CallOutcome } from '../calls/plugin-calls.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { PluginNotices } from '../installations/plugin-notices.ts';
import type { SupervisorListener } from '../process/index.ts';
import type { SoakWatch } from './soak-watch.ts';

export interface ProcessWatchPorts {
  readonly installations: InstallationStore;
  readonly events: Pick<EventService, 'connectedUserIds'>;
  readonly notices: PluginNotices;
  readonly soak: SoakWatch;
  readonly log: Log;
}

type Change = Parameters<SupervisorListener>[0];

/** Tells open pages what the processes of their plugins do, and the watch after an upgrade how they fare. */
export class ProcessWatch {
  readonly #ports: ProcessWatchPorts;
  readonly #told = new Map<string, { readonly runState: string; readonly crashes: number }>();

  constructor(ports: ProcessWatchPorts) {
    this.#ports = ports;
  }

  noteProcess(change: Change): void {
    const { digest, facts } = change;
    const before = this.#told.get(digest) ?? { runState: 'idle', crashes: 0 };
    const { runState, crashes } = facts;
    if (before.runState === runState && before.crashes === crashes) return;
    this.#told.set(digest, { runState, crashes });
    const newCrashes = Math.max(0, crashes - before.crashes);
    const hasNews = before.runState !== runState;
    this.#tell(digest, { newCrashes, hasNews }).catch((cause: unknown) =>
      this.#ports.log.warn({ cause, digest }, 'plugin.state-not-told'),
    );
  }

  noteCall({ userId, slug, digest, isFailed }: CallOutcome): void {
    const installation = this.#ports.installations
      .known(userId)
      ?.find((known) => known.slug === slug && known.version.digest === digest);
    if (installation !== undefined) this.#ports.soak.noteCall(installation, isFailed);
  }

  async #tell(
    digest: string,
    { newCrashes, hasNews }: { readonly newCrashes: number; readonly hasNews: boolean },
  ): Promise<void> {
    const { installations, events, notices, soak } = this.#ports;
    if (newCrashes > 0) {
      const watched = await installations.select('digest = ? and soak_until is not null', digest);
      for (const { id } of watched) {
        const installation = await installations.findById(id);
        if (installation === null) continue;
        for (let count = 0; count < newCrashes; count++) soak.noteCrash(installation);
      }
    }
    if (!hasNews) return;
    for (const userId of events.connectedUserIds()) {
      const all = await installations.ofUser(userId);
      const affected = all.find(
        ({ version, state }) => version.digest === digest && state !== 'uninstalled',
      );
      if (affected !== undefined) await notices.changed(affected);
    }
  }
}
