import { type Orm, SqlDatabase } from '@braindrive/database';
import type { CallTarget, CallTargets } from '../calls/call-ports.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import { effectiveGrants, type Installation } from './installation.ts';
import type { InstallationStore } from './installation-store.ts';
import { settingsWithDefaults } from './settings-schema.ts';

export interface InstallationTargetsPorts {
  readonly orm: Orm;
  readonly installations: InstallationStore;
  readonly policies: PolicyStore;
  /** Only plugins that come with the host are on. */
  readonly isSafeMode?: boolean;
}

/** An upgrade leaves queries to the old version, so it counts as enabled meanwhile. */
const isOn = ({ state }: Installation): boolean => state === 'enabled' || state === 'upgrading';

/** Installations as calls into them need them. */
export class InstallationTargets implements CallTargets {
  readonly #ports: InstallationTargetsPorts;
  readonly #database: SqlDatabase;
  /** Does what was put off until the first use. */
  #ready: (installation: Installation) => Promise<Installation> = async (it) => it;

  constructor(ports: InstallationTargetsPorts) {
    this.#ports = ports;
    this.#database = new SqlDatabase(ports.orm);
  }

  /** The lifecycle asks plugins through targets too, so it is told afterwards. */
  prepareWith(ready: (installation: Installation) => Promise<Installation>): void {
    this.#ready = ready;
  }

  async find(userId: string, slug: string): Promise<CallTarget | null> {
    const found = await this.#ports.installations.find(userId, slug);
    if (found === null || found.state === 'uninstalled') return null;
    if (found.pending === null || !isOn(found)) return await this.of(found);
    return await this.of(await this.#ready(found));
  }

  async list(userId: string): Promise<readonly CallTarget[]> {
    const all = await this.#ports.installations.ofUser(userId);
    const targets = await Promise.all(
      all
        .filter((installation) => isOn(installation) && hasServer(installation))
        .map((installation) => this.of(installation)),
    );
    return targets.filter(({ isEnabled }) => isEnabled);
  }

  onChange(listener: (userId: string) => void): () => void {
    return this.#ports.installations.onChange(listener);
  }

  /** Also for a version that is not installed yet, which its hooks run for. */
  async of(installation: Installation): Promise<CallTarget> {
    const { version, ownerId, slug } = installation;
    const limits = await this.#ports.policies.limitsFor(slug);
    const user = await this.#database.read((session) =>
      session.get<{ name: string }>('select name from user where id = ?', ownerId),
    );
    return {
      installationId: installation.id,
      ownerId,
      ownerName: user?.name ?? '',
      slug,
      version: version.version,
      digest: version.digest,
      manifest: version.manifest,
      grants: effectiveGrants(installation, limits),
      settings: settingsWithDefaults(version.manifest, installation.settings),
      isEnabled:
        isOn(installation) &&
        !limits.isDenied &&
        version.state === 'ready' &&
        !(this.#ports.isSafeMode === true && version.location === 'store'),
    };
  }
}

const hasServer = ({ version }: Installation): boolean => version.manifest.server !== undefined;
