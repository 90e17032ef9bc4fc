import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecretKey, SecretKeyError } from './secret-key.ts';

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'braindrive-secret-'));
});
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

const path = () => join(dataDirectory, 'secret.key');

describe('without a configured key', () => {
  it('makes one, for its own user only, and keeps it', async () => {
    const key = await loadSecretKey({ dataDirectory });
    expect(key).toHaveLength(32);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await loadSecretKey({ dataDirectory, configured: ' ' })).toEqual(key);
  });

  it('gives two starters at the same moment the same key', async () => {
    const keys = await Promise.all([
      loadSecretKey({ dataDirectory }),
      loadSecretKey({ dataDirectory }),
    ]);
    expect(keys[0]).toEqual(keys[1]);
  });

  it('makes the folder', async () => {
    await loadSecretKey({ dataDirectory: join(dataDirectory, 'a', 'b') });
  });

  it('closes a file that others could read, and says so', async () => {
    const key = await loadSecretKey({ dataDirectory });
    await chmod(path(), 0o644);
    const tightened: string[] = [];
    expect(
      await loadSecretKey({ dataDirectory, onTightened: (file) => tightened.push(file) }),
    ).toEqual(key);
    expect(tightened).toEqual([path()]);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  it('refuses a damaged file and leaves it as it is', async () => {
    await writeFile(path(), 'short', { mode: 0o600 });
    await expect(loadSecretKey({ dataDirectory })).rejects.toThrow(SecretKeyError);
    expect(await readFile(path(), 'utf8')).toBe('short');
  });
});

describe('a configured key', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));
  const load = (configured: string) => loadSecretKey({ dataDirectory, configured });

  it('may be base64 or hex, and makes no file', async () => {
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      expect(await load(`${bytes.toString(encoding)}\n`)).toEqual(bytes);
    await expect(stat(path())).rejects.toThrow('ENOENT');
  });

  it.each([
    ['is too short', bytes.subarray(0, 31).toString('base64')],
    ['is a sample', 'changeme'],
    ['is a long sample', 'your-secret-key-here'.repeat(4)],
    ['is the base64 of a sample', Buffer.from('change-me'.repeat(5)).toString('base64')],
    ['is all zeros', '0'.repeat(64)],
    ['repeats itself', 'ab'.repeat(32)],
    ['is no encoding', 'not a key, but long enough to be one!'],
  ])('is refused when it %s', async (_why, configured) => {
    await expect(load(configured)).rejects.toThrow(/openssl rand -base64 32/);
  });
});
