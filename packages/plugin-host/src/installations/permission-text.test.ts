import { type ManifestInput, manifestSchema } from '@braindrive/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { changeOf, isWidened } from './permission-diff.ts';
import { contributionTexts, limitsText, permissionTexts } from './permission-text.ts';

const manifestOf = (changes: Partial<ManifestInput>) =>
  manifestSchema.parse({
    manifestVersion: 1,
    slug: 'web-clipper',
    version: '2.1.0',
    name: 'Web Clipper',
    author: { name: 'Ada' },
    engines: { host: '*', protocol: 1 },
    files: {},
    ...changes,
  });
const nothing = new Set<never>();

describe('permissionTexts', () => {
  it('says verb, object and limit, and gives the reason as the author wrote it', () => {
    const texts = permissionTexts(
      manifestOf({
        permissions: {
          storage: { quotaMB: 200 },
          http: { hosts: ['*'], reason: 'To fetch what you save' },
          ai: { tokensPerDay: 50_000 },
        },
      }),
      { granted: null, denied: nothing },
    );
    expect(texts).toMatchObject([
      { title: 'Store up to 200 MB', isBroad: false, change: 'new', reason: null },
      { title: 'Read any public web page', isBroad: true, reason: 'To fetch what you save' },
      { title: 'Use your models, up to 50,000 tokens a day', isBroad: false },
    ]);
  });

  it('puts what is new on an update first and what is given up last', () => {
    const texts = permissionTexts(
      manifestOf({ permissions: { storage: { quotaMB: 20 }, http: { hosts: ['a.example'] } } }),
      {
        granted: { storage: { quotaMB: 10 }, notify: {}, http: { hosts: ['*.example'] } },
        denied: new Set(['http'] as const),
      },
    );
    expect(texts.map(({ permission, change, isDenied }) => [permission, change, isDenied])).toEqual(
      [
        ['storage', 'wider', false],
        ['http', 'narrower', true],
        ['notify', 'removed', false],
      ],
    );
  });

  it('shortens long lists of servers but names all below', () => {
    const hosts = ['a.example', 'b.example', 'c.example', '*.d.example'];
    const [text] = permissionTexts(manifestOf({ permissions: { http: { hosts } } }), {
      granted: null,
      denied: nothing,
    });
    expect(text?.title).toBe('Talk to a.example, b.example and 2 more');
    expect(text?.explanation).toContain('c.example, all of d.example');
  });
});

describe('what widens', () => {
  it.each([
    [{ http: { hosts: ['*'] } }, { http: { hosts: ['a.example'] } }, 'narrower'],
    [{ http: { hosts: ['*.a.example'] } }, { http: { hosts: ['b.a.example'] } }, 'narrower'],
    [{ http: { hosts: ['*.a.example'] } }, { http: { hosts: ['a.example'] } }, 'wider'],
    [{ http: { hosts: ['*'] } }, { http: { hosts: ['10.0.0.5'] } }, 'wider'],
    [{ http: { hosts: ['a.example'] } }, { http: { hosts: ['*'] } }, 'wider'],
  ])('knows which servers another pattern covers: %j → %j is %s', (before, after, change) => {
    expect(changeOf('http', before, after)).toBe(change);
  });

  it('does not call other words for the same reason wider', () => {
    const before = { storage: { quotaMB: 5, reason: 'notes' } };
    expect(isWidened(before, { storage: { quotaMB: 5, reason: 'your notes' } })).toBe(false);
    expect(isWidened(before, { storage: { quotaMB: 5 }, native: {} })).toBe(true);
    expect(
      isWidened({ conversations: { access: 'read' } }, { conversations: { access: 'write' } }),
    ).toBe(true);
  });
});

it('says what stays closed, and why its screens are in a frame', () => {
  expect(limitsText(manifestOf({}), { mode: 'frame', isSigned: false })).toBe(
    'It cannot read your conversations, files of this machine or keys of your connections. Because nobody signed it, its screens run in a closed frame.',
  );
  expect(limitsText(manifestOf({}), { mode: 'realm', isSigned: true })).toContain(
    'can do there what you can do',
  );
});

it('counts what a plugin adds', () => {
  const manifest = manifestOf({
    contributes: {
      components: [
        { name: 'clip', title: 'Clip' },
        { name: 'list', title: 'List' },
      ],
      jobs: [{ name: 'sync', title: 'Sync', every: '15m' }],
    },
  });
  expect(contributionTexts(manifest)).toEqual(['2 blocks', '1 job']);
});
