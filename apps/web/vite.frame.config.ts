import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { designTokensStylesheet } from './build/design-tokens.ts';
import { directImports } from './build/direct-imports.ts';
import { precompress } from './build/precompress.ts';
import { sharedPackages, sharedVersions } from './build/shared-versions.ts';

/**
 * The runtime of framed plugins. A build of its own, because a frame without an origin shares no cache with the page:
 * it gets one script and one style sheet, and not the whole app.
 */
export default defineConfig({
  plugins: [
    react(),
    designTokensStylesheet(),
    sharedVersions(sharedPackages),
    directImports('@mantine/core'),
    directImports('@mantine/hooks'),
    precompress(),
  ],
  base: '/frame/',
  publicDir: false,
  resolve: { conditions: ['@braindrive/source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist/frame',
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { frame: 'src/frame/main.tsx' },
      output: {
        entryFileNames: '[name].js',
        assetFileNames: ({ names }) =>
          names.includes('frame.css') ? '[name][extname]' : 'assets/[name]-[hash][extname]',
        chunkFileNames: 'assets/[name]-[hash].js',
      },
    },
  },
});
