import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * What a plugin's front-end takes from the host instead of carrying it: one copy in the page, whoever loads first.
 * Everything else that it imports is bundled with it.
 */
export const sharedLibraries = [
  'react',
  'react/jsx-runtime',
  'react-dom',
  '@mantine/core',
  '@mantine/hooks',
  '@tanstack/react-query',
  '@braindrive/plugin-sdk/ui',
  '@braindrive/plugin-sdk/web',
] as const;
export type SharedLibrary = (typeof sharedLibraries)[number];

const names: ReadonlySet<string> = new Set(sharedLibraries);

/** True for an import that the host answers. */
export const isSharedLibrary = (specifier: string): specifier is SharedLibrary =>
  names.has(specifier);

/** `react/jsx-runtime` belongs to `react`, `@mantine/core` to itself. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

async function versionOf(packageName: string, root: string): Promise<string | null> {
  const require = createRequire(join(root, 'package.json'));
  const folders = require.resolve.paths(packageName) ?? [];
  for (const folder of folders) {
    const file = join(folder, packageName, 'package.json');
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return (JSON.parse(text) as { version: string }).version;
  }
  return null;
}

/**
 * For each shared package that a front-end uses: the range that its build stands for, from the versions installed
 * beside it. A version below 1.0.0 promises less, so its range ends at the next minor.
 * @param used - Specifiers as they were imported.
 * @param root - Folder of the plugin.
 */
export async function sharedRanges(
  used: readonly string[],
  root: string,
): Promise<Record<string, string>> {
  const packages = [...new Set(used.map(packageOf))].sort();
  const entries = await Promise.all(
    packages.map(async (name) => [name, await versionOf(name, root)] as const),
  );
  return Object.fromEntries(
    entries.flatMap(([name, version]) => (version === null ? [] : [[name, `^${version}`]])),
  );
}
