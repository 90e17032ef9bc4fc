import { join } from 'node:path';
import { sharedLibraries } from '@braindrive/plugin-sdk/vite';
import { federation } from '@module-federation/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** None is carried along: what the page has is all there is. */
const fromPage = { singleton: true, import: false, requiredVersion: '*' } as const;

// Builds a front-end with Module Federation's own Vite plugin, as an author may who does not use ours. A process of its
// own, because that plugin does nothing where it sees a test runner: usual-builder.ts <root> <outDir> <with|without>
// "without": it takes the runtime of the page too.
const [root = '', outDir = '', runtime = ''] = process.argv.slice(2);

await build({
  root,
  configFile: false,
  mode: 'production',
  // Whatever NODE_ENV says: the development runtime is another library, which the page does not give.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': '"production"' },
  base: './',
  publicDir: false,
  logLevel: 'error',
  plugins: [
    react(),
    federation({
      name: 'greeter',
      filename: 'remoteEntry.js',
      dts: false,
      manifest: false,
      exposes: { './ui': './src/ui/index.ts' },
      shared: Object.fromEntries(sharedLibraries.map((name) => [name, { ...fromPage }])),
      ...(runtime === 'with' ? {} : { experiments: { externalRuntime: true } }),
    }),
  ],
  resolve: { conditions: ['@braindrive/source', 'module', 'browser', 'development|production'] },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: join(root, 'src', 'ui', 'index.ts') },
  },
});
