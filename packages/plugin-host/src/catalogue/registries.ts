import { type Clock, DomainError, type Log } from '@braindrive/core';
import { reasonOf } from '../lifecycle/plugin-failure.ts';
import {
  offersOf,
  type RegistryCache,
  type RegistryIndex,
  type RegistryReader,
  type RegistrySnapshot,
} from '../registry/index.ts';
import type { RegistryOffer, RegistryOffers } from '../sources/index.ts';
import type { RegistryRecord, RegistryStore } from './registry-store.ts';

/** A registry with what it offers; the index is null when it was never read. */
export interface KnownRegistry {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly index: RegistryIndex | null;
  readonly fetchedAt: Date | null;
  readonly error: string | null;
}

export interface RegistriesPorts {
  readonly store: RegistryStore;
  readonly reader: RegistryReader;
  readonly cache: Pick<RegistryCache, 'remove'>;
  /** What the plugins that came with the host look like as a registry. */
  readonly bundledIndex: () => Promise<RegistryIndex>;
  /** Slugs of plugins that should have come with the host and cannot be used. */
  readonly missingBundled: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Id of the registry of what comes with the host. */
const bundledRegistryId = 'bundled';

/** All places where plugins are offered. */
export class Registries implements RegistryOffers {
  readonly #ports: RegistriesPorts;
  #bundled: Promise<RegistryIndex> | null = null;

  constructor(ports: RegistriesPorts) {
    this.#ports = ports;
  }

  /** As they were read last; asks nobody. */
  async list(): Promise<KnownRegistry[]> {
    const records = await this.#ports.store.list();
    const others = records.map(async (record) =>
      known(record, await this.#ports.reader.cached(record.url)),
    );
    return [await this.#bundledRegistry(), ...(await Promise.all(others))];
  }

  /** Reads the index first, so that an address with nothing behind it is not kept. @throws {DomainError} */
  async add(url: string): Promise<KnownRegistry> {
    const { store, reader, clock } = this.#ports;
    if ((await store.findByUrl(url)) !== null) {
      throw new DomainError('CONFLICT', 'This registry is in the list already.');
    }
    const snapshot = await reader.read(url);
    const record = await store.add(
      {
        url,
        name: snapshot.index.name,
        publicKey: snapshot.publicKey,
        fetchedAt: snapshot.fetchedAt.getTime(),
      },
      clock.now().getTime(),
    );
    return known(record, snapshot);
  }

  /** @throws {DomainError} `NOT_FOUND`; `CONFLICT` for the one that comes with the host. */
  async remove(id: string): Promise<void> {
    if (id === bundledRegistryId) {
      throw new DomainError('CONFLICT', 'This one comes with BrainDrive and stays.');
    }
    const record = await this.#ports.store.find(id);
    if (record === null) throw notFound();
    await this.#ports.store.remove(id);
    await this.#ports.cache.remove(record.url);
  }

  /** Asks all of them. One that fails keeps its last index, with the reason. */
  async refresh(): Promise<KnownRegistry[]> {
    const records = await this.#ports.store.list();
    await Promise.all(records.map((record) => this.#read(record)));
    return await this.list();
  }

  /** @inheritdoc */
  async offers(
    registryId: string,
    slug: string,
    signal?: AbortSignal,
  ): Promise<readonly RegistryOffer[]> {
    if (registryId === bundledRegistryId) return offersOf(await this.#index(), null, slug);
    const record = await this.#ports.store.find(registryId);
    if (record === null) throw notFound();
    const { index } = await this.#ports.reader.read(record.url, {
      pinnedKey: record.publicKey,
      ...(signal === undefined ? {} : { signal }),
    });
    return offersOf(index, record.url, slug);
  }

  async #read(record: RegistryRecord): Promise<void> {
    const { store, reader, log } = this.#ports;
    try {
      const { index, fetchedAt, failure } = await reader.read(record.url, {
        pinnedKey: record.publicKey,
      });
      await store.update({
        ...record,
        name: index.name,
        fetchedAt: fetchedAt.getTime(),
        error: failure?.message ?? null,
      });
    } catch (cause) {
      log.warn({ cause, registryId: record.id }, 'plugin.registry-failed');
      await store.update({ ...record, error: reasonOf(cause) });
    }
  }

  async #bundledRegistry(): Promise<KnownRegistry> {
    const index = await this.#index();
    return {
      id: bundledRegistryId,
      name: index.name,
      url: null,
      index,
      fetchedAt: null,
      error: missingText(this.#ports.missingBundled),
    };
  }

  #index(): Promise<RegistryIndex> {
    this.#bundled ??= this.#ports.bundledIndex();
    return this.#bundled;
  }
}

function missingText(slugs: readonly string[]): string | null {
  if (slugs.length === 0) return null;
  const folders = slugs.map((slug) => `plugins/${slug}`).join(', ');
  const what = slugs.length === 1 ? 'A plugin that comes' : 'Plugins that come';
  return `${what} with BrainDrive cannot be used: ${folders}. Get the files again and restart, or take the line out of plugins/bundled.json.`;
}

const known = (record: RegistryRecord, snapshot: RegistrySnapshot | null): KnownRegistry => ({
  id: record.id,
  name: record.name,
  url: record.url,
  index: snapshot?.index ?? null,
  fetchedAt: record.fetchedAt === null ? null : new Date(record.fetchedAt),
  error: record.error,
});

const notFound = (): DomainError =>
  new DomainError('NOT_FOUND', 'This registry is not in the list. Add it first.');
