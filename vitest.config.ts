import { defineConfig } from 'vitest/config';

const conditions = ['@braindrive/source', 'module', 'node', 'development|production'];
const exclude = ['**/node_modules/**', '**/dist/**', '**/.types/**'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{apps/host,packages/*,plugins/*,plugin-sdk,scripts}/**/*.test.ts'],
          exclude: [...exclude, 'plugin-sdk/src/{ui,web}/**', 'plugins/*/src/ui/**'],
        },
      },
      {
        extends: './apps/web/vite.config.ts',
        test: {
          name: 'web',
          root: './apps/web',
          environment: 'happy-dom',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude,
        },
      },
      {
        extends: './apps/web/vite.config.ts',
        test: {
          name: 'ui',
          root: '.',
          environment: 'happy-dom',
          include: ['{plugin-sdk/src/{ui,web},plugins/*/src/ui}/**/*.test.{ts,tsx}'],
          exclude,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['{e2e,scripts}/**/*.e2e.ts'],
          exclude,
          // One browser and one local model at a time: they share this machine's cores.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
