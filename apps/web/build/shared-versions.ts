import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const moduleId = 'virtual:shared-versions';
const resolvedId = `\0${moduleId}`;

/** Packages that plugins take from the page. */
export const sharedPackages: readonly string[] = [
  '@braindrive/plugin-sdk',
  '@mantine/core',
  '@mantine/hooks',
  '@tanstack/react-query',
  'react',
  'react-dom',
];

function versionOf(name: string, root: string): string {
  const folders = createRequire(join(root, 'package.json')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, name, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // It is in a folder further up.
    }
  }
  throw new Error(`${name} is shared with plugins but is not installed.`);
}

/** Versions of the packages that plugins take from the page, as the default export of a virtual module. */
export function sharedVersions(packages: readonly string[]): Plugin {
  let root = '';
  return {
    name: 'braindrive-shared-versions',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id === moduleId ? resolvedId : null),
    load(id) {
      if (id !== resolvedId) return null;
      const versions = Object.fromEntries(packages.map((name) => [name, versionOf(name, root)]));
      return `export const sharedVersions = ${JSON.stringify(versions)};`;
    },
  };
}
