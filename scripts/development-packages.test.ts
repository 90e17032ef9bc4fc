import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { separateDevelopmentPackages } from './development-packages.ts';

const optionalPeer = {
  peerDependencies: { compiler: '7.0.0', framework: '1.0.0' },
  peerDependenciesMeta: { compiler: { optional: true } },
};

describe('separateDevelopmentPackages', () => {
  it('takes a peer away that only development brings', () => {
    const packages = {
      '': {},
      app: { dependencies: { library: '1.0.0', framework: '1.0.0' } },
      'node_modules/library': optionalPeer,
      'node_modules/framework': {},
      'node_modules/compiler': { devOptional: true },
    };
    expect(separateDevelopmentPackages(packages)).toEqual({
      'node_modules/library': {
        peerDependencies: { framework: '1.0.0' },
        peerDependenciesMeta: {},
      },
      'node_modules/compiler': { dev: true },
    });
  });

  it('leaves a peer alone that something needs when it runs', () => {
    const packages = {
      '': {},
      app: { dependencies: { library: '1.0.0', compiler: '7.0.0', framework: '1.0.0' } },
      'node_modules/library': optionalPeer,
      'node_modules/framework': {},
      'node_modules/compiler': {},
    };
    expect(separateDevelopmentPackages(packages)).toEqual({});
  });
});

describe('package-lock.json', () => {
  it('installs nothing of development for those who only run it (else: npm run complete-lockfile)', () => {
    const file = resolve(import.meta.dirname, '..', 'package-lock.json');
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: Parameters<typeof separateDevelopmentPackages>[0];
    };
    expect(Object.keys(separateDevelopmentPackages(packages))).toEqual([]);
  });
});
