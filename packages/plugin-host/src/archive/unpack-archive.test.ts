import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { paxHeader, type RawTarEntry, rawTar, rawTgz } from '../testing/raw-tar.ts';
import { type RawZipEntry, rawZip } from '../testing/raw-zip.ts';
import { asFolder, asTgz, asZip, samplePlugin } from '../testing/sample-plugin.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { ArchiveLimits, ArchiveRule } from './index.ts';
import { archiveLimits, unpackPlugin } from './index.ts';

const unpackBytes = async (bytes: Uint8Array, limits: ArchiveLimits = archiveLimits) => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'packed');
  const target = join(folder.path, 'target');
  await mkdir(target);
  await writeFile(path, bytes);
  const plugin = await unpackPlugin({ kind: 'archive', path }, target, { limits });
  const written = await folder.files();
  return { plugin, written, under: plugin.directory.slice(target.length) };
};

const tarWith = (...hostile: RawTarEntry[]): Buffer => rawTgz([...sampleEntries(), ...hostile]);
const zipWith = (...hostile: RawZipEntry[]): Buffer => rawZip([...sampleEntries(), ...hostile]);
const sampleEntries = () =>
  Object.entries(samplePlugin()).map(([name, content]) => ({ name, content }));

const expectRefusal = async (bytes: Uint8Array, rule: ArchiveRule, limits?: ArchiveLimits) => {
  await expect(unpackBytes(bytes, limits)).rejects.toMatchObject({
    code: 'PLUGIN_ARCHIVE_REFUSED',
    rule,
  });
};

