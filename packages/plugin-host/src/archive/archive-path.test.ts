import { isAbsolute, posix, resolve, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathProblem } from './archive-path.ts';
import { PathSet } from './path-set.ts';

const pieces = [
  '..',
  '.',
  '/',
  '\\',
  'a',
  'B',
  'con',
  'c:',
  ' ',
  '\0',
  'é',
  'e\u0301',
  '\u2024',
  '~',
  '%2e',
  '-',
  '\u202e',
];

/** Every text of up to four pieces. */
function* candidates(length = 4): Generator<string> {
  if (length === 0) {
    yield '';
    return;
  }
  for (const rest of candidates(length - 1)) {
    yield rest;
    for (const piece of pieces) yield piece + rest;
  }
}

describe('pathProblem', () => {
  it('lets no path out of its folder, on any system', () => {
    let accepted = 0;
    for (const path of candidates()) {
      if (pathProblem(path, 12) !== null) continue;
      accepted++;
      expect(isAbsolute(path) || win32.isAbsolute(path)).toBe(false);
      expect(resolve('/base', path).startsWith('/base/')).toBe(true);
      expect(win32.resolve('C:\\base', path).startsWith('C:\\base\\')).toBe(true);
      expect(posix.normalize(path)).toBe(path);
      expect(path.normalize('NFKC')).toBe(path);
    }
    expect(accepted).toBeGreaterThan(50);
  });

  it.each([
    'plugin.json',
    'ui/assets/index-BHo0H.css',
    'server/index.mjs',
    'a/b/c/@scope/x+y,z=1~.js',
    'a-b_c',
  ])('accepts %s', (path) => {
    expect(pathProblem(path, 12)).toBeNull();
  });

  it('refuses paths of more than 240 characters', () => {
    expect(pathProblem('a'.repeat(241), 12)).toMatchObject({
      reason: 'is longer than 240 characters',
    });
  });
});

describe('PathSet', () => {
  it('finds two paths that are one on a file system that ignores case, whatever their order', () => {
    const lists = [
      ['a/B', 'a/b'],
      ['A/x', 'a/y'],
      ['a', 'A/b'],
      ['a/b', 'a'],
      ['a', 'a'],
      ['STRASSE/x', 'strasse'],
    ];
    for (const list of [...lists, ...lists.map((paths) => paths.toReversed())]) {
      const paths = new PathSet();
      const clashes = list.map((path) => paths.addFile(path)).filter((clash) => clash !== null);
      expect(clashes, list.join(' and ')).toHaveLength(1);
    }
  });

  it('lets a folder be named before and after its files', () => {
    const paths = new PathSet();
    expect(paths.addFolder('ui')).toBeNull();
    expect(paths.addFile('ui/a')).toBeNull();
    expect(paths.addFolder('ui')).toBeNull();
  });
});
