import { describe, expect, it } from 'vitest';
import { automaticUpdate, newestFirst, newestUpdate } from './update-choice.ts';

const offered = (...versions: string[]) =>
  versions.map((version) => ({ version, isPrerelease: version.includes('-') }));
const all = offered('1.2.4', '1.10.0', '1.9.9', '2.0.0', '1.2.10', '2.1.0-beta.1', '1.2.3');

describe('updates', () => {
  it('are compared as versions, not as text', () => {
    expect(
      newestFirst(all)
        .map(({ version }) => version)
        .slice(0, 3),
    ).toEqual(['2.1.0-beta.1', '2.0.0', '1.10.0']);
    expect(newestUpdate('1.2.3', all)?.version).toBe('2.0.0');
    expect(newestUpdate('2.0.0', all)).toBeNull();
    expect(newestUpdate('9.0.0', all)).toBeNull();
  });

  it('offer pre-releases to those who run one', () => {
    expect(newestUpdate('2.1.0-alpha.1', all)?.version).toBe('2.1.0-beta.1');
    expect(newestUpdate('2.1.0-beta.1', offered('2.1.0', '2.1.0-rc.1'))?.version).toBe('2.1.0');
  });

  it.each([
    ['off', '1.2.3', undefined],
    ['patch', '1.2.3', '1.2.10'],
    ['minor', '1.2.3', '1.10.0'],
    ['minor', '2.0.0', undefined],
    ['minor', '0.3.1', '0.3.2'],
    ['patch', '0.3.1', '0.3.2'],
    ['minor', '0.0.3', '0.0.4'],
  ] as const)('with the policy %s go from %s to %s by themselves', (policy, from, to) => {
    const list = [...all, ...offered('0.3.2', '0.4.0', '0.0.4', '0.1.0')];
    expect(automaticUpdate(from, list, policy)?.version).toBe(to);
  });
});
