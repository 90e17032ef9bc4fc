import type { PluginSource } from '@braindrive/contracts';
import { type Clock, DomainError, type Log } from '@braindrive/core';
import { type UnpackedPlugin, unpackPlugin } from '../archive/index.ts';
import { needsConsent } from '../installations/grants-for-version.ts';
import type { Installation } from '../installations/installation.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { PluginNotices } from '../installations/plugin-notices.ts';
import type { VersionStore } from '../installations/version-store.ts';
import { reasonOf } from '../lifecycle/plugin-failure.ts';
import type { AuthorKeys } from '../operations/author-keys.ts';
import { type HostFacts, refusalOf } from '../operations/compatibility.ts';
import type { PluginOperations } from '../operations/plugin-operations.ts';
import type { SourceAccess } from '../operations/source-access.ts';
import { automaticUpdate, newestUpdate } from '../sources/index.ts';
import type { PluginStore } from '../store/index.ts';
import type { FoundUpdate, UpdateStore } from './update-store.ts';

export interface UpdateCheckerPorts {
  readonly updates: UpdateStore;
  readonly installations: InstallationStore;
  readonly versions: VersionStore;
  readonly sources: SourceAccess;
  readonly store: PluginStore;
  readonly keys: AuthorKeys;
  readonly operations: Pick<PluginOperations, 'updateAutomatically'>;
  readonly notices: PluginNotices;
  readonly host: HostFacts;
  readonly clock: Clock;
  readonly log: Log;
}

type Inspected = Pick<UnpackedPlugin, 'manifest' | 'digest' | 'signature'>;
/** Shared by one round, so that a version many people lack is fetched once. */
type Round = Map<string, Promise<Inspected>>;

const checkEveryMs = 6 * 60 * 60_000;
const tickMs = 30 * 60_000;
/** Asked by hand again and again, the sources are left alone. */
const freshMs = 60_000;

/** Asks where plugins came from for newer versions, and installs those that people want without being asked. */
export class UpdateChecker {
  readonly #ports: UpdateCheckerPorts;
  #timer: NodeJS.Timeout | undefined;
  /** Until then no source is asked: one of them limits requests. */
  #pausedUntil = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(ports: UpdateCheckerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#timer = setInterval(() => void this.round(), tickMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Checks what was not checked for six hours, for everybody. */
  round(): Promise<void> {
    this.#running = this.#running.then(async () => {
      try {
        await this.#roundForAll();
      } catch (cause) {
        this.#ports.log.error({ cause }, 'plugin.update-check-failed');
      }
    });
    return this.#running;
  }

  /** Checks everything that one person has. @returns those that have an update. */
  async checkFor(ownerId: string): Promise<Installation[]> {
    const { installations, updates, clock } = this.#ports;
    const round: Round = new Map();
    const before = clock.now().getTime() - freshMs;
    for (const installation of await installations.ofUser(ownerId)) {
      if (!isAsked(installation) || updates.checkedAt(installation.id) > before) continue;
      await this.#check(installation, round);
    }
    const all = await installations.ofUser(ownerId);
    return all.filter((installation) => isAsked(installation) && updates.of(installation) !== null);
  }

  async #roundForAll(): Promise<void> {
    const { installations, updates, clock } = this.#ports;
    const round: Round = new Map();
    const rows = await installations.select(
      "state in ('enabled', 'disabled') and json_extract(source, '$.kind') in ('github', 'registry')",
    );
    for (const { id } of rows) {
      const now = clock.now().getTime();
      if (now < this.#pausedUntil) return;
      if (updates.checkedAt(id) > now - checkEveryMs) continue;
      const installation = await installations.findById(id);
      if (installation !== null) await this.#check(installation, round);
    }
  }

  async #check(installation: Installation, round: Round): Promise<void> {
    const { updates, clock, log, notices } = this.#ports;
    const before = updates.of(installation);
    let update: FoundUpdate | null = before;
    let error: string | null = null;
    try {
      update = await this.#find(installation, round);
    } catch (cause) {
      error = reasonOf(cause);
      const now = clock.now().getTime();
      if (cause instanceof DomainError && cause.retryAfterMs !== null) {
        this.#pausedUntil = now + cause.retryAfterMs;
      }
      log.warn({ cause, slug: installation.slug }, 'plugin.update-check-failed');
    }
    await updates.save(installation.id, { update, error, checkedAt: clock.now().getTime() });
    if (before?.digest !== update?.digest) await notices.changed(installation);
  }

  async #find(installation: Installation, round: Round): Promise<FoundUpdate | null> {
    const { slug, source, ownerId, version, autoUpdate } = installation;
    const sources = await this.#ports.sources.of(ownerId);
    const offered = await sources.listVersions({ source, slug });
    const automatic = automaticUpdate(version.version, offered, autoUpdate);
    if (automatic !== null) {
      const found = await this.#judge(installation, automatic, round);
      if (found !== null && !found.needsConsent && !found.isFailed) {
        await this.#ports.operations.updateAutomatically(installation, automatic.source);
      }
    }
    const current = await this.#ports.installations.findById(installation.id);
    const newest = newestUpdate(current?.version.version ?? version.version, offered);
    return newest === null ? null : await this.#judge(current ?? installation, newest, round);
  }

  /** What a version would change. Null for one that this host cannot run. */
  async #judge(
    installation: Installation,
    offered: {
      readonly version: string;
      readonly source: PluginSource;
      readonly notes: string | null;
    },
    round: Round,
  ): Promise<FoundUpdate | null> {
    const { keys, versions, host } = this.#ports;
    const { manifest, digest, signature } = await this.#inspect(
      installation,
      offered.source,
      round,
    );
    if (refusalOf(manifest, host) !== null || signature.state === 'invalid') return null;
    const verdict = await keys.judge(installation.ownerId, installation.slug, signature, true);
    return {
      version: manifest.version,
      digest,
      notes: offered.notes,
      source: offered.source,
      needsConsent: needsConsent(installation, manifest) || verdict.needsConsent,
      isFailed: (await versions.failure(digest, host.version)) !== null,
    };
  }

  /** Reads the manifest of a version. Nothing of it is kept or run. */
  #inspect(installation: Installation, source: PluginSource, round: Round): Promise<Inspected> {
    const key = `${installation.slug} ${JSON.stringify(source)}`;
    const known = round.get(key);
    if (known !== undefined) return known;
    const inspected = this.#ports.store.withStaging(async (directory) => {
      const sources = await this.#ports.sources.of(installation.ownerId);
      const fetched = await sources.fetch({ source, slug: installation.slug }, { directory });
      if (fetched.kind !== 'packed') {
        throw new DomainError('PLUGIN_SOURCE_FAILED', 'The source names a bundled version.');
      }
      const { manifest, digest, signature } = await unpackPlugin(
        fetched.packed,
        `${directory}/unpacked`,
      );
      return { manifest, digest, signature };
    });
    round.set(key, inspected);
    return inspected;
  }
}

const isAsked = ({ source, state }: Installation): boolean =>
  state !== 'uninstalled' && (source.kind === 'github' || source.kind === 'registry');
