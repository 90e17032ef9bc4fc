import { resolve } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';

const entryId = 'virtual:braindrive-server-entry';
const resolvedEntryId = `\0${entryId}`;

/** The author's definition and the runtime that serves it, in one module for the host's runner. */
const entryCode = (main: string): string => `
import { serve as serveDefinition } from '@braindrive/plugin-sdk/server/runtime';
import definition from ${JSON.stringify(main)};
export { definition };
export const serve = (port) => serveDefinition(definition, port);
`;

function serverEntry(main: string): Plugin {
  return {
    name: 'braindrive-server-entry',
    enforce: 'pre',
    resolveId(specifier, importer) {
      if (specifier === entryId) return resolvedEntryId;
      // A virtual module has no folder, so its imports are resolved as if the author had written them.
      return importer === resolvedEntryId && !specifier.startsWith('/')
        ? this.resolve(specifier, main)
        : null;
    },
    load: (id) => (id === resolvedEntryId ? entryCode(main) : null),
  };
}

interface ServerBuild {
  readonly root: string;
  readonly main: string;
  readonly outDir: string;
  /** Packages that stay outside, such as native ones; they have to be beside the plugin when it runs. */
  readonly externals: readonly string[];
}

/** The Vite configuration that bundles one entry of the server half into one module. */
export function serverConfig(
  { root, main, outDir, externals }: ServerBuild,
  entry: { readonly name: string; readonly input: string } = { name: 'index', input: entryId },
): InlineConfig {
  return {
    root,
    configFile: false,
    mode: 'production',
    publicDir: false,
    logLevel: 'warn',
    plugins: [serverEntry(main)],
    resolve: { conditions: ['@braindrive/source', 'module', 'node', 'development|production'] },
    ssr: {
      noExternal: true,
      external: [...externals],
      resolve: { conditions: ['@braindrive/source', 'module', 'node', 'development|production'] },
    },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: entry.name === 'index',
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { [entry.name]: entry.input },
        output: { entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  };
}

/**
 * Builds the server half of a plugin into `outDir`: one self-contained `index.mjs`, and one more module for each program
 * that it starts itself.
 */
export async function buildServer({
  programs,
  ...options
}: ServerBuild & { readonly programs: Readonly<Record<string, string>> }): Promise<void> {
  await build(serverConfig(options));
  for (const [name, source] of Object.entries(programs)) {
    await build(serverConfig(options, { name, input: resolve(options.root, source) }));
  }
}
