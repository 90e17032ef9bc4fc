import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  missingPlatformPackages,
  overlyBroadPackages,
  type PlatformLockfile,
} from './platform-packages.ts';

describe('missingPlatformPackages', () => {
  it('says for which platform a missing package is', () => {
    const packages = {
      'node_modules/tool': {
        dev: true,
        optionalDependencies: { '@tool/linux-x64-musl': '1.2.3', '@tool/darwin-arm64': '1.2.3' },
      },
      'node_modules/@tool/darwin-arm64': { version: '1.2.3', optional: true },
    };
    expect(missingPlatformPackages({ packages })).toEqual({
      'node_modules/@tool/linux-x64-musl': {
        version: '1.2.3',
        cpu: ['x64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      },
    });
  });

  it('finds a package where Node would find it', () => {
    const packages = {
      'node_modules/a/node_modules/tool': { optionalDependencies: { 'tool-linux-x64': '1.0.0' } },
      'node_modules/a/node_modules/tool-linux-x64': { version: '1.0.0', optional: true },
    };
    expect(missingPlatformPackages({ packages })).toEqual({});
  });
});

describe('overlyBroadPackages', () => {
  it('keeps a package to the processor that its name tells', () => {
    const packages = {
      'node_modules/@tool/linux-arm64': { optional: true, os: ['linux'], cpu: ['arm64', 'x64'] },
      'node_modules/@tool/mac': { optional: true, os: ['darwin'], cpu: ['arm64', 'x64'] },
      'node_modules/@tool/linux-x64': { optional: true, os: ['linux'], cpu: ['x64'] },
    };
    expect(overlyBroadPackages({ packages })).toEqual({
      'node_modules/@tool/linux-arm64': { optional: true, os: ['linux'], cpu: ['arm64'] },
    });
  });
});

describe('package-lock.json', () => {
  const text = readFileSync(resolve(import.meta.dirname, '..', 'package-lock.json'), 'utf8');

  it('can be installed on every platform (else run: npm run complete-lockfile)', () => {
    const missing = missingPlatformPackages(JSON.parse(text) as PlatformLockfile);
    expect(Object.keys(missing)).toEqual([]);
  });

  it('brings no machine the builds of another processor (else run: npm run complete-lockfile)', () => {
    const broad = overlyBroadPackages(JSON.parse(text) as PlatformLockfile);
    expect(Object.keys(broad)).toEqual([]);
  });

  it('ties nobody to the registry it was made with', () => {
    expect(text).not.toContain('"resolved": "http');
  });
});
