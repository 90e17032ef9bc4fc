import type { Clock, Log } from '@braindrive/core';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { PluginNotices } from '../installations/plugin-notices.ts';
import { reasonOf } from '../lifecycle/plugin-failure.ts';
import type { PluginLifecycle } from '../lifecycle/plugin-lifecycle.ts';
import type { Registries } from './registries.ts';

export interface RevocationsPorts {
  readonly registries: Registries;
  readonly installations: InstallationStore;
  readonly lifecycle: PluginLifecycle;
  readonly notices: PluginNotices;
  readonly clock: Clock;
  readonly log: Log;
}

const everyMs = 12 * 60 * 60_000;

/**
 * Turns off versions that a registry took back, for people who got them from there: a registry says nothing about what
 * came from elsewhere. The person reads why, and can turn it on again.
 */
export class Revocations {
  readonly #ports: RevocationsPorts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** Told once for each start of the host, so that who turns it on again is not argued with. */
  readonly #told = new Set<string>();

  constructor(ports: RevocationsPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#timer = setInterval(() => void this.round(), everyMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Reads all registries again and does what they say. */
  round(): Promise<void> {
    this.#running = this.#running.then(async () => {
      try {
        await this.#ports.registries.refresh();
        await this.apply();
      } catch (cause) {
        this.#ports.log.error({ cause }, 'plugin.revocations-failed');
      }
    });
    return this.#running;
  }

  /** Does what the lists say that were read last. */
  async apply(): Promise<void> {
    for (const { id: registryId, index } of await this.#ports.registries.list()) {
      for (const { digest, reason } of index?.revoked ?? []) {
        await this.#revoke(registryId, digest, reason);
      }
    }
  }

  async #revoke(registryId: string, digest: string, reason: string): Promise<void> {
    const { installations, log } = this.#ports;
    const rows = await installations.select(
      `digest = ? and state = 'enabled' and json_extract(source, '$.registryId') = ?`,
      digest,
      registryId,
    );
    for (const { id, ownerId, slug } of rows) {
      if (this.#told.has(`${id} ${digest}`)) continue;
      this.#told.add(`${id} ${digest}`);
      try {
        await this.#turnOff({ id, ownerId, slug }, reason);
      } catch (cause) {
        log.warn({ cause, slug, reason: reasonOf(cause) }, 'plugin.not-revoked');
      }
    }
  }

  async #turnOff(
    row: { readonly id: string; readonly ownerId: string; readonly slug: string },
    reason: string,
  ): Promise<void> {
    const { lifecycle, installations, notices, log } = this.#ports;
    await lifecycle.disable(row.ownerId, row.slug);
    const changed = await installations.change(row, () => ({
      problem: {
        code: 'NOT_PERMITTED',
        message: `Its registry took this version back: ${reason} It is off; look for another version.`,
        retryAfterMs: null,
        requestId: null,
      },
    }));
    if (changed !== null) await notices.changed(changed);
    log.warn({ slug: row.slug, ownerId: row.ownerId, reason }, 'plugin.revoked');
  }
}
