import type { FoundProvider, Log, ProviderSource } from '@braindrive/core';
import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import type { PluginSessions } from '../calls/call-ports.ts';
import { createPluginProvider } from './plugin-provider.ts';
import { type OfferedProvider, type ProviderPlugin, providersOf } from './provider-plugin.ts';

/** Where the installations are that have providers. */
export interface ProviderInstallations {
  /** Everybody who has a plugin with providers. */
  owners(): Promise<readonly string[]>;
  /** The plugins with providers that a person has, disabled ones too. */
  of(userId: string): Promise<readonly ProviderPlugin[]>;
  onChange(listener: (userId: string) => void): () => void;
}

export interface ProviderPlaces {
  /** Those that come with the host and are not turned off for everybody, in the order that forms show them. */
  readonly bundled: readonly ProviderPlugin[];
  readonly installations: ProviderInstallations;
  readonly sessions: PluginSessions;
}

/**
 * Model providers of all plugins. A connection is served by its owner's version of the plugin; who has none, and the host
 * itself, by the version that comes with the host. Answers come from memory, which follows the installations.
 */
export class PluginProviders implements ProviderSource {
  readonly #log: Log;
  /** Plugins ask for models and models come from plugins, so these are told afterwards. */
  #places: ProviderPlaces | null = null;
  readonly #byOwner = new Map<string, readonly ProviderPlugin[]>();
  /** One object for each provider of each version that somebody has. */
  readonly #providers = new Map<string, ModelProvider>();
  readonly #listeners = new Set<(userId: string | null) => void>();
  #stop = () => {};

  constructor(ports: { readonly log: Log }) {
    this.#log = ports.log;
  }

  /** Reads what is installed and follows it from now on. Call once, before connections are used; until then there is none. */
  async start(places: ProviderPlaces): Promise<void> {
    const { installations } = places;
    this.#places = places;
    this.#stop = installations.onChange((userId) => {
      this.#read(userId, places).catch((cause: unknown) =>
        this.#log.error({ cause, userId }, 'providers.not-read'),
      );
    });
    const owners = await installations.owners();
    await Promise.all(owners.map((userId) => this.#read(userId, places)));
  }

  close(): void {
    this.#stop();
  }

  list(userId: string | null): readonly ModelProvider[] {
    const own = this.#ownOf(userId);
    const ownSlugs = new Set(own.map(({ slug }) => slug));
    const bundled = this.#bundled.map(
      (plugin) => own.find(({ slug }) => slug === plugin.slug) ?? plugin,
    );
    const bundledSlugs = new Set(bundled.map(({ slug }) => slug));
    const others = own.filter(({ slug }) => ownSlugs.has(slug) && !bundledSlugs.has(slug));
    const offered = [...bundled, ...others].filter(({ isEnabled }) => isEnabled);
    const byId = new Map<string, OfferedProvider>();
    for (const provider of offered.flatMap(providersOf)) {
      if (!byId.has(provider.contribution.id)) byId.set(provider.contribution.id, provider);
    }
    return [...byId.values()].map((provider) => this.#providerOf(provider));
  }

  find(providerId: string, ownerId: string | null): FoundProvider {
    const own = offering(this.#ownOf(ownerId), providerId);
    const found = own ?? offering(this.#bundled, providerId);
    if (found === undefined) return { state: 'unknown' };
    if (!found.plugin.isEnabled) return { state: 'off', pluginName: found.plugin.manifest.name };
    return { state: 'ready', provider: this.#providerOf(found) };
  }

  onChange(listener: (userId: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get #bundled(): readonly ProviderPlugin[] {
    return this.#places?.bundled ?? [];
  }

  #ownOf(userId: string | null): readonly ProviderPlugin[] {
    return userId === null ? [] : (this.#byOwner.get(userId) ?? []);
  }

  async #read(userId: string, { installations }: ProviderPlaces): Promise<void> {
    const before = fingerprint(this.#ownOf(userId));
    const plugins = await installations.of(userId);
    if (plugins.length === 0) this.#byOwner.delete(userId);
    else this.#byOwner.set(userId, plugins);
    if (fingerprint(plugins) === before) return;
    for (const listener of this.#listeners) listener(userId);
  }

  #providerOf(offered: OfferedProvider): ModelProvider {
    const { plugin, contribution } = offered;
    const key = JSON.stringify([
      plugin.installationId,
      plugin.digest,
      contribution.id,
      plugin.grants.http ?? null,
    ]);
    const known = this.#providers.get(key);
    if (known !== undefined) return known;
    if (this.#places === null) throw new Error('Providers are asked for before the start.');
    const provider = createPluginProvider(offered, this.#places.sessions);
    this.#forgetOthers(plugin);
    this.#providers.set(key, provider);
    return provider;
  }

  /** Of one installation, versions before this one are not asked for again. */
  #forgetOthers({ installationId, digest }: ProviderPlugin): void {
    for (const key of this.#providers.keys()) {
      const [installation, version] = JSON.parse(key) as [string, string];
      if (installation === installationId && version !== digest) this.#providers.delete(key);
    }
  }
}

/** The plugin that has the provider; one that is on goes first. */
function offering(
  plugins: readonly ProviderPlugin[],
  providerId: string,
): OfferedProvider | undefined {
  const all = plugins
    .flatMap(providersOf)
    .filter(({ contribution }) => contribution.id === providerId);
  return all.find(({ plugin }) => plugin.isEnabled) ?? all[0];
}

/** Everything about installations that connections depend on. */
const fingerprint = (plugins: readonly ProviderPlugin[]): string =>
  JSON.stringify(
    plugins.map(({ installationId, digest, isEnabled, grants }) => [
      installationId,
      digest,
      isEnabled,
      grants.http ?? null,
    ]),
  );
