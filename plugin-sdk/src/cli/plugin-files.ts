import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The files of an archive in memory, by path with forward slashes, sorted. */
export type PluginFiles = ReadonlyMap<string, Uint8Array>;

/** Paths below a folder, sorted by code unit; none when there is no such folder. */
async function listFiles(folder: string): Promise<string[]> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isThere) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort((left, right) => (left < right ? -1 : 1));
}

export async function readFiles(folder: string): Promise<PluginFiles> {
  const files = new Map<string, Uint8Array>();
  for (const path of await listFiles(folder)) files.set(path, await readFile(join(folder, path)));
  return files;
}

const sourceEnding = /\.(ts|tsx|mts|js|jsx|mjs)$/;
const testEnding = /\.(test|spec|test-d)\.[a-z]+$/;

/** What the author wrote below `src`, without tests; empty when only the built files are there. */
export async function readSources(root: string): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (const path of await listFiles(join(root, 'src'))) {
    if (!sourceEnding.test(path) || testEnding.test(path)) continue;
    sources.set(`src/${path}`, await readFile(join(root, 'src', path), 'utf8'));
  }
  return sources;
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
