import type { PluginSource } from '@braindrive/contracts';
import { createId } from '@braindrive/database';
import type { Grant, Installation, PluginVersion } from '../installations/installation.ts';
import type { JournalEntry } from './lifecycle-journal.ts';
import type { LifecyclePorts } from './lifecycle-ports.ts';
import { nameOf } from './plugin-work.ts';

/** A version that a person agreed to, whose files are in their place. */
export interface InstallTarget {
  readonly ownerId: string;
  readonly version: PluginVersion;
  readonly source: PluginSource;
  readonly mode: Installation['mode'];
  readonly grants: readonly Grant[];
}

export function newInstallation(target: InstallTarget, now: number): Installation {
  return {
    id: createId(),
    ownerId: target.ownerId,
    slug: target.version.slug,
    version: target.version,
    state: 'disabled',
    mode: target.mode,
    source: target.source,
    settings: {},
    secrets: null,
    secretsSetAt: {},
    dataVersion: target.version.manifest.dataVersion,
    autoUpdate: 'off',
    previous: null,
    soakUntil: null,
    pending: null,
    problem: null,
    grants: target.grants,
    installedAt: now,
    updatedAt: now,
    uninstalledAt: null,
  };
}

/** Brings a plugin to a person, or leaves no trace of it. */
export class Installing {
  readonly #ports: LifecyclePorts;

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
  }

  /** @throws {DomainError} `PLUGIN_FAILED`; then nothing is installed. */
  async install(target: InstallTarget): Promise<Installation> {
    const { journal, versions, clock, work, notices } = this.#ports;
    const now = clock.now().getTime();
    const installation = newInstallation(target, now);
    let entry = await journal.begin(
      {
        ownerId: target.ownerId,
        slug: installation.slug,
        operation: 'install',
        step: 'rows',
        detail: { installationId: installation.id, version: target.version.version },
      },
      (writer) => {
        versions.add(writer.session, target.version, now);
        writer.insert(installation);
        writer.session.run(
          'delete from plugin_declined where owner_id = ? and slug = ?',
          target.ownerId,
          installation.slug,
        );
      },
    );
    try {
      entry = await journal.step(entry, 'hooks');
      const session = await work.start(target.version);
      await work.hook(session, installation, 'install');
      await work.hook(session, installation, 'enable');
      const enabled: Installation = { ...installation, state: 'enabled' };
      await journal.end(entry, 'done', `Installed ${nameOf(target.version)}.`, (writer) =>
        writer.update(enabled),
      );
      await notices.changed(enabled);
      return enabled;
    } catch (error) {
      await this.#remove(entry, `${nameOf(target.version)} could not be installed.`);
      throw error;
    }
  }

  /** Half an install is none. */
  recover(entry: JournalEntry): Promise<void> {
    return this.#remove(entry, 'The host stopped during the install. Install it again.');
  }

  async #remove(entry: JournalEntry, text: string): Promise<void> {
    const { data, journal } = this.#ports;
    const { installationId } = entry.detail;
    await data.purge(installationId);
    await journal.end(entry, 'undone', text, (writer) => writer.remove(installationId));
  }
}
