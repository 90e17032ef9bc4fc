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
  /** Archives that are being checked: their digests are not known yet, so nothing is removed meanwhile. */
  #adding = 0;
  readonly #leftOver = new Set<string>();

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

  /** Says that files of an unknown digest are on their way. @returns what ends it. */
  adding(): () => void {
    this.#adding++;
    return () => {
      this.#adding--;
    };
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
    this.#leftOver.add(digest);
    await this.collect();
  }

  /** A failure is logged: what is left over is found at the next start. */
  async collect(): Promise<void> {
    if (this.#adding > 0) return;
    try {
      for (const digest of [...this.#leftOver]) await this.#removeLeftOver(digest);
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

  async #removeLeftOver(digest: string): Promise<void> {
    if (this.#held.has(digest)) return;
    this.#leftOver.delete(digest);
    if ((await this.#versions.find(digest)) !== null) return;
    if (!this.#held.has(digest)) await this.#files.remove(digest);
  }
}
