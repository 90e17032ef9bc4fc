import type { Log } from '@braindrive/core';
import type { VersionStore } from '../installations/version-store.ts';
import type { PluginProcesses } from './plugin-processes.ts';

/** Removes files of versions that nobody has, had before an upgrade, or is about to install. */
export class VersionCollector {
  readonly #versions: VersionStore;
  readonly #files: { remove(digest: string): Promise<void> };
  readonly #processes: Pick<PluginProcesses, 'forget'>;
  readonly #log: Log;
  readonly #held = new Map<string, number>();

  constructor(ports: {
    readonly versions: VersionStore;
    readonly files: { remove(digest: string): Promise<void> };
    readonly processes: Pick<PluginProcesses, 'forget'>;
    readonly log: Log;
  }) {
    this.#versions = ports.versions;
    this.#files = ports.files;
    this.#processes = ports.processes;
    this.#log = ports.log;
  }

  /** Keeps a digest while an operation works with it. @returns what lets it go. */
  hold(digest: string): () => void {
    this.#held.set(digest, (this.#held.get(digest) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const count = (this.#held.get(digest) ?? 1) - 1;
      if (count === 0) this.#held.delete(digest);
      else this.#held.set(digest, count);
    };
  }

  /** Files of a version that never got a row, when nothing else needs them. */
  async discard(digest: string): Promise<void> {
    if (this.#held.has(digest) || (await this.#versions.find(digest)) !== null) return;
    await this.#files.remove(digest);
  }

  /** A failure is logged: what is left over is found at the next start. */
  async collect(): Promise<void> {
    try {
      for (const { digest, location } of await this.#versions.unused()) {
        if (this.#held.has(digest) || location === 'bundled') continue;
        if (!(await this.#versions.removeUnused(digest))) continue;
        await this.#processes.forget(digest);
        await this.#files.remove(digest);
      }
    } catch (cause) {
      this.#log.warn({ cause }, 'plugin.collect-failed');
    }
  }
}
