import { type Orm, SqlDatabase } from '@braindrive/database';
import type { BundledPlugins } from '../store/index.ts';
import type { PolicyStore } from './policy-store.ts';

export interface OwnerTrustPorts {
  readonly orm: Orm;
  readonly policies: PolicyStore;
  readonly bundled: Pick<BundledPlugins, 'locate'>;
}

/** A version, by its files: anybody can give a plugin of their own the name of a trusted one. */
interface NamedVersion {
  readonly slug: string;
  readonly digest: string;
}

/** Which versions the owner vouches for: what came with the host, and what the owner uses and has a rule for. */
export class OwnerTrust {
  readonly #ports: OwnerTrustPorts;
  readonly #database: SqlDatabase;

  constructor(ports: OwnerTrustPorts) {
    this.#ports = ports;
    this.#database = new SqlDatabase(ports.orm);
  }

  /** Whether a version may run native code. @param userId - Who installs it; null when it is to be started. */
  async isNativeTrusted(version: NamedVersion, userId: string | null): Promise<boolean> {
    if ((await this.#ports.bundled.locate(version.digest)) !== null) return true;
    const { isNativeTrusted } = await this.#ports.policies.limitsFor(version.slug);
    return isNativeTrusted && (await this.#isOwners(version.digest, userId));
  }

  /** Whether the screens of an unsigned version may run in the page. */
  async isListed({ slug, digest }: NamedVersion, userId: string): Promise<boolean> {
    const rules = await this.#ports.policies.list();
    const isNamed = rules.some((rule) => rule.slug === slug && rule.rule !== 'denied');
    return isNamed && (await this.#isOwners(digest, userId));
  }

  /** An owner has it, is moving to it, or is the one who installs it now. */
  #isOwners(digest: string, userId: string | null): Promise<boolean> {
    return this.#database.read((session) => {
      const row = session.get<{ isOwners: number }>(
        `select exists (select 1 from user where id = ? and role = 'owner')
           or exists (select 1 from plugin_installation i join user u on u.id = i.owner_id and u.role = 'owner'
             where i.digest = ? or i.previous_digest = ?)
           or exists (select 1 from plugin_journal j join user u on u.id = j.owner_id and u.role = 'owner'
             where j.outcome is null and json_extract(j.detail, '$.toDigest') = ?) as isOwners`,
        userId,
        digest,
        digest,
        digest,
      );
      return row?.isOwners === 1;
    });
  }
}
