import type { ErrorReport } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import type { Installation, PreviousVersion } from '../installations/installation.ts';
import type { JournalEntry } from './lifecycle-journal.ts';
import type { LifecyclePorts } from './lifecycle-ports.ts';
import { holdMutations } from './mutation-hold.ts';
import { missingFiles } from './plugin-work.ts';

/** Why an upgrade is taken back without being asked. */
export interface RollbackCause {
  readonly reason: string;
}

/** Takes an installation back to the version before its last upgrade. */
export class Rollback {
  readonly #ports: LifecyclePorts;

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
  }

  /**
   * @param cause - Null when the person asked for it. Without being asked, data is put back only when the old version
   * could not read it as it is: what was written since the upgrade stays otherwise.
   * @throws {DomainError} `CONFLICT` when there is nothing to go back to.
   */
  async run(installation: Installation, cause: RollbackCause | null): Promise<Installation> {
    const previous = requirePrevious(installation, this.#ports.clock.now());
    const needsData = cause === null || previous.state.dataVersion !== installation.dataVersion;
    const entry = await this.#ports.journal.begin({
      ownerId: installation.ownerId,
      slug: installation.slug,
      operation: 'rollback',
      step: 'restore',
      detail: {
        installationId: installation.id,
        version: previous.version.version,
        fromDigest: installation.version.digest,
        toDigest: previous.version.digest,
        ...(needsData ? { snapshotId: previous.snapshotId } : {}),
        ...(cause === null ? {} : { text: cause.reason }),
      },
    });
    return await this.#finish(entry, installation, previous);
  }

  /** A rollback that began is brought to its end: each of its steps leads to the same when it is done twice. */
  async recover(entry: JournalEntry, installation: Installation | null): Promise<void> {
    if (installation === null || installation.previous === null) {
      await this.#ports.journal.end(entry, 'failed', 'There was nothing left to go back to.');
      return;
    }
    await this.#finish(entry, installation, installation.previous);
  }

  async #finish(
    entry: JournalEntry,
    from: Installation,
    previous: PreviousVersion,
  ): Promise<Installation> {
    const { gate, data, installations, journal, notices, clock } = this.#ports;
    const { snapshotId, text: reason } = entry.detail;
    const letGo = await holdMutations(gate, from);
    try {
      if (snapshotId !== undefined) await data.restore(snapshotId);
      installations.forget(from.ownerId);
      const current = (await installations.findById(from.id)) ?? from;
      const { mode, grants, dataVersion } = previous.state;
      const back: Installation = {
        ...current,
        version: previous.version,
        mode,
        grants,
        dataVersion: snapshotId === undefined ? current.dataVersion : dataVersion,
        previous: null,
        soakUntil: null,
        problem: reason === undefined ? null : problemOf(from, previous, reason, snapshotId),
        updatedAt: clock.now().getTime(),
      };
      const text = `Back from ${from.version.version} to ${previous.version.version}.`;
      await journal.end(
        entry,
        'done',
        reason === undefined ? text : `${text} ${reason}`,
        (writer) => writer.update(back),
      );
      await this.#markFailed(from, reason);
      await data.drop(previous.snapshotId);
      await notices.changed(back);
      return back;
    } finally {
      letGo();
    }
  }

  async #markFailed(from: Installation, reason: string | undefined): Promise<void> {
    if (reason === undefined) return;
    const { versions, clock, hostVersion, log } = this.#ports;
    const { digest, slug } = from.version;
    await versions.markFailed({ digest, hostVersion, reason, at: clock.now().getTime() });
    log.warn({ slug, installationId: from.id, reason }, 'plugin.rolled-back');
  }
}

const problemOf = (
  from: Installation,
  previous: PreviousVersion,
  reason: string,
  snapshotId: string | undefined,
): ErrorReport => ({
  code: 'PLUGIN_FAILED',
  message: `${reason} You are back on ${previous.version.version}, ${
    snapshotId === undefined
      ? 'nothing lost'
      : `with the data as it was before ${from.version.version}`
  }.`,
  retryAfterMs: null,
  requestId: null,
});

function requirePrevious(installation: Installation, now: Date): PreviousVersion {
  const { previous } = installation;
  if (previous === null || previous.until <= now.getTime()) {
    throw new DomainError(
      'CONFLICT',
      `There is no earlier version of ${installation.version.manifest.name} to go back to. It is kept for 7 days after an update.`,
    );
  }
  if (previous.version.state === 'broken') throw missingFiles(previous.version);
  return previous;
}
