import type { PluginSource } from '@braindrive/contracts';
import type { Clock, Log, UserStep } from '@braindrive/core';
import type { SqlSession } from '@braindrive/database';
import { newInstallation } from '../lifecycle/installing.ts';
import type { PolicyStore, StoredPolicy } from '../policy/policy-store.ts';
import { type BundledPlugins, sizeOfFiles } from '../store/index.ts';
import { grantsFor } from './grants-for-version.ts';
import type { Installation, PluginVersion } from './installation.ts';
import type { InstallationStore } from './installation-store.ts';
import type { VersionStore } from './version-store.ts';

export interface EverybodysPluginsPorts {
  readonly bundled: BundledPlugins;
  readonly installations: InstallationStore;
  readonly versions: VersionStore;
  readonly policies: PolicyStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** One plugin that people get. */
interface Given {
  readonly version: PluginVersion;
  readonly isRequired: boolean;
  readonly source: PluginSource;
}

const bundledSource: PluginSource = { kind: 'bundled' };
/** The owner does not have it any more. */
const unknownSource: PluginSource = { kind: 'upload', fileName: 'given by the owner' };

/**
 * Plugins that people get without asking: those that come with the host, and those that the owner gives. Their
 * permissions are granted by policy. What a person uninstalled is not given again, unless the owner requires it.
 */
export class EverybodysPlugins {
  readonly #ports: EverybodysPluginsPorts;

  constructor(ports: EverybodysPluginsPorts) {
    this.#ports = ports;
  }

  /** For new accounts. */
  readonly userStep: UserStep = {
    id: 'plugins',
    version: 1,
    dependsOn: [],
    run: async ({ user }) => {
      await this.giveTo([user.id], true);
    },
  };

  /**
   * At boot: rows for the versions that came with this host, everybody moved to them, and what is missing given. Starts
   * no process: work of the plugins' own is left for their first use.
   */
  async reconcile(): Promise<void> {
    const current = await this.#registerBundled();
    await this.#moveToCurrent(current);
    const users = await this.#userIds();
    await this.giveTo(users, false);
  }

  /** @param isNew - New accounts also get the owner's defaults; others only what is required. */
  async giveTo(userIds: readonly string[], isNew: boolean): Promise<void> {
    const { installations, clock } = this.#ports;
    const given = await this.#given(isNew);
    if (given.length === 0 || userIds.length === 0) return;
    const now = clock.now().getTime();
    const changed = new Set<string>();
    await installations.write(null, ({ session, insert }) => {
      for (const { version, isRequired, source } of given) {
        for (const ownerId of lacking(session, version.slug, userIds, isRequired)) {
          insert(givenInstallation(ownerId, version, source, now));
          changed.add(ownerId);
        }
      }
    });
    if (changed.size === 0) return;
    this.#ports.log.info({ people: changed.size }, 'plugin.given');
    for (const ownerId of changed) installations.forget(ownerId);
  }

  /** What everybody gets now: what comes with the host in the order of its list, then what the owner gives. */
  async #given(isNew: boolean): Promise<Given[]> {
    const bundled = await this.#bundledGifts();
    const known = new Set(bundled.map(({ version }) => version.slug));
    const rules = (await this.#ports.policies.list()).filter(({ slug }) => !known.has(slug));
    const owners = await Promise.all(rules.map((rule) => this.#ownersGift(rule, isNew)));
    return [...bundled, ...owners.filter((given) => given !== null)];
  }

  async #bundledGifts(): Promise<Given[]> {
    const { bundled, policies, versions } = this.#ports;
    const gifts: Given[] = [];
    for (const plugin of bundled.list()) {
      if (plugin.state !== 'ready' || plugin.isOffered) continue;
      const { rule } = await policies.ruleFor(plugin.files.manifest.slug);
      const version = await versions.find(plugin.files.digest);
      if (rule === 'denied' || version === null) continue;
      gifts.push({ version, isRequired: rule === 'required', source: bundledSource });
    }
    return gifts;
  }

  async #ownersGift({ rule, digest, slug }: StoredPolicy, isNew: boolean): Promise<Given | null> {
    const isGiven = rule === 'required' || (rule === 'default' && isNew);
    if (!isGiven || digest === null) return null;
    const owners = await this.#ownersOf(slug);
    const version = owners?.version ?? (await this.#ports.versions.find(digest));
    if (version === null || version.state === 'broken') return null;
    const source = owners?.source ?? unknownSource;
    return { version, isRequired: rule === 'required', source };
  }

  /** What the owner has of it now: others get that version, and their update check asks where the owner's does. */
  async #ownersOf(slug: string): Promise<Installation | null> {
    const { installations } = this.#ports;
    const [first] = await installations.select(
      `slug = ? and state in ('enabled', 'disabled')
       and owner_id in (select id from user where role = 'owner') order by updated_at desc limit 1`,
      slug,
    );
    return first === undefined ? null : await installations.findById(first.id);
  }

