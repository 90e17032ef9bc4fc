import type { PluginPolicy } from '@braindrive/contracts';
import {
  type Actor,
  type AuditService,
  type Clock,
  DomainError,
  type Log,
  requirePermission,
} from '@braindrive/core';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { PluginLifecycle } from '../lifecycle/plugin-lifecycle.ts';
import type { PolicyService } from '../plugin-services.ts';
import type { BundledPlugins } from '../store/index.ts';
import type { PolicyStore, StoredPolicy } from './policy-store.ts';

export interface PluginPoliciesPorts {
  readonly policies: PolicyStore;
  readonly installations: InstallationStore;
  readonly bundled: BundledPlugins;
  readonly lifecycle: PluginLifecycle;
  readonly audit: Pick<AuditService, 'record'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives what became required to everybody who lacks it. */
  readonly give: () => Promise<void>;
}

/** What the owner rules about plugins, for everybody. */
export class PluginPolicies implements PolicyService {
  readonly #ports: PluginPoliciesPorts;

  constructor(ports: PluginPoliciesPorts) {
    this.#ports = ports;
  }

  /** @inheritdoc */
  async list(actor: Actor): Promise<PluginPolicy[]> {
    requirePermission(actor, 'plugin.manage');
    return (await this.#ports.policies.list()).map(toPolicy);
  }

  /** @inheritdoc */
  async set(actor: Actor, policy: PluginPolicy): Promise<PluginPolicy> {
    requirePermission(actor, 'plugin.manage');
    const { policies, clock, installations } = this.#ports;
    const digest = await this.#digestFor(actor, policy);
    await policies.set({ ...policy, digest }, clock.now().getTime());
    await this.#record(actor, 'plugin-policy.set', policy);
    // Grants of everybody are judged by the new rule from now on.
    installations.forget(null);
    if (policy.rule === 'required') await this.#require(policy.slug);
    return policy;
  }

  /** @inheritdoc */
  async remove(actor: Actor, slug: string): Promise<void> {
    requirePermission(actor, 'plugin.manage');
    await this.#ports.policies.remove(slug);
    await this.#record(actor, 'plugin-policy.removed', { slug });
    this.#ports.installations.forget(null);
  }

  /** The version that others get is the one that the owner has. */
  async #digestFor(actor: Actor, { slug, rule }: PluginPolicy): Promise<string | null> {
    if (rule !== 'required' && rule !== 'default') return null;
    if (slug === '*') {
      throw new DomainError('VALIDATION_FAILED', 'Only a single plugin can be given to everybody.');
    }
    const own = await this.#ports.installations.find(actor.userId, slug);
    if (own !== null && own.state !== 'uninstalled') return own.version.digest;
    const isBundled = this.#ports.bundled
      .list()
      .some((plugin) => plugin.state === 'ready' && plugin.files.manifest.slug === slug);
    if (isBundled) return null;
    throw new DomainError('CONFLICT', 'Install it yourself first; then it can be given to others.');
  }

  /** Everybody gets it, and those who turned it off have it on again. */
  async #require(slug: string): Promise<void> {
    const { installations, lifecycle, give } = this.#ports;
    await give();
    const off = await installations.select(
      "slug = ? and state in ('disabled', 'uninstalled')",
      slug,
    );
    for (const { ownerId, id } of off) {
      try {
        const installation = await installations.findById(id);
        if (installation?.state === 'uninstalled') await lifecycle.restore(ownerId, slug);
        else await lifecycle.enable(ownerId, slug);
      } catch (cause) {
        // One person whose plugin does not come up does not keep it from the others.
        this.#ports.log.warn({ cause, slug, ownerId }, 'plugin.required-not-enabled');
      }
    }
  }

  async #record(actor: Actor, name: string, details: Record<string, unknown>): Promise<void> {
    await this.#ports.audit.record({ actorId: actor.userId, name, details });
  }
}

const toPolicy = ({
  slug,
  rule,
  deniedPermissions,
  isNativeTrusted,
}: StoredPolicy): PluginPolicy => ({
  slug: slug as PluginPolicy['slug'],
  rule,
  deniedPermissions,
  isNativeTrusted,
});
