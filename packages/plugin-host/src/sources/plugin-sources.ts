import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { PluginSource } from '@braindrive/contracts';
import { type Clock, DomainError, type EgressFetch } from '@braindrive/core';
import type { AvailableVersion, FetchedPlugin, PackedFetch } from './fetched-plugin.ts';
import { GitHubApi } from './github-api.ts';
import type { GitHubSettings } from './github-settings.ts';
import { fetchFromGitHub, versionsOnGitHub } from './github-source.ts';
import { downloadArchive, type ReceiveOptions } from './receive-archive.ts';
import { sourceFailed } from './source-error.ts';
import { newestFirst } from './update-choice.ts';

/** One version of a plugin in a registry, with where its bytes are. */
export interface RegistryOffer {
  /** Null for a plugin that came with the host. */
  readonly url: string | null;
  readonly version: string;
  readonly digest: string;
  readonly notes: string | null;
  readonly publishedAt: Date | null;
}

/** Port to the registries. */
export interface RegistryOffers {
  /** Versions of a plugin that are not revoked. @throws {DomainError} `NOT_FOUND` when the registry does not have it. */
  offers(registryId: string, slug: string, signal?: AbortSignal): Promise<readonly RegistryOffer[]>;
}

/** A source, and the plugin that is wanted from it where that is known. Registries need the slug. */
export interface SourceRequest {
  readonly source: PluginSource;
  readonly slug: string | null;
}

/** Every way to get a plugin, behind one. All requests go through the `fetch` given. */
export class PluginSources {
  readonly #fetch: EgressFetch;
  readonly #gitHub: GitHubApi;
  readonly #registries: RegistryOffers;

  constructor(ports: {
    readonly fetch: EgressFetch;
    readonly gitHub: GitHubSettings;
    readonly registries: RegistryOffers;
    readonly clock: Clock;
  }) {
    this.#fetch = ports.fetch;
    this.#registries = ports.registries;
    this.#gitHub = new GitHubApi({
      fetch: ports.fetch,
      settings: ports.gitHub,
      clock: ports.clock,
    });
  }

  /**
   * Gets the bytes of a plugin. Nothing in them is looked at or run; the store checks them.
   * @throws {DomainError} `PLUGIN_SOURCE_FAILED`, `PLUGIN_DIGEST_MISMATCH`, `ADDRESS_REFUSED`, `NOT_FOUND`
   * @throws {PluginArchiveError} when it is too large.
   */
  async fetch(request: SourceRequest, options: ReceiveOptions): Promise<FetchedPlugin> {
    const { source, slug } = request;
    switch (source.kind) {
      case 'github':
        return await fetchFromGitHub(
          { api: this.#gitHub, fetch: this.#fetch },
          { repository: source.repository, tag: source.tag, slug },
          options,
        );
      case 'url':
        return await this.#download(source.url, options);
      case 'folder':
        return await fromFolder(source.path);
      case 'registry':
        return await this.#fromRegistry(source, slug, options);
      case 'upload':
        throw sourceFailed(`${source.fileName} was uploaded. Upload it again.`);
      case 'bundled':
        throw sourceFailed('A bundled plugin comes with BrainDrive. Enable it instead.');
    }
  }

  /**
   * What a source offers, newest first. Empty for sources that know one version only: an address, an upload, a folder.
   * @throws {DomainError} `PLUGIN_SOURCE_FAILED`, with the time to wait when the server limits requests.
   */
  async listVersions(request: SourceRequest, signal?: AbortSignal): Promise<AvailableVersion[]> {
    const { source, slug } = request;
    if (source.kind === 'github') {
      const { repository } = source;
      return newestFirst(await versionsOnGitHub(this.#gitHub, { repository, slug }, signal));
    }
    if (source.kind !== 'registry' || slug === null) return [];
    const offers = await this.#registries.offers(source.registryId, slug, signal);
    return newestFirst(
      offers.map(({ version, notes, publishedAt }) => ({
        version,
        isPrerelease: version.includes('-'),
        notes,
        publishedAt,
        source: { kind: 'registry', registryId: source.registryId, version },
      })),
    );
  }

  async #download(url: string, options: ReceiveOptions): Promise<PackedFetch> {
    const { path, sizeBytes } = await downloadArchive(this.#fetch, url, options);
    const packed = { kind: 'archive', path } as const;
    return { kind: 'packed', packed, sizeBytes, expectedDigest: null, notes: null };
  }

  async #fromRegistry(
    source: Extract<PluginSource, { kind: 'registry' }>,
    slug: string | null,
    options: ReceiveOptions,
  ): Promise<FetchedPlugin> {
    if (slug === null) throw sourceFailed('Say which plugin of the registry to install.');
    const offers = await this.#registries.offers(source.registryId, slug, options.signal);
    const stable = offers.filter(({ version }) => !version.includes('-'));
    const offer =
      source.version === null
        ? newestFirst(stable.length > 0 ? stable : offers)[0]
        : offers.find(({ version }) => version === source.version);
    if (offer === undefined) {
      throw new DomainError('NOT_FOUND', `The registry does not offer this version of ${slug}.`);
    }
    const { digest, notes } = offer;
    if (offer.url === null) return { kind: 'bundled', digest, notes };
    const fetched = await this.#download(offer.url, options);
    return { ...fetched, expectedDigest: digest, notes };
  }
}

async function fromFolder(path: string): Promise<FetchedPlugin> {
  const found = isAbsolute(path) ? await stat(path).catch(() => null) : null;
  if (found?.isDirectory() !== true) {
    throw sourceFailed(`${path} is not a folder of this machine. Enter its whole path.`);
  }
  const packed = { kind: 'folder', path } as const;
  return { kind: 'packed', packed, sizeBytes: null, expectedDigest: null, notes: null };
}
