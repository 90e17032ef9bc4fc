import type { PluginPolicy } from '@braindrive/contracts';
import { type Orm, SqlDatabase } from '@braindrive/database';
import type { GrantLimits } from '../installations/installation.ts';

/** A rule with the version that `required` and `default` give to people. */
export interface StoredPolicy extends PluginPolicy {
  readonly digest: string | null;
}

interface PolicyRecord {
  readonly slug: string;
  readonly rule: PluginPolicy['rule'];
  readonly deniedPermissions: string;
  readonly isNativeTrusted: number;
  readonly digest: string | null;
}

const everything = '*';
const noRule: Omit<StoredPolicy, 'slug'> = {
  rule: 'allowed',
  deniedPermissions: [],
  isNativeTrusted: false,
  digest: null,
};

/** What the owner rules for the instance, in memory after the first read. */
export class PolicyStore {
  readonly #database: SqlDatabase;
  #rules: Promise<ReadonlyMap<string, StoredPolicy>> | null = null;

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  async list(): Promise<StoredPolicy[]> {
    return [...(await this.#all()).values()];
  }

  /** The rule that holds for a plugin: its own, else the one for all others. */
  async ruleFor(slug: string): Promise<StoredPolicy> {
    const rules = await this.#all();
    return rules.get(slug) ?? { ...noRule, ...rules.get(everything), slug };
  }

  /** What is denied to a plugin: by its own rule and by the one for all. */
  async limitsFor(slug: string): Promise<GrantLimits> {
    const rules = await this.#all();
    const rule = await this.ruleFor(slug);
    return {
      isDenied: rule.rule === 'denied',
      deniedPermissions: new Set([
        ...rule.deniedPermissions,
        ...(rules.get(everything)?.deniedPermissions ?? []),
      ]),
      isNativeTrusted: rules.get(slug)?.isNativeTrusted ?? false,
    };
  }

  async set(policy: StoredPolicy, now: number): Promise<void> {
    await this.#database.write((session) =>
      session.run(
        `insert into plugin_policy (slug, rule, denied_permissions, is_native_trusted, digest, updated_at)
         values (?, ?, ?, ?, ?, ?)
         on conflict do update set rule = excluded.rule, denied_permissions = excluded.denied_permissions,
           is_native_trusted = excluded.is_native_trusted, digest = excluded.digest, updated_at = excluded.updated_at`,
        policy.slug,
        policy.rule,
        JSON.stringify(policy.deniedPermissions),
        policy.isNativeTrusted ? 1 : 0,
        policy.digest,
        now,
      ),
    );
    this.#rules = null;
  }

  async remove(slug: string): Promise<void> {
    await this.#database.write((session) =>
      session.run('delete from plugin_policy where slug = ?', slug),
    );
    this.#rules = null;
  }

  #all(): Promise<ReadonlyMap<string, StoredPolicy>> {
    this.#rules ??= this.#read();
    return this.#rules;
  }

  async #read(): Promise<ReadonlyMap<string, StoredPolicy>> {
    const records = await this.#database.read((session) =>
      session.all<PolicyRecord>(
        `select slug, rule, denied_permissions as deniedPermissions, is_native_trusted as isNativeTrusted, digest
         from plugin_policy order by slug`,
      ),
    );
    return new Map(
      records.map((record) => [
        record.slug,
        {
          ...record,
          deniedPermissions: JSON.parse(record.deniedPermissions),
          isNativeTrusted: record.isNativeTrusted === 1,
        },
      ]),
    );
  }
}
