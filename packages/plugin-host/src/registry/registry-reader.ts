import { type Clock, DomainError, type EgressFetch } from '@braindrive/core';
import { type JsonObject, verifyDocument } from '../signatures/index.ts';
import { ask, hostOf, readText } from '../sources/source-fetch.ts';
import type { CachedRegistry, RegistryCache } from './registry-cache.ts';
import { type RegistryIndex, registryIndexSchema } from './registry-index.ts';

const maxIndexBytes = 16 * 1_024 * 1_024;

/** The plugins of a registry, as fresh as they could be had. */
export interface RegistrySnapshot {
  readonly index: RegistryIndex;
  /** Address that relative addresses in the index start from. */
  readonly url: string;
  readonly publicKey: string;
  readonly fetchedAt: Date;
  /** Why it is not fresh, or null. The index is then the one of `fetchedAt`. */
  readonly failure: DomainError | null;
}

/** A cached registry with its index; null when a host of another version kept it in a form that is not known. */
interface KnownRegistry {
  readonly entry: CachedRegistry;
  readonly index: RegistryIndex | null;
}

export interface ReadRegistryOptions {
  /** Key that the owner entered, or null to trust the first one that is seen. */
  readonly pinnedKey?: string | null;
  readonly signal?: AbortSignal;
}

/** Reads the signed index of registries, pins their keys and keeps what it read. */
export class RegistryReader {
  readonly #fetch: EgressFetch;
  readonly #cache: RegistryCache;
  readonly #clock: Clock;
  /** The last index read of each address, because a large one takes a while to check. */
  readonly #parsed = new Map<string, { readonly text: string; readonly index: RegistryIndex }>();

  constructor(ports: {
    readonly fetch: EgressFetch;
    readonly cache: RegistryCache;
    readonly clock: Clock;
  }) {
    this.#fetch = ports.fetch;
    this.#cache = ports.cache;
    this.#clock = ports.clock;
  }

  /** What was kept of a registry, without asking it; null when it was never read. */
  async cached(url: string): Promise<RegistrySnapshot | null> {
    return snapshotOf(await this.#load(url), null);
  }

  /**
   * Asks the registry for its index. When it cannot be had, or is not to be trusted, the last good one is given with
   * the reason.
   * @throws {DomainError} `PLUGIN_SOURCE_FAILED`, `PLUGIN_SIGNATURE_INVALID`, `ADDRESS_REFUSED` when there is no
   * earlier one, or the caller cancelled.
   */
  async read(url: string, options: ReadRegistryOptions = {}): Promise<RegistrySnapshot> {
    const known = await this.#load(url);
    try {
      const entry = await this.#ask(url, known, options);
      const { publicKey, fetchedAt } = entry;
      return { index: this.#indexOf(entry), url, publicKey, fetchedAt, failure: null };
    } catch (error) {
      const isExpected = error instanceof DomainError && options.signal?.aborted !== true;
      const snapshot = isExpected ? snapshotOf(known, error) : null;
      if (snapshot === null) throw error;
      return snapshot;
    }
  }

  async #load(url: string): Promise<KnownRegistry | null> {
    const entry = await this.#cache.load(url);
    if (entry === null) return null;
    try {
      return { entry, index: this.#indexOf(entry) };
    } catch {
      return { entry, index: null };
    }
  }

  #indexOf({ url, text, publicKey }: CachedRegistry): RegistryIndex {
    const parsed = this.#parsed.get(url);
    if (parsed?.text === text) return parsed.index;
    const { index } = parseIndex(text, hostOf(url), publicKey);
    this.#parsed.set(url, { text, index });
    return index;
  }

  async #ask(
    url: string,
    known: KnownRegistry | null,
    { pinnedKey, signal }: ReadRegistryOptions,
  ): Promise<CachedRegistry> {
    const etag = known?.index == null ? null : known.entry.etag;
    const response = await ask(this.#fetch, url, {
      headers: {
        accept: 'application/json',
        ...(etag === null ? {} : { 'if-none-match': etag }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    const fetchedAt = this.#clock.now();
    if (response.status === 304 && known !== null) {
      return await this.#keep({ ...known.entry, fetchedAt });
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new DomainError(
        'PLUGIN_SOURCE_FAILED',
        `${hostOf(url)} answers with ${response.status} instead of its list of plugins. Try again later.`,
      );
    }
    const text = await readText(response, maxIndexBytes, signal);
    const expectedKey = pinnedKey ?? known?.entry.publicKey ?? null;
    const { index, publicKey } = parseIndex(text, hostOf(url), expectedKey);
    if (known?.index != null) refuseOlder(index, known.index, hostOf(url));
    const newEtag = response.headers.get('etag');
    return await this.#keep({ url, publicKey, etag: newEtag, text, fetchedAt });
  }

  async #keep(entry: CachedRegistry): Promise<CachedRegistry> {
    await this.#cache.save(entry);
    return entry;
  }
}

function snapshotOf(
  known: KnownRegistry | null,
  failure: DomainError | null,
): RegistrySnapshot | null {
  if (known === null || known.index === null) return null;
  const { url, publicKey, fetchedAt } = known.entry;
  return { index: known.index, url, publicKey, fetchedAt, failure };
}

function parseIndex(
  text: string,
  host: string,
  expectedKey: string | null,
): { index: RegistryIndex; publicKey: string } {
  const { document, index } = readDocument(text, host);
  const signature = verifyDocument(document);
  if (signature.state !== 'valid') {
    throw untrusted(
      signature.state === 'unsigned'
        ? `The list of plugins of ${host} is not signed. Ask its owner to sign it.`
        : `The signature of the list of plugins of ${host} does not fit. It may have been changed on the way.`,
    );
  }
  if (expectedKey !== null && signature.publicKey !== expectedKey) {
    throw untrusted(
      `${host} signs its list of plugins with another key than before. Ask its owner why, then add it again.`,
    );
  }
  return { index, publicKey: signature.publicKey };
}

function readDocument(text: string, host: string): { document: JsonObject; index: RegistryIndex } {
  try {
    const document: JsonObject = JSON.parse(text);
    return { document, index: registryIndexSchema.parse(document) };
  } catch (cause) {
    throw new DomainError(
      'PLUGIN_SOURCE_FAILED',
      `${host} has no list of plugins that BrainDrive can read. Check the address, or update BrainDrive.`,
      { cause },
    );
  }
}

/** Somebody between could otherwise send an old list again, in which a revoked plugin is still offered. */
function refuseOlder(index: RegistryIndex, known: RegistryIndex, host: string): void {
  if (Date.parse(index.generatedAt) >= Date.parse(known.generatedAt)) return;
  throw untrusted(`${host} sends an older list of plugins than before. The newer one stays.`);
}

const untrusted = (message: string): DomainError =>
  new DomainError('PLUGIN_SIGNATURE_INVALID', message);
