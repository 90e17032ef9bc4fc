import { describe, expect, it } from 'vitest';
import { explainInstallFailure } from './install-failure.mjs';

describe('explainInstallFailure', () => {
  it.each([
    ['npm error code ENOTFOUND', 'registry does not answer'],
    ['npm error code ECONNREFUSED', 'registry does not answer'],
    ['npm error ENOSPC: no space left on device', 'disk is full'],
    ['npm error code EACCES', 'may not write here'],
    ['npm error code EUSAGE', 'Run "npm install"'],
    ['npm error code EINTEGRITY', 'not the one the lockfile names'],
    ['npm error something new', 'npm says why above'],
  ])('explains "%s"', (output, advice) => {
    expect(explainInstallFailure(output)).toContain(advice);
  });
});
