import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInstalled } from './installed-packages.mjs';

const root = join('/', 'project');
const left = { version: '1.0.0', integrity: 'sha512-left' };
const lockfile = {
  packages: {
    '': { dependencies: { left: '1.0.0' } },
    'node_modules/left': left,
    'node_modules/only-elsewhere': { version: '2.0.0', optional: true },
  },
};
const manifests = [
  { file: join(root, 'package.json'), manifest: { dependencies: { left: '1.0.0' } } },
];

describe('isInstalled', () => {
  it('accepts what the lockfile names, without the optional packages of other platforms', () => {
    const record = { packages: { 'node_modules/left': left } };
    expect(isInstalled('development', { root, lockfile, record, manifests })).toBe(true);
  });

  it('takes development packages for missing only where they are wanted', () => {
    const lockfileWithTool = {
      packages: { ...lockfile.packages, 'node_modules/tool': { version: '1.0.0', dev: true } },
    };
    const record = { packages: { 'node_modules/left': left } };
    const state = { root, lockfile: lockfileWithTool, record, manifests };
    expect(isInstalled('runtime', state)).toBe(true);
    expect(isInstalled('development', state)).toBe(false);
  });

  it('notices a missing package', () => {
    expect(
      isInstalled('development', { root, lockfile, record: { packages: {} }, manifests }),
    ).toBe(false);
  });

  it('notices a package of another version', () => {
    const record = { packages: { 'node_modules/left': { ...left, version: '0.9.0' } } };
    expect(isInstalled('development', { root, lockfile, record, manifests })).toBe(false);
  });

  it('notices a package that the lockfile no longer names', () => {
    const record = { packages: { 'node_modules/left': left, 'node_modules/old': left } };
    expect(isInstalled('development', { root, lockfile, record, manifests })).toBe(false);
  });

  it('notices a dependency that was written into package.json only', () => {
    const record = { packages: { 'node_modules/left': left } };
    const edited = [
      { file: join(root, 'package.json'), manifest: { dependencies: { left: '1.0.0', up: '1' } } },
    ];
    expect(isInstalled('development', { root, lockfile, record, manifests: edited })).toBe(false);
  });
});
