import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';
import { type RemoteFacts, remoteContainer, remoteEntryInput } from './remote-container.ts';
import { sharedRanges } from './shared-libraries.ts';
import { uiImportRules } from './ui-import-rules.ts';

/** Conditions under which a front-end's imports are resolved. */
const conditions = ['@braindrive/source', 'module', 'browser', 'development|production'];

export interface UiBuild {
  /** Ranges for `shared` in `plugin.json`. */
  readonly shared: Readonly<Record<string, string>>;
  /** Files that are loaded with the front-end, whatever it shows. */
  readonly first: readonly string[];
}

/** Class names start with the slug, so that two plugins, or two versions of one, never style each other. */
const scopedName =
  (slug: string, root: string) =>
  (name: string, file: string, css: string): string => {
    const digest = createHash('sha256').update(relative(root, file)).update(css);
    return `${slug}-${name}-${digest.digest('hex').slice(0, 6)}`;
  };

/** The Vite configuration that makes `main` a remote. */
export function uiConfig(options: {
  readonly root: string;
  readonly slug: string;
  readonly main: string;
  readonly outDir: string;
  readonly onBuilt: (facts: RemoteFacts) => void;
}): InlineConfig {
  const { root, slug, main, outDir, onBuilt } = options;
  return {
    root,
    configFile: false,
    mode: 'production',
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [
      uiImportRules(root, join(root, 'src', 'server')),
      react(),
      remoteContainer(main, onBuilt),
    ],
    resolve: { conditions },
    // Whatever NODE_ENV says: the development runtime is another library, which the host does not give.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    css: { modules: { generateScopedName: scopedName(slug, root) } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: { ...remoteEntryInput },
        preserveEntrySignatures: 'strict',
        output: {
          // The address holds the version and its digest, so names need none.
          entryFileNames: '[name].js',
          chunkFileNames: 'assets/[name]-[hash:8].js',
          assetFileNames: 'assets/[name]-[hash:8][extname]',
        },
      },
    },
  };
}

/** Builds the front-end of a plugin into `outDir`: `remoteEntry.js` and its assets. */
export async function buildUi(options: {
  readonly root: string;
  readonly slug: string;
  readonly main: string;
  readonly outDir: string;
}): Promise<UiBuild> {
  let facts: RemoteFacts = { libraries: [], first: [] };
  await build(
    uiConfig({
      ...options,
      onBuilt: (built) => {
        facts = built;
      },
    }),
  );
  return { shared: await sharedRanges(facts.libraries, options.root), first: facts.first };
}
