import { describe, expect, it } from 'vitest';
import { isNeededAtRunTime, productionPackages } from './production-packages.ts';

describe('productionPackages', () => {
  it('follows links, nested packages, optional packages and required peers', () => {
    const packages = {
      'apps/host': { dependencies: { '@us/core': '*', http: '1' } },
      'apps/web': { dependencies: { react: '1' } },
      'node_modules/@us/core': { link: true, resolved: 'packages/core' },
      'packages/core': { dependencies: { store: '1' } },
      'node_modules/http': { dependencies: { parser: '2' }, peerDependencies: { typescript: '5' } },
      'node_modules/http/node_modules/parser': {},
      'node_modules/parser': {},
      'node_modules/react': {},
      'node_modules/store': {
        optionalDependencies: { 'store-linux': '1', 'store-mac': '1' },
        peerDependencies: { driver: '1', other: '1' },
        peerDependenciesMeta: { other: { optional: true } },
      },
      'node_modules/store-linux': {},
      'node_modules/driver': {},
      'node_modules/other': {},
      'node_modules/typescript': {},
    };
    expect(productionPackages(packages, 'apps/host')).toEqual([
      'apps/host',
      'node_modules/driver',
      'node_modules/http',
      'node_modules/http/node_modules/parser',
      'node_modules/store',
      'node_modules/store-linux',
      'packages/core',
    ]);
  });
});

describe('isNeededAtRunTime', () => {
  const target = { platform: 'linux', arch: 'arm64' };

  it.each([
    'node_modules/zod/index.js',
    'node_modules/zod/LICENSE',
    'node_modules/x/license.md',
    'node_modules/better-sqlite3/prebuilds/linux-arm64.node',
    'node_modules/@node-llama-cpp/linux-arm64/bins/llama.so',
    'node_modules/swagger-ui-dist/swagger-ui-bundle.js',
    'node_modules/swagger-ui-dist/swagger-ui.css',
  ])('keeps %s', (path) => {
    expect(isNeededAtRunTime(path, target)).toBe(true);
  });

  it.each([
    'node_modules/zod/index.d.cts',
    'node_modules/zod/src/index.ts',
    'node_modules/zod/README.md',
    'node_modules/zod/index.js.map',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
    'node_modules/@node-llama-cpp/linux-x64/bins/llama.so',
    'node_modules/swagger-ui-dist/swagger-ui-es-bundle-core.js',
    'node_modules/swagger-ui-dist/swagger-ui.js',
  ])('leaves out %s', (path) => {
    expect(isNeededAtRunTime(path, target)).toBe(false);
  });
});
