import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { designTokensStylesheet } from './build/design-tokens.ts';
import { directImports } from './build/direct-imports.ts';
import { createFirstChunkNamer } from './build/first-chunk.ts';
import { frameBuild } from './build/frame-build.ts';
import { precompress } from './build/precompress.ts';
import { preloadFont } from './build/preload-font.ts';
import { preloadScripts } from './build/preload-scripts.ts';
import { sharedPackages, sharedVersions } from './build/shared-versions.ts';

const host = process.env.BRAINDRIVE_DEV_HOST ?? 'http://127.0.0.1:3000';
const proxied = { target: host, changeOrigin: false };

export default defineConfig({
  plugins: [
    react(),
    designTokensStylesheet(),
    sharedVersions(sharedPackages),
    directImports('@mantine/core'),
    directImports('@mantine/hooks'),
    preloadFont('inter-latin-wght-normal'),
    preloadScripts('remote-runtime'),
    precompress(),
    frameBuild('vite.frame.config.ts'),
  ],
  resolve: { conditions: ['@braindrive/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: createFirstChunkNamer('app') }] } },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/trpc': { ...proxied, ws: true },
      '/api': proxied,
      '/health': proxied,
      '/files': proxied,
      // Folders of plugin versions; /plugins itself and one level below are pages.
      '^/plugins/[^/]+/[^/]+/': proxied,
      '/frame': proxied,
    },
  },
});
