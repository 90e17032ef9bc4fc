import { describe, expect, it } from 'vitest';
import { parseInstallStamp, setToInstall } from './install.mjs';

describe('parseInstallStamp', () => {
  it('tells the fingerprint and the set of packages', () => {
    expect(parseInstallStamp('abc runtime')).toEqual({ fingerprint: 'abc', set: 'runtime' });
  });

  it('takes a note of another form for none', () => {
    expect(parseInstallStamp('abc')).toBeUndefined();
    expect(parseInstallStamp('abc everything')).toBeUndefined();
    expect(parseInstallStamp(undefined)).toBeUndefined();
  });
});

describe('setToInstall', () => {
  const runtime = { packages: { 'node_modules/left': { version: '1.0.0' } } };
  const development = {
    packages: { ...runtime.packages, 'node_modules/tool': { version: '1.0.0', dev: true } },
  };

  it('installs what the job needs where nothing is installed', () => {
    expect(setToInstall('runtime', undefined, undefined)).toBe('runtime');
    expect(setToInstall('development', undefined, runtime)).toBe('development');
  });

  it('never takes the test tools away', () => {
    expect(setToInstall('runtime', 'development', undefined)).toBe('development');
    expect(setToInstall('runtime', undefined, development)).toBe('development');
    expect(setToInstall('runtime', 'runtime', development)).toBe('development');
  });

  it('keeps to the runtime where an earlier run chose it', () => {
    expect(setToInstall('runtime', 'runtime', runtime)).toBe('runtime');
    expect(setToInstall('runtime', undefined, runtime)).toBe('runtime');
  });

  it('takes the folders of this project that only development uses for no test tools', () => {
    const linked = {
      packages: { 'node_modules/@braindrive/e2e': { link: true, dev: true }, e2e: { dev: true } },
    };
    expect(setToInstall('runtime', undefined, linked)).toBe('runtime');
  });
});