describe('a valid plugin', () => {
  it.each([
    ['tgz', asTgz(samplePlugin()), ''],
    ['zip', asZip(samplePlugin()), ''],
    ['tgz in one folder', asTgz(samplePlugin(), 'package/'), '/package'],
    ['zip in one folder', asZip(samplePlugin(), 'dice-1.0.0/'), '/dice-1.0.0'],
    ['tgz of the current folder', asTgz(samplePlugin(), './'), ''],
  ])('unpacks from a %s', async (_, bytes, under) => {
    const result = await unpackBytes(bytes);
    expect(result.under).toBe(under);
    expect(result.plugin).toMatchObject({
      manifest: { slug: 'dice', version: '1.0.0' },
      signature: { state: 'unsigned' },
      fileCount: 3,
    });
  });

  it('has the same digest however it is packed', async () => {
    const [first, second] = await Promise.all([
      unpackBytes(asTgz(samplePlugin())),
      unpackBytes(asZip(samplePlugin(), 'wrapped/')),
    ]);
    expect(first.plugin.digest).toBe(second.plugin.digest);
    expect(first.plugin.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('unpacks from what the tar and zip programs write', async () => {
    await using folder = await temporaryFolder();
    const deep = `ui/${'a-long-folder-name-/'.repeat(6).replaceAll('-/', '/')}remote.js`;
    const files = samplePlugin({ files: { 'README.md': '# Dice\n', [deep]: 'export {};\n' } });
    const source = await asFolder(files, join(folder.path, 'source'));
    for (const format of ['gnu', 'pax', 'ustar']) {
      const packed = join(folder.path, `${format}.tgz`);
      execFileSync('tar', ['-czf', packed, `--format=${format}`, '-C', source, '.']);
      const { plugin } = await unpackBytes(await readFile(packed));
      expect(plugin.fileCount).toBe(3);
    }
    execFileSync('zip', ['-qr', join(folder.path, 'packed.zip'), '.'], { cwd: source });
    const { plugin } = await unpackBytes(await readFile(join(folder.path, 'packed.zip')));
    expect(plugin.fileCount).toBe(3);
  });

  it('unpacks from a folder', async () => {
    await using folder = await temporaryFolder();
    const path = await asFolder(samplePlugin(), join(folder.path, 'source'));
    await mkdir(join(folder.path, 'target'));
    const plugin = await unpackPlugin({ kind: 'folder', path }, join(folder.path, 'target'));
    expect(plugin.fileCount).toBe(3);
  });

  it('takes long names from pax and GNU headers', async () => {
    const name = `ui/${'a'.repeat(150)}.js`;
    const files = samplePlugin({ files: { [name]: 'x' } });
    const manifest = { name: 'plugin.json', content: files['plugin.json'] ?? '' };
    const short = { name: 'ui/cut', content: 'x' };
    const pax = rawTgz([manifest, paxHeader({ path: name, mtime: '1.5' }), short]);
    const gnu = rawTgz([
      paxHeader({ comment: 'from a commit' }, 'g'),
      manifest,
      { name: '././@LongLink', type: 'L', content: `${name}\0` },
      short,
    ]);
    expect((await unpackBytes(pax)).written).toContain(`target/${name}`);
    expect((await unpackBytes(gnu)).written).toContain(`target/${name}`);
  });
});

const hostileNames = [
  '../evil.js',
  'ui/../../evil.js',
  '/etc/cron.d/evil',
  'C:\\evil.js',
  'c:evil.js',
  'ui\\..\\..\\evil.js',
  '.bashrc',
  'ui/.htaccess',
  'ui//evil.js',
  'ui/./evil.js',
  'ui/evil.',
  'ui/evil ',
  'con',
  'ui/NUL.txt',
  'lpt1.js',
  'ui/e\u0301vil.js',
  'ui/\u00e9vil.js',
  'ui/evil\n.js',
  'ui/evil\u202egpj.js',
  '~/../x',
];

describe('paths', () => {
  it.each(hostileNames)('refuses %j in a tar and in a zip', async (name) => {
    await expectRefusal(tarWith({ name, content: 'x' }), 'path');
    await expectRefusal(zipWith({ name, content: 'x' }), 'path');
    await expectRefusal(tarWith(paxHeader({ path: name }), { name: 'x', content: 'x' }), 'path');
  });

  it('refuses a NUL in a name, however it is hidden', async () => {
    await expectRefusal(tarWith({ name: 'a.js\0/../../evil', content: 'x' }), 'path');
    await expectRefusal(tarWith(paxHeader({ path: 'a\0b' }), { name: 'x', content: '' }), 'path');
    await expectRefusal(zipWith({ name: 'a\0.js', content: 'x' }), 'path');
  });

  it('refuses more folders than a person would make', async () => {
    await expectRefusal(tarWith({ name: `${'a/'.repeat(12)}b`, content: 'x' }), 'path-depth');
  });

  it.each([
    ['the same name twice', 'README.md'],
    ['a name that differs in case', 'readme.MD'],
    ['a file below a file', 'README.md/evil'],
    ['a folder that differs in case', 'SERVER/other.mjs'],
    ['a file where a folder is', 'server'],
  ])('refuses %s', async (_, name) => {
    await expectRefusal(tarWith({ name, content: 'x' }), 'path-clash');
    await expectRefusal(zipWith({ name, content: 'x' }), 'path-clash');
  });
});

describe('kinds of entries', () => {
  it.each([
    ['a symbolic link', '2'],
    ['a hard link', '1'],
    ['a device', '3'],
    ['a block device', '4'],
    ['a pipe', '6'],
    ['a contiguous file', '7'],
    ['a sparse file', 'S'],
    ['a long link name', 'K'],
    ['an unknown kind', 'Z'],
  ])('refuses %s in a tar', async (_, type) => {
    await expectRefusal(tarWith({ name: 'x', type, linkName: '/etc/passwd' }), 'entry-kind');
  });

  it('refuses a link that a pax header makes', async () => {
    await expectRefusal(tarWith(paxHeader({ linkpath: '/etc' }), { name: 'x' }), 'entry-kind');
    await expectRefusal(tarWith(paxHeader({ 'GNU.sparse.map': '0' }), { name: 'x' }), 'entry-kind');
  });

  it('refuses a symbolic link and a device in a zip', async () => {
    await expectRefusal(
      zipWith({ name: 'x', content: '/etc/passwd', unixMode: 0o120777 }),
      'entry-kind',
    );
    await expectRefusal(zipWith({ name: 'x', unixMode: 0o020644 }), 'entry-kind');
  });

  it('refuses a link in a folder', async () => {
    await using folder = await temporaryFolder();
    const path = await asFolder(samplePlugin(), join(folder.path, 'source'));
    symlinkSync('/etc', join(path, 'ui'));
    await mkdir(join(folder.path, 'target'));
    await expect(
      unpackPlugin({ kind: 'folder', path }, join(folder.path, 'target')),
    ).rejects.toMatchObject({ rule: 'entry-kind', path: 'ui' });
  });
});

describe('sizes', () => {
  it('refuses too many files and too many folders', async () => {
    const limits = { ...archiveLimits, files: 20 };
    const files = Array.from({ length: 30 }, (_, index) => ({ name: `f${index}`, content: 'x' }));
    const folders = Array.from({ length: 60 }, (_, index) => ({ name: `d${index}/`, type: '5' }));
    await expectRefusal(tarWith(...files), 'file-count', limits);
    await expectRefusal(tarWith(...folders), 'file-count', limits);
    await expectRefusal(zipWith(...files), 'file-count', limits);
  });

  it('refuses a large archive before it is opened, and one that unpacks to too much', async () => {
    const noise = Buffer.alloc(64 * 1_024, 'abcdefg');
    const limits = { ...archiveLimits, unpackedBytes: 32 * 1_024 };
    await expectRefusal(asTgz(samplePlugin()), 'packed-size', { ...limits, packedBytes: 100 });
    await expectRefusal(tarWith({ name: 'big', content: noise }), 'unpacked-size', limits);
    await expectRefusal(zipWith({ name: 'big', content: noise }), 'unpacked-size', limits);
  });

  it('stops bombs early', async () => {
    const zeros = Buffer.alloc(8 * 1_024 * 1_024);
    await expectRefusal(tarWith({ name: 'bomb', content: zeros }), 'compression-ratio');
    await expectRefusal(zipWith({ name: 'bomb', content: zeros }), 'compression-ratio');
    await expectRefusal(gzipSync(zeros), 'compression-ratio');
  });

  it('refuses a zip whose files overlap', async () => {
    await expectRefusal(zipWith({ name: 'twin', content: 'x', offset: 0 }), 'damaged');
  });

  it('does not believe a size that a header claims', async () => {
    await expectRefusal(zipWith({ name: 'x', content: 'abc', sizeBytes: 2 }), 'damaged');
    await expectRefusal(
      zipWith({ name: 'x', content: 'abc', sizeBytes: 2 ** 31 }),
      'compression-ratio',
    );
    await expectRefusal(tarWith({ name: 'x', content: 'abc', sizeBytes: 8 ** 10 }), 'damaged');
    const paxSize = paxHeader({ size: '999999999999' });
    await expectRefusal(tarWith(paxSize, { name: 'x', content: 'abc' }), 'damaged');
  });
});

describe('formats', () => {
  it('refuses what is no archive, and says so when it is a web page', async () => {
    await expectRefusal(Buffer.from('hello there'), 'format');
    await expectRefusal(Buffer.alloc(0), 'format');
    await expect(unpackBytes(Buffer.from('<!doctype html>'))).rejects.toThrow('a web page');
    await expectRefusal(rawTgz([{ name: 'x', magic: 'v7' }]), 'format');
  });

  it('refuses encrypted zips, and methods other than deflate', async () => {
    await expectRefusal(zipWith({ name: 'x', content: 'x', flags: 1 }), 'encrypted');
    await expectRefusal(zipWith({ name: 'x', content: 'x', flags: 0x2000 }), 'encrypted');
    await expectRefusal(zipWith({ name: 'x', content: 'x', method: 14 }), 'format');
  });

  it('refuses a zip whose two headers differ', async () => {
    const differing = [{ name: 'other.js' }, { sizeBytes: 999 }, { flags: 1 }];
    for (const local of differing) {
      await expectRefusal(zipWith({ name: 'x', content: 'x', local }), 'directory-mismatch');
    }
  });

  it('refuses data where a reader could see a second archive', async () => {
    const zip = asZip(samplePlugin());
    await expectRefusal(Buffer.concat([zip, Buffer.from('tail')]), 'damaged');
    await expectRefusal(Buffer.concat([Buffer.from('PK\x03\x04head'), zip]), 'damaged');
    await expectRefusal(rawZip(sampleEntries(), { count: 2 }), 'damaged');
    const tar = rawTar(sampleEntries());
    await expectRefusal(gzipSync(Buffer.concat([tar, tar])), 'damaged');
    await expectRefusal(gzipSync(tar.subarray(0, -1_024)), 'damaged');
  });

  it('refuses wrong checksums', async () => {
    await expectRefusal(zipWith({ name: 'x', content: 'x', checksum: 1 }), 'damaged');
    const tar = rawTar(sampleEntries());
    tar[0] = 0x7a;
    await expectRefusal(gzipSync(tar), 'damaged');
  });
});

describe('the list of files', () => {
  it('refuses a file that is not listed, such as a second plugin.json', async () => {
    await expectRefusal(tarWith({ name: 'ui/plugin.json', content: '{}' }), 'file-unlisted');
    await expectRefusal(tarWith({ name: 'package.json', content: '{}' }), 'file-unlisted');
    await expectRefusal(tarWith({ name: '__proto__', content: '{}' }), 'file-unlisted');
  });

  it('refuses a missing and a changed file, and names it', async () => {
    const { 'README.md': _, ...missing } = samplePlugin();
    const changed = { ...samplePlugin(), 'README.md': 'other' };
    await expect(unpackBytes(asTgz(missing))).rejects.toMatchObject({
      rule: 'file-missing',
      path: 'README.md',
    });
    await expect(unpackBytes(asTgz(changed))).rejects.toMatchObject({
      rule: 'file-changed',
      path: 'README.md',
      message: 'README.md does not match its digest in plugin.json. Pack the plugin again.',
    });
  });

  it('refuses an archive without plugin.json at its top', async () => {
    await expectRefusal(rawTgz([{ name: 'src/index.ts', content: 'x' }]), 'manifest-missing');
    await expectRefusal(asTgz(samplePlugin(), 'a/b/'), 'manifest-missing');
    await expectRefusal(rawTgz([]), 'manifest-missing');
  });

  it('stops when it is told to', async () => {
    await using folder = await temporaryFolder();
    const path = await asFolder(samplePlugin(), join(folder.path, 'source'));
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(
      unpackPlugin({ kind: 'folder', path }, join(folder.path, 'target'), { signal }),
    ).rejects.toThrow('cancelled');
  });
});
