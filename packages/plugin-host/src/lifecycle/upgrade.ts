import type { PluginSource } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import type { BridgeCaller } from '../bridge-caller.ts';
import {
  type Grant,
  type Installation,
  type PluginVersion,
  versionedStateOf,
} from '../installations/installation.ts';
import type { JournalEntry } from './lifecycle-journal.ts';
import type { LifecyclePorts } from './lifecycle-ports.ts';
import { holdMutations } from './mutation-hold.ts';
import { PluginWorkError, reasonOf } from './plugin-failure.ts';
import type { PluginSession } from './plugin-processes.ts';
import { nameOf } from './plugin-work.ts';

export const rollbackKeptMs = 7 * 24 * 60 * 60_000;
const soakMs = 60_000;

/** A version that is to take the place of the installed one, with what the person agreed to. */
export interface UpgradeTarget {
  readonly version: PluginVersion;
  readonly source: PluginSource;
  readonly mode: Installation['mode'];
  readonly grants: readonly Grant[];
}

interface Upgrade {
  readonly before: Installation;
  /** As it will be. Hooks of the new version run in its name. */
  readonly after: Installation;
  entry: JournalEntry;
  snapshotId: string | null;
  transactionId: string | null;
}

/**
 * Moves one installation to another version: stage, handshake, hold, snapshot, migrate, check, swap. Until the swap the
 * old version answers and owns the data; whatever fails before leaves everything as it was.
 */