  /** @returns the bundled versions by slug. */
  async #registerBundled(): Promise<ReadonlyMap<string, PluginVersion>> {
    const { bundled, versions, installations, clock, log } = this.#ports;
    const current = new Map<string, PluginVersion>();
    for (const plugin of bundled.list()) {
      if (plugin.state === 'broken') {
        const { cause, slug, directory } = plugin;
        log.error({ cause, slug, directory }, 'plugin.bundled-missing');
        continue;
      }
      const { manifest, digest } = plugin.files;
      const known = await versions.find(digest);
      const version: PluginVersion = known ?? {
        digest,
        slug: manifest.slug,
        version: manifest.version,
        manifest,
        location: 'bundled',
        state: 'ready',
        sizeBytes: await sizeOfFiles(plugin.files),
      };
      current.set(manifest.slug, version);
      if (known?.state === 'ready' && known.location === 'bundled') continue;
      const now = clock.now().getTime();
      await installations.write(null, ({ session }) => versions.add(session, version, now));
    }
    return current;
  }

  /** Files of an older host are gone, so its versions are replaced in place; those without a successor are broken. */
  async #moveToCurrent(current: ReadonlyMap<string, PluginVersion>): Promise<void> {
    const { versions, installations, clock, log } = this.#ports;
    const digests = new Set([...current.values()].map(({ digest }) => digest));
    const now = clock.now().getTime();
    for (const old of await versions.list('bundled')) {
      if (digests.has(old.digest)) continue;
      const next = current.get(old.slug);
      if (next === undefined) {
        if (old.state !== 'broken') await versions.setState(old.digest, 'broken');
        continue;
      }
      await installations.write(null, ({ session, withDigest, update }) => {
        for (const installation of withDigest(old.digest)) update(moved(installation, next, now));
        forgetPrevious(session, old.digest);
        session.run(
          'update plugin_policy set digest = ? where digest = ?',
          next.digest,
          old.digest,
        );
      });
      await versions.removeUnused(old.digest);
      log.info({ slug: old.slug, from: old.version, to: next.version }, 'plugin.bundled-updated');
    }
  }

  async #userIds(): Promise<string[]> {
    return await this.#ports.installations.write(null, ({ session }) =>
      session.all<{ id: string }>('select id from user order by id').map(({ id }) => id),
    );
  }
}

const hasServer = ({ manifest }: PluginVersion): boolean => manifest.server !== undefined;

const modeOf = (version: PluginVersion): Installation['mode'] =>
  version.manifest.ui?.mode ?? 'frame';

function givenInstallation(
  ownerId: string,
  version: PluginVersion,
  source: PluginSource,
  now: number,
): Installation {
  const grants = grantsFor(version.manifest, null, now);
  const target = { ownerId, version, source, mode: modeOf(version), grants };
  return {
    ...newInstallation(target, now),
    state: 'enabled',
    pending: hasServer(version) ? { kind: 'install' } : null,
  };
}

function moved(before: Installation, next: PluginVersion, now: number): Installation {
  const from =
    before.pending?.kind === 'upgrade'
      ? before.pending
      : {
          kind: 'upgrade' as const,
          fromVersion: before.version.version,
          fromDataVersion: before.dataVersion,
        };
  const pending = before.pending?.kind === 'install' ? before.pending : from;
  return {
    ...before,
    version: next,
    mode: modeOf(next),
    grants: grantsFor(next.manifest, before, now),
    pending: hasServer(next) ? pending : null,
    dataVersion: hasServer(next) ? before.dataVersion : next.manifest.dataVersion,
    updatedAt: now,
  };
}

/** There is no way back to a version whose files are gone. */
function forgetPrevious(session: SqlSession, digest: string): void {
  session.run(
    `update plugin_installation set previous_digest = null, previous_until = null, previous_state = null
     where previous_digest = ?`,
    digest,
  );
}

/** People without a row of that plugin, who did not decline it. */
function lacking(
  session: SqlSession,
  slug: string,
  userIds: readonly string[],
  isRequired: boolean,
): string[] {
  const notDeclined = isRequired
    ? ''
    : 'and not exists (select 1 from plugin_declined d where d.owner_id = u.value and d.slug = ?)';
  return session
    .all<{ id: string }>(
      `select u.value as id from json_each(?) u
       where not exists (select 1 from plugin_installation i where i.owner_id = u.value and i.slug = ?) ${notDeclined}`,
      JSON.stringify(userIds),
      slug,
      ...(isRequired ? [] : [slug]),
    )
    .map(({ id }) => id);
}
