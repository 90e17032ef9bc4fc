import { posix } from 'node:path';
import type { Plugin } from 'vite';
import { takeSharedImports } from './shared-imports.ts';
import { isSharedLibrary } from './shared-libraries.ts';

/** Name of the front-end's entry in the archive. */
export const remoteEntryName = 'remoteEntry.js';
/** What the host asks the container for. */
export const exposedModule = './ui';

const entryId = 'virtual:braindrive-remote-entry';
const resolvedEntryId = `\0${entryId}`;
const usedMarker = '"__BRAINDRIVE_USED_LIBRARIES__"';
const take = '__braindriveShared';

/**
 * A Module Federation container: `init(shareScope)`, then `get(name)`. Only the libraries in use are asked for, so that
 * a plugin that draws with the kit alone does not make the page load all of Mantine.
 */
const entryCode = (main: string): string => `
const libraries = new Map();
let ready = null;

export const ${take} = (name) => libraries.get(name);

async function give(shareScope, name) {
  const provider = Object.values(shareScope[name] ?? {})[0];
  if (provider === undefined) throw new Error('The host does not provide ' + name + '.');
  const factory = provider.lib ?? (await provider.get());
  libraries.set(name, factory());
}

export const init = (shareScope) =>
  (ready ??= Promise.all([${usedMarker}].map((name) => give(shareScope, name))));

export async function get(name) {
  if (name !== '${exposedModule}') throw new Error('This plugin exposes no ' + name + '.');
  await ready;
  const module = await import(${JSON.stringify(main)});
  return () => module;
}
`;

const relativePath = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
};

/** What a build found out about the front-end. */
export interface RemoteFacts {
  /** Shared libraries that it imports. */
  readonly libraries: readonly string[];
  /** Files that it loads at once: the container, the exposed module with what that imports, their styles. */
  readonly first: readonly string[];
}

interface Chunk {
  readonly type: 'chunk';
  readonly fileName: string;
  readonly imports: readonly string[];
  readonly facadeModuleId: string | null;
  /** Added by Vite. */
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> };
}

function firstFiles(
  bundle: Readonly<Record<string, Chunk | { readonly type: 'asset' }>>,
  main: string,
): string[] {
  const files = new Set<string>([remoteEntryName]);
  const add = (name: string | undefined) => {
    const chunk = name === undefined ? undefined : bundle[name];
    if (chunk?.type !== 'chunk' || files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const imported of chunk.imports) add(imported);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    if (chunk.facadeModuleId === main) add(chunk.fileName);
    if (chunk.fileName === remoteEntryName) for (const imported of chunk.imports) add(imported);
  }
  return [...files];
}

/**
 * Makes a build of a plugin's front-end into a remote.
 * @param main - Absolute path of the module that is exposed.
 * @param onBuilt - Told what the front-end needs.
 */
export function remoteContainer(main: string, onBuilt: (facts: RemoteFacts) => void): Plugin {
  return {
    name: 'braindrive-remote-container',
    enforce: 'pre',
    resolveId(specifier) {
      if (specifier === entryId) return resolvedEntryId;
      return isSharedLibrary(specifier) ? { id: specifier, external: true } : null;
    },
    load: (id) => (id === resolvedEntryId ? entryCode(main) : null),
    generateBundle(_options, bundle) {
      const used = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const taken = takeSharedImports(chunk.code, take);
        if (taken === null) continue;
        const entry = relativePath(chunk.fileName, remoteEntryName);
        chunk.code = `import{${take}}from${JSON.stringify(entry)};${taken.code}`;
        for (const library of taken.libraries) used.add(library);
      }
      const libraries = [...used].sort();
      const entry = bundle[remoteEntryName];
      if (entry?.type === 'chunk') {
        const list = libraries.map((name) => JSON.stringify(name)).join(',');
        entry.code = entry.code.replace(/["'`]__BRAINDRIVE_USED_LIBRARIES__["'`]/, list);
      }
      onBuilt({ libraries, first: firstFiles(bundle, main) });
    },
  };
}

/** Entry of the build, for `rolldownOptions.input`. */
export const remoteEntryInput: Readonly<Record<string, string>> = { remoteEntry: entryId };