export class Upgrader {
  readonly #ports: LifecyclePorts;

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
  }

  /**
   * @returns the installation with its new version, watched for a minute.
   * @throws {DomainError} `PLUGIN_INCOMPATIBLE`, `PLUGIN_FAILED`; the old version goes on.
   */
  async upgrade(before: Installation, target: UpgradeTarget): Promise<Installation> {
    refuseLostData(before, target.version);
    const upgrade = await this.#stage(before, target);
    let letGo = () => {};
    try {
      upgrade.entry = await this.#ports.journal.step(upgrade.entry, 'start');
      const session = await this.#ports.work.start(target.version);
      upgrade.entry = await this.#ports.journal.step(upgrade.entry, 'hold');
      letGo = await holdMutations(this.#ports.gate, before);
      await this.#moveData(upgrade, session);
      return await this.#swap(upgrade);
    } catch (error) {
      await this.#undo(upgrade, error);
      throw error;
    } finally {
      letGo();
    }
  }

  /** What a killed host left of an upgrade is undone: the swap is one transaction, and it did not happen. */
  async recover(entry: JournalEntry, found: Installation | null): Promise<void> {
    if (found === null) return await this.#ports.journal.end(entry, 'failed', 'It is gone.');
    const { snapshotId, stateBefore, dataVersion } = entry.detail;
    if (snapshotId !== undefined) await this.#ports.data.restore(snapshotId);
    this.#ports.installations.forget(entry.ownerId);
    const installation = (await this.#ports.installations.findById(found.id)) ?? found;
    await this.#endUndone(
      entry,
      {
        ...installation,
        state: stateBefore ?? 'enabled',
        dataVersion: dataVersion ?? installation.dataVersion,
      },
      'The host stopped during the update. The old version is back, nothing lost.',
    );
    if (snapshotId !== undefined) await this.#ports.data.drop(snapshotId);
  }

  async #stage(before: Installation, target: UpgradeTarget): Promise<Upgrade> {
    const { clock, versions, journal, notices } = this.#ports;
    const now = clock.now().getTime();
    const after: Installation = {
      ...before,
      version: target.version,
      source: target.source,
      mode: target.mode,
      grants: target.grants,
      dataVersion: target.version.manifest.dataVersion,
      problem: null,
    };
    const upgrading: Installation =
      before.state === 'enabled' ? { ...before, state: 'upgrading' } : before;
    const entry = await journal.begin(
      {
        ownerId: before.ownerId,
        slug: before.slug,
        operation: 'upgrade',
        step: 'stage',
        detail: {
          installationId: before.id,
          version: target.version.version,
          stateBefore: before.state,
          dataVersion: before.dataVersion,
          fromDigest: before.version.digest,
          toDigest: target.version.digest,
        },
      },
      (writer) => {
        versions.add(writer.session, target.version, now);
        writer.update(upgrading);
      },
    );
    await notices.changed(upgrading);
    return { before, after, entry, snapshotId: null, transactionId: null };
  }

  async #moveData(upgrade: Upgrade, session: PluginSession | null): Promise<void> {
    const { journal, data, clock, work } = this.#ports;
    const { before, after } = upgrade;
    upgrade.entry = await journal.step(upgrade.entry, 'snapshot');
    const expiresAt = new Date(clock.now().getTime() + rollbackKeptMs);
    upgrade.snapshotId = await data.snapshot(before.id, expiresAt);
    upgrade.entry = await journal.step(upgrade.entry, 'migrate', {
      snapshotId: upgrade.snapshotId,
    });
    // Opened for each upgrade, so that hooks and probes of the new version cannot touch what the old one serves.
    const transactionId = await data.begin(before.id);
    upgrade.transactionId = transactionId;
    const purpose: BridgeCaller['purpose'] = { kind: 'migration', transactionId };
    await this.#migrate(upgrade, session, transactionId);
    if (session === null) return;
    const detail = { from: before.version.version };
    await work.hook(session, after, 'upgrade', { detail, purpose });
    upgrade.entry = await journal.step(upgrade.entry, 'check');
    const problems = await work.hook(session, after, 'check', { purpose });
    if (problems.length > 0) {
      throw new PluginWorkError(
        `${nameOf(after.version)} failed its check`,
        new Error(problems.join('; ')),
      );
    }
    await work.probe(session, after, purpose);
  }

  /** Migrations live in the newer of the two versions, also those that lead back. */
  async #migrate(
    { before, after }: Upgrade,
    session: PluginSession | null,
    transactionId: string,
  ): Promise<void> {
    const move = { from: before.dataVersion, to: after.dataVersion, transactionId };
    if (move.from === move.to) return;
    const isDowngrade = move.to < move.from;
    const migrating = isDowngrade ? await this.#ports.work.start(before.version) : session;
    if (migrating === null) return;
    await this.#ports.work.migrate(migrating, isDowngrade ? before : after, move);
  }

  async #swap(upgrade: Upgrade): Promise<Installation> {
    const { journal, data, clock, notices, installations } = this.#ports;
    const { before, after, snapshotId, transactionId } = upgrade;
    upgrade.entry = await journal.step(upgrade.entry, 'swap');
    if (transactionId !== null) await data.commit(transactionId, after.dataVersion);
    upgrade.transactionId = null;
    const now = clock.now().getTime();
    installations.forget(before.ownerId);
    const current = (await installations.findById(before.id)) ?? before;
    const swapped: Installation = {
      ...current,
      version: after.version,
      source: after.source,
      mode: after.mode,
      grants: after.grants,
      dataVersion: after.dataVersion,
      state: before.state,
      previous:
        snapshotId === null
          ? null
          : {
              version: before.version,
              snapshotId,
              state: versionedStateOf(before),
              until: now + rollbackKeptMs,
            },
      soakUntil: now + soakMs,
      pending: null,
      problem: null,
      updatedAt: now,
    };
    const text = `Updated from ${before.version.version} to ${after.version.version}.`;
    await journal.end(upgrade.entry, 'done', text, (writer) => writer.update(swapped));
    await this.#dropReplaced(before);
    await notices.changed(swapped);
    return swapped;
  }

  /** Only the last upgrade can be taken back. */
  async #dropReplaced({ previous }: Installation): Promise<void> {
    if (previous !== null) await this.#ports.data.drop(previous.snapshotId);
  }

  async #undo(upgrade: Upgrade, error: unknown): Promise<void> {
    const { data, installations, versions, log, clock, hostVersion } = this.#ports;
    const { before, after, snapshotId, transactionId, entry } = upgrade;
    if (transactionId !== null) await data.abort(transactionId);
    if (entry.step === 'swap' && snapshotId !== null) await data.restore(snapshotId);
    installations.forget(before.ownerId);
    const reason = reasonOf(error);
    const text = `${reason} You are still on ${before.version.version}, nothing lost.`;
    const current = (await installations.findById(before.id)) ?? before;
    const { state, dataVersion } = before;
    await this.#endUndone(entry, { ...current, state, dataVersion }, text);
    if (snapshotId !== null) await data.drop(snapshotId);
    if (error instanceof PluginWorkError) {
      const { digest } = after.version;
      await versions.markFailed({ digest, hostVersion, reason, at: clock.now().getTime() });
    }
    log.warn(
      { cause: error, slug: before.slug, installationId: before.id },
      'plugin.upgrade-undone',
    );
  }

  async #endUndone(entry: JournalEntry, installation: Installation, text: string): Promise<void> {
    await this.#ports.journal.end(entry, 'undone', text, (writer) => writer.update(installation));
    await this.#ports.notices.changed(installation);
  }
}

/** @throws {DomainError} when the other version could not read the data as it is now. */
export function refuseLostData(before: Installation, next: PluginVersion): void {
  const { manifest } = before.version;
  if (next.manifest.dataVersion >= before.dataVersion) return;
  if (manifest.canDowngradeTo.includes(next.manifest.dataVersion)) return;
  throw new DomainError(
    'PLUGIN_INCOMPATIBLE',
    `${nameOf(next)} cannot read the data that ${before.version.version} wrote. Use the way back to the last version, or uninstall it first.`,
  );
}
