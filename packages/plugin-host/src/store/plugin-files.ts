import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareFiles,
  type FileDifferences,
  manifestFileName,
  type ReadManifest,
  readManifest,
} from '../archive/index.ts';

/** The files of one plugin version, where they lie. Nobody writes into the folder. */
export interface PluginFiles extends ReadManifest {
  readonly directory: string;
}

/** A place that holds plugin versions: the store, or the folders that come with the host. */
export interface PluginLocations {
  /** @returns the files of a digest, or null when they are not here. */
  locate(digest: string): Promise<PluginFiles | null>;
  /** Reads every file again. @returns null when the digest is not here. */
  verify(digest: string): Promise<FileDifferences | null>;
}

export const isIntact = (differences: FileDifferences): boolean =>
  Object.values(differences).every((paths) => paths.length === 0);

/** Reads the manifest of a folder; the files are not looked at. @throws {DomainError} as {@link readManifest} does. */
export async function readPluginFiles(directory: string): Promise<PluginFiles> {
  return { ...(await readManifest(directory)), directory };
}

/** Compares every file of a folder with the manifest. A link counts as changed, because it may lead anywhere. */
export async function verifyFiles(files: PluginFiles): Promise<FileDifferences> {
  const digests = new Map<string, string>();
  for await (const path of pathsIn(files.directory)) {
    digests.set(path, await digestOf(join(files.directory, path)));
  }
  const differences = compareFiles(files.manifest, digests);
  const isManifestSame = await holdsDigest(files);
  return isManifestSame
    ? differences
    : { ...differences, changed: [manifestFileName, ...differences.changed] };
}

/** How much room the files of a plugin take. */
export async function sizeOfFiles(files: PluginFiles): Promise<number> {
  let sizeBytes = 0;
  for (const path of [manifestFileName, ...Object.keys(files.manifest.files)]) {
    const found = await lstat(join(files.directory, path)).catch(() => null);
    sizeBytes += found?.size ?? 0;
  }
  return sizeBytes;
}

const holdsDigest = async (files: PluginFiles): Promise<boolean> => {
  const read = await readManifest(files.directory).catch(() => null);
  return read?.digest === files.digest;
};

async function* pathsIn(root: string, under = ''): AsyncGenerator<string> {
  for await (const entry of await opendir(join(root, under))) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* pathsIn(root, path);
    else yield path;
  }
}

/** @returns the digest as manifests write it, or a text that equals none when the file cannot be read as one. */
async function digestOf(path: string): Promise<string> {
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(path, flags);
    const hash = createHash('sha256');
    for await (const chunk of file.createReadStream()) hash.update(chunk);
    return `sha256-${hash.digest('base64')}`;
  } catch {
    return 'unreadable';
  }
}
