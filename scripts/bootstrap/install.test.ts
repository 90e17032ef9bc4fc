import { describe, expect, it } from 'vitest';
import { parseInstallStamp } from './install.mjs';

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
