import type { KeyObject } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DomainError } from '@braindrive/core';
import { rcompare } from 'semver';
import { type UnpackedPlugin, unpackPlugin } from '../archive/index.ts';
import { signDocument } from '../signatures/index.ts';
import type { PluginFiles, PluginStore } from '../store/index.ts';
import { sizeOfFiles } from '../store/index.ts';
import { offeredPlugin, offeredVersion } from './offered-version.ts';
import type { RegistryIndex, RegistryPlugin, Revocation } from './registry-index.ts';

interface Offer {
  readonly plugin: Pick<UnpackedPlugin, 'manifest'>;
  readonly version: RegistryPlugin['versions'][number];
}

/**
 * Makes the signed index of a folder of archives, for a static web server. Each archive is checked by all the rules of
 * an install; `<archive>.md` beside it becomes its release notes. Addresses are relative to the folder.
 * @throws {PluginArchiveError}
 * @throws {DomainError} `PLUGIN_INCOMPATIBLE`, `PLUGIN_SIGNATURE_INVALID`, `CONFLICT` for two contents of one version
 */
export async function buildRegistryIndex(
  folder: string,
  options: {
    readonly name: string;
    readonly key: KeyObject | string;
    readonly generatedAt: Date;
    /** Lends a folder to unpack into. */
    readonly store: Pick<PluginStore, 'withStaging'>;
    readonly revoked?: readonly Revocation[];
  },
): Promise<RegistryIndex> {
  const names = (await readdir(folder)).filter((name) => /\.(tgz|zip)$/.test(name)).toSorted();
  const offers: Offer[] = [];
  for (const name of names) {
    offers.push(
      await options.store.withStaging((staging) => readOffer(join(folder, name), staging)),
    );
  }
  const index: RegistryIndex = {
    formatVersion: 1,
    name: options.name,
    generatedAt: options.generatedAt.toISOString(),
    plugins: groupBySlug(offers),
    revoked: [...(options.revoked ?? [])],
  };
  // Through text, so that what is signed has the form in which it will be read.
  return signDocument(JSON.parse(JSON.stringify(index)), options.key);
}

/** The index of the plugins that come with the host. It never leaves the process, so it needs no signature. */
export async function buildBundledIndex(
  bundled: readonly PluginFiles[],
  options: { readonly name: string; readonly generatedAt: Date },
): Promise<RegistryIndex> {
  const offers = bundled.map(async (files): Promise<Offer> => {
    const { digest, signature, manifest } = files;
    const details = {
      url: `bundled:${manifest.slug}`,
      notes: null,
      sizeBytes: await sizeOfFiles(files),
    };
    const publishedAt = options.generatedAt;
    return {
      plugin: files,
      version: offeredVersion(manifest, { ...details, digest, signature, publishedAt }),
    };
  });
  return {
    formatVersion: 1,
    name: options.name,
    generatedAt: options.generatedAt.toISOString(),
    plugins: groupBySlug(await Promise.all(offers)),
    revoked: [],
  };
}

async function readOffer(path: string, staging: string): Promise<Offer> {
  const plugin = await unpackPlugin({ kind: 'archive', path }, staging);
  const { manifest, digest, signature } = plugin;
  if (signature.state === 'invalid') {
    throw new DomainError(
      'PLUGIN_SIGNATURE_INVALID',
      `The signature in ${basename(path)} does not fit its content. Sign it again.`,
    );
  }
  const { size: sizeBytes, mtime: publishedAt } = await stat(path);
  const notes = await readFile(`${path}.md`, 'utf8').catch(() => null);
  const url = encodeURIComponent(basename(path));
  return {
    plugin,
    version: offeredVersion(manifest, { digest, signature, url, sizeBytes, publishedAt, notes }),
  };
}

function groupBySlug(offers: readonly Offer[]): RegistryPlugin[] {
  const groups = Map.groupBy(offers, ({ plugin }) => plugin.manifest.slug);
  return [...groups.values()]
    .map((group) => {
      const sorted = group.toSorted((left, right) =>
        rcompare(left.version.version, right.version.version),
      );
      const versions = withoutCopies(sorted.map(({ version }) => version));
      const [newest] = sorted;
      return newest === undefined ? null : offeredPlugin(newest.plugin.manifest, versions);
    })
    .filter((plugin) => plugin !== null)
    .toSorted((left, right) => left.slug.localeCompare(right.slug, 'en'));
}

/** One version is often there as .tgz and as .zip. */
function withoutCopies(versions: readonly RegistryPlugin['versions'][number][]) {
  return versions.filter((version, index) => {
    const first = versions.findIndex((other) => other.version === version.version);
    if (versions[first]?.digest === version.digest) return first === index;
    throw new DomainError(
      'CONFLICT',
      `There are two different plugins with version ${version.version}.`,
    );
  });
}
