import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '@braindrive/core';
import {
  type FileDifferences,
  type PackedPlugin,
  type UnpackedPlugin,
  unpackPlugin,
} from '../archive/index.ts';
import {
  isErrorCode,
  removeTree,
  sealBelow,
  sealFolder,
  syncFolder,
  unsealFolder,
} from './folder-tree.ts';
import {
  isIntact,
  type PluginFiles,
  type PluginLocations,
  readPluginFiles,
  verifyFiles,
} from './plugin-files.ts';

export interface AddPluginOptions {
  readonly signal?: AbortSignal;
  /** Digest that the source promised, in hex. */
  readonly expectedDigest?: string | null;
}

/** What {@link PluginStore.reconcile} found and did. Digests in hex. */
export interface Reconciliation {
  /** Folders that no row knows, now gone. */
  readonly removed: readonly string[];
  /** Rows whose files are not here. */
  readonly missing: readonly string[];
  /** Leftovers of installs that were cut off, now gone. */
  readonly discarded: number;
}

const digestInName = 12;

/**
 * Plugin versions on disk, one folder for each digest: `store/<slug>/<version>-<first 12 of the digest>`. A folder is
 * written elsewhere, sealed read-only and moved into place, so that what is found here was always checked whole.
 */
export class PluginStore implements PluginLocations {
  readonly #storeDirectory: string;
  readonly #stagingDirectory: string;
  /** Digest → where it lies, as far as it was looked up. */
  readonly #located = new Map<string, PluginFiles>();

  /** @param directory - Folder of its own, such as `<data>/plugins`; made when it is missing. */
  constructor(directory: string) {
    this.#storeDirectory = join(directory, 'store');
    this.#stagingDirectory = join(directory, 'staging');
  }

  /**
   * Gives a folder for downloads and the like, on the disk of the store, and removes it after the work, whatever
   * happens.
   */
  async withStaging<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
    const directory = join(this.#stagingDirectory, randomUUID());
    await mkdir(directory, { recursive: true });
    try {
      return await work(directory);
    } finally {
      await removeTree(directory);
    }
  }

  /**
   * Checks a plugin by every rule and keeps it. One that is here already is kept as it is when intact, and replaced
   * by the same bytes when it was damaged. Nothing is left behind by a failure.
   * @throws {PluginArchiveError}
   * @throws {DomainError} `PLUGIN_INCOMPATIBLE`, `PLUGIN_SIGNATURE_INVALID`, `PLUGIN_DIGEST_MISMATCH`
   */
  add(packed: PackedPlugin, options: AddPluginOptions = {}): Promise<PluginFiles> {
    return this.withStaging(async (directory) => {
      const { signal } = options;
      const target = join(directory, 'unpacked');
      await mkdir(target);
      const plugin = await unpackPlugin(packed, target, signal === undefined ? {} : { signal });
      checkIdentity(plugin, options.expectedDigest ?? null);
      await sealBelow(plugin.directory);
      signal?.throwIfAborted();
      return await this.#place(plugin, join(directory, 'damaged'));
    });
  }

  async locate(digest: string): Promise<PluginFiles | null> {
    const known = this.#located.get(digest);
    if (known !== undefined) return known;
    for (const directory of await this.#folders()) {
      if (!directory.endsWith(`-${digest.slice(0, digestInName)}`)) continue;
      const files = await readPluginFiles(directory).catch(() => null);
      if (files?.digest !== digest) continue;
      this.#located.set(digest, files);
      return files;
    }
    return null;
  }

  async verify(digest: string): Promise<FileDifferences | null> {
    const files = await this.locate(digest);
    if (files === null) return null;
    try {
      return await verifyFiles(files);
    } catch (error) {
      if (!isErrorCode(error, 'ENOENT')) throw error;
      this.#located.delete(digest);
      return null;
    }
  }

  /** Deletes the files of a digest. One that is not here is no error. */
  async remove(digest: string): Promise<void> {
    const files = await this.locate(digest);
    this.#located.delete(digest);
    if (files !== null) await this.#removeFolder(files.directory);
  }

  /**
   * Makes the disk follow the database: removes what no row knows and what was half staged, and names what is missing.
   * Only for start-up, before anything installs.
   * @param known - Digests that rows of the database name and that do not lie elsewhere.
   */
  async reconcile(known: ReadonlySet<string>): Promise<Reconciliation> {
    const staged = await readdir(this.#stagingDirectory).catch(() => []);
    await removeTree(this.#stagingDirectory);
    const removed: string[] = [];
    const found = new Set<string>();
    for (const directory of await this.#folders()) {
      const files = await readPluginFiles(directory).catch(() => null);
      if (files !== null && known.has(files.digest) && directory === this.#folderOf(files)) {
        this.#located.set(files.digest, files);
        found.add(files.digest);
      } else {
        await this.#removeFolder(directory);
        removed.push(files?.digest ?? directory.slice(this.#storeDirectory.length + 1));
      }
    }
    const missing = [...known].filter((digest) => !found.has(digest));
    return { removed, missing, discarded: staged.length };
  }

  async #place(plugin: UnpackedPlugin, damagedDirectory: string): Promise<PluginFiles> {
    const directory = this.#folderOf(plugin);
    await mkdir(dirname(directory), { recursive: true });
    const isPlaced = await moveFolder(plugin.directory, directory);
    if (!isPlaced) {
      const present = await readPluginFiles(directory).catch(() => null);
      const isSame = present?.digest === plugin.digest && isIntact(await verifyFiles(present));
      if (!isSame) {
        await unsealFolder(directory);
        await rename(directory, damagedDirectory);
        await rename(plugin.directory, directory);
      }
    }
    await sealFolder(directory);
    await syncFolder(dirname(directory));
    const { manifest, digest, signature } = plugin;
    const files: PluginFiles = { manifest, digest, signature, directory };
    this.#located.set(digest, files);
    return files;
  }

  #folderOf({ manifest, digest }: Pick<PluginFiles, 'manifest' | 'digest'>): string {
    const name = `${manifest.version}-${digest.slice(0, digestInName)}`;
    return join(this.#storeDirectory, manifest.slug, name);
  }

  async #folders(): Promise<string[]> {
    const slugs = await readdir(this.#storeDirectory).catch(() => []);
    const lists = slugs.map(async (slug) => {
      const directory = join(this.#storeDirectory, slug);
      const versions = await readdir(directory).catch(() => []);
      return versions.map((version) => join(directory, version));
    });
    return (await Promise.all(lists)).flat();
  }

  /** Moves it away first, so that half a folder is never found in the store. */
  async #removeFolder(directory: string): Promise<void> {
    await this.withStaging(async (staging) => {
      await unsealFolder(directory);
      await rename(directory, join(staging, 'removed'));
      await syncFolder(dirname(directory));
    });
  }
}

function checkIdentity(plugin: UnpackedPlugin, expectedDigest: string | null): void {
  const { slug, version } = plugin.manifest;
  if (plugin.signature.state === 'invalid') {
    throw new DomainError(
      'PLUGIN_SIGNATURE_INVALID',
      `The signature of ${slug} ${version} does not fit its content. Get it again from its author.`,
    );
  }
  if (expectedDigest !== null && expectedDigest !== plugin.digest) {
    throw new DomainError(
      'PLUGIN_DIGEST_MISMATCH',
      `${slug} ${version} is not what its source promised: the digest differs. Ask its author what changed.`,
    );
  }
}

/** @returns false when something lies at the target already. */
async function moveFolder(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM')) return false;
    throw error;
  }
}
