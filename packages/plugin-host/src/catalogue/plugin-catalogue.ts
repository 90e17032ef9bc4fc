import type { AvailablePlugin, InstalledPlugin, PluginRegistry } from '@braindrive/contracts';
import { type Actor, type Clock, requirePermission } from '@braindrive/core';
import { type PermissionName, permissionNames } from '@braindrive/plugin-sdk';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { InstalledPluginViews } from '../installations/installed-plugin-view.ts';
import { type HostFacts, refusalOf } from '../operations/compatibility.ts';
import type { CatalogueService } from '../plugin-services.ts';
import {
  type RegistryFilter,
  type RegistryPlugin,
  type RegistryVersion,
  runsOffline,
  searchRegistry,
} from '../registry/index.ts';
import type { KnownRegistry, Registries } from './registries.ts';
import type { Revocations } from './revocations.ts';
import type { UpdateChecker } from './update-checker.ts';

export interface PluginCataloguePorts {
  readonly registries: Registries;
  readonly revocations: Pick<Revocations, 'apply'>;
  readonly updates: UpdateChecker;
  readonly installations: InstallationStore;
  readonly views: InstalledPluginViews;
  readonly host: HostFacts;
  readonly clock: Clock;
}

const oldAfterMs = 24 * 60 * 60_000;

/** What could be installed, from all registries. */
export class PluginCatalogue implements CatalogueService {
  readonly #ports: PluginCataloguePorts;

  constructor(ports: PluginCataloguePorts) {
    this.#ports = ports;
  }

  /** @inheritdoc */
  async available(actor: Actor, filter: RegistryFilter): Promise<AvailablePlugin[]> {
    requirePermission(actor, 'plugin.use');
    const [registries, own] = await Promise.all([
      this.#ports.registries.list(),
      this.#ports.installations.ofUser(actor.userId),
    ]);
    const installed = new Map(
      own.flatMap(({ slug, state, version }) =>
        state === 'uninstalled' ? [] : [[slug, version.version] as const],
      ),
    );
    const seen = new Set<string>();
    return registries.flatMap((registry) => {
      if (registry.index === null) return [];
      const revoked = new Set(registry.index.revoked.map(({ digest }) => digest));
      return searchRegistry(registry.index, filter).flatMap((plugin) => {
        const version = newestOf(plugin, revoked);
        // The first registry that has a slug speaks for it: what came with the host is not replaced by a namesake.
        if (version === null || seen.has(plugin.slug)) return [];
        seen.add(plugin.slug);
        return [this.#describe(registry, plugin, version, installed.get(plugin.slug) ?? null)];
      });
    });
  }

  /** @inheritdoc */
  async registries(actor: Actor): Promise<PluginRegistry[]> {
    requirePermission(actor, 'plugin.use');
    return this.#views(await this.#ports.registries.list());
  }

  /** @inheritdoc */
  async addRegistry(actor: Actor, url: string): Promise<PluginRegistry> {
    requirePermission(actor, 'plugin.manage');
    return this.#view(await this.#ports.registries.add(url));
  }

  /** @inheritdoc */
  async removeRegistry(actor: Actor, registryId: string): Promise<void> {
    requirePermission(actor, 'plugin.manage');
    await this.#ports.registries.remove(registryId);
  }

  /** @inheritdoc */
  async refresh(actor: Actor): Promise<PluginRegistry[]> {
    requirePermission(actor, 'plugin.install');
    const registries = await this.#ports.registries.refresh();
    await this.#ports.revocations.apply();
    return this.#views(registries);
  }

  /** @inheritdoc */
  async checkUpdates(actor: Actor): Promise<InstalledPlugin[]> {
    requirePermission(actor, 'plugin.install');
    const found = await this.#ports.updates.checkFor(actor.userId);
    return await Promise.all(found.map((installation) => this.#ports.views.of(installation)));
  }

  #describe(
    registry: KnownRegistry,
    plugin: RegistryPlugin,
    version: RegistryVersion,
    installedVersion: string | null,
  ): AvailablePlugin {
    const engines = { host: version.engines.host, protocol: 1 as const };
    return {
      registryId: registry.id,
      registryName: registry.name,
      slug: plugin.slug,
      name: plugin.name,
      description: plugin.description,
      authorName: plugin.author.name,
      icon: plugin.icon,
      category: plugin.category,
      tags: plugin.tags,
      version: version.version,
      // What comes with the host needs no signature: whoever could change it could change the host.
      isSigned: version.signatureKey !== null || registry.url === null,
      runsOffline: runsOffline(version),
      sizeBytes: version.sizeBytes,
      publishedAt: new Date(version.publishedAt),
      contributes: version.contributes,
      permissions: version.permissions.filter(isPermissionName),
      installedVersion,
      refusal:
        version.engines.protocol > 1
          ? 'It needs a newer BrainDrive.'
          : refusalOf({ engines, shared: {} }, this.#ports.host),
    };
  }

  #views(registries: readonly KnownRegistry[]): PluginRegistry[] {
    return registries.map((registry) => this.#view(registry));
  }

  #view({ id, name, url, index, fetchedAt, error }: KnownRegistry): PluginRegistry {
    const isOld =
      url !== null &&
      fetchedAt !== null &&
      fetchedAt.getTime() < this.#ports.clock.now().getTime() - oldAfterMs;
    const isFailed = index === null || (error !== null && isOld);
    return {
      id,
      name,
      url,
      state: stateOf(isFailed, isOld || error !== null),
      fetchedAt,
      error,
      pluginCount: index?.plugins.length ?? 0,
    };
  }
}

function stateOf(isFailed: boolean, isOld: boolean): PluginRegistry['state'] {
  if (isFailed) return 'failed';
  return isOld ? 'old' : 'ready';
}

const isPermissionName = (name: string): name is PermissionName =>
  permissionNames.some((known) => known === name);

/** Stable versions first; what was revoked is not offered. */
function newestOf(plugin: RegistryPlugin, revoked: ReadonlySet<string>): RegistryVersion | null {
  const offered = plugin.versions.filter(({ digest }) => !revoked.has(digest));
  return offered.find(({ version }) => !version.includes('-')) ?? offered[0] ?? null;
}
