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

/** The Vite configuration that bundles the server half into one module. */
export function serverConfig(options: {
  readonly root: string;
  readonly main: string;
  readonly outDir: string;
  /** Packages that stay outside, such as native ones; they have to be beside the plugin when it runs. */
  readonly externals: readonly string[];
}): InlineConfig {
  const { root, main, outDir, externals } = options;
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
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: entryId },
        output: { entryFileNames: 'index.mjs', codeSplitting: false },
      },
    },
  };
}

/** Builds the server half of a plugin into `outDir`: one self-contained `index.mjs`. */
export async function buildServer(options: Parameters<typeof serverConfig>[0]): Promise<void> {
  await build(serverConfig(options));
}
