import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, listFiles, readStamp } from './fingerprint.mjs';
import { manifestFiles } from './workspaces.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'braindrive-fingerprint-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('fingerprint', () => {
  it('stays the same when a file is touched but not changed', () => {
    const file = write('a.ts', 'one');
    const before = fingerprint(root, [file]);
    utimesSync(file, new Date(0), new Date(0));
    expect(fingerprint(root, [file])).toBe(before);
  });

  it('changes with content, name and the given facts', () => {
    const file = write('a.ts', 'one');
    const other = write('b.ts', 'one');
    const before = fingerprint(root, [file]);
    expect(fingerprint(root, [other])).not.toBe(before);
    expect(fingerprint(root, [file], ['linux'])).not.toBe(before);
    write('a.ts', 'two');
    expect(fingerprint(root, [file])).not.toBe(before);
  });
});

describe('listFiles', () => {
  it('leaves out build output and installed packages', () => {
    const source = write('web/src/a.ts', '');
    write('web/dist/a.js', '');
    write('web/node_modules/x/index.js', '');
    expect(listFiles(root)).toEqual([source]);
  });

  it('is empty for a folder that does not exist', () => {
    expect(listFiles(join(root, 'nothing'))).toEqual([]);
  });
});

describe('readStamp', () => {
  it('is undefined where no stamp was written', () => {
    expect(readStamp(join(root, 'stamp'))).toBeUndefined();
    expect(readStamp(write('stamp', 'abc\n'))).toBe('abc');
  });
});

describe('manifestFiles', () => {
  it('finds the package.json of the root and of every workspace', () => {
    const manifest = write('package.json', JSON.stringify({ workspaces: ['apps/*', 'sdk'] }));
    const host = write('apps/host/package.json', '{}');
    const sdk = write('sdk/package.json', '{}');
    write('apps/notes.txt', '');
    mkdirSync(join(root, 'apps/empty'));
    expect(manifestFiles(root)).toEqual([manifest, host, sdk]);
  });
});
