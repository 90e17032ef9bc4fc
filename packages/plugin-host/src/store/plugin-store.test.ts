import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenBytes } from '../testing/broken-bytes.ts';
import { asFolder, asTgz, asZip, samplePlugin } from '../testing/sample-plugin.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { BundledPlugins, isIntact, PluginStore, sizeOfFiles } from './index.ts';

const startStore = async () => {
  const folder = await temporaryFolder();
  const incoming = await temporaryFolder();
  const store = new PluginStore(folder.path);
  const packed = async (bytes: Uint8Array) => {
    const path = join(incoming.path, randomBytes(6).toString('hex'));
    await writeFile(path, bytes);
    return { kind: 'archive', path } as const;
  };
  return {
    store,
    folder,
    packed,
    add: async (bytes: Uint8Array) => store.add(await packed(bytes)),
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]();
      await incoming[Symbol.asyncDispose]();
    },
  };
};

describe('PluginStore', () => {
  it('keeps a plugin under its slug, version and digest, read-only', async () => {
    await using host = await startStore();
    const files = await host.add(asTgz(samplePlugin(), 'package/'));
    const under = `store/dice/1.0.0-${files.digest.slice(0, 12)}`;
    expect(files.directory).toBe(join(host.folder.path, under));
    expect(await host.folder.files()).toEqual([
      `${under}/README.md`,
      `${under}/plugin.json`,
      `${under}/server/index.mjs`,
    ]);
    expect((await stat(files.directory)).mode & 0o777).toBe(0o555);
    expect((await stat(join(files.directory, 'server'))).mode & 0o777).toBe(0o555);
    expect((await stat(join(files.directory, 'README.md'))).mode & 0o777).toBe(0o444);
    expect(await sizeOfFiles(files)).toBeGreaterThan(100);
  });

  it('finds a digest, also after a restart, and no other', async () => {
    await using host = await startStore();
    const files = await host.add(asTgz(samplePlugin()));
    const restarted = new PluginStore(host.folder.path);
    expect(await restarted.locate(files.digest)).toEqual(files);
    expect(await restarted.locate(files.digest.slice(0, 12).padEnd(64, '0'))).toBeNull();
    expect(await restarted.verify('0'.repeat(64))).toBeNull();
  });

  it('keeps one copy however often a plugin is added, also at the same time', async () => {
    await using host = await startStore();
    const packed = await host.packed(asZip(samplePlugin()));
    const added = await Promise.all(Array.from({ length: 5 }, () => host.store.add(packed)));
    expect(new Set(added.map((files) => files.directory)).size).toBe(1);
    expect(await host.folder.files()).toHaveLength(3);
  });

  it('keeps two versions, and two contents of one version, apart', async () => {
    await using host = await startStore();
    const next = { manifest: { version: '1.1.0' } };
    const other = { files: { 'README.md': 'other' } };
    for (const options of [{}, next, other]) await host.add(asTgz(samplePlugin(options)));
    expect(await host.folder.files()).toHaveLength(3 + 3 + 2);
  });

  it('says which files are missing, changed or new, and repairs them', async () => {
    await using host = await startStore();
    const { digest, directory } = await host.add(asTgz(samplePlugin()));
    await chmod(directory, 0o755);
    await chmod(join(directory, 'server'), 0o755);
    await chmod(join(directory, 'README.md'), 0o644);
    await writeFile(join(directory, 'README.md'), 'defaced');
    await rm(join(directory, 'server/index.mjs'));
    await writeFile(join(directory, 'extra.js'), 'x');
    expect(await host.store.verify(digest)).toEqual({
      missing: ['server/index.mjs'],
      changed: ['README.md'],
      unlisted: ['extra.js'],
    });
    await host.add(asTgz(samplePlugin()));
    const repaired = await host.store.verify(digest);
    expect(repaired !== null && isIntact(repaired)).toBe(true);
    expect(await host.folder.files()).toHaveLength(3);
  });

  it('refuses what differs from its promised digest, and a wrong signature', async () => {
    await using host = await startStore();
    const packed = await host.packed(asTgz(samplePlugin()));
    await expect(host.store.add(packed, { expectedDigest: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'PLUGIN_DIGEST_MISMATCH',
    });
    const signed = samplePlugin({ key: generateKeyPairSync('ed25519').privateKey });
    const text = signed['plugin.json']?.replace('"Dice"', '"Loaded dice"') ?? '';
    await expect(host.add(asTgz({ ...signed, 'plugin.json': text }))).rejects.toMatchObject({
      code: 'PLUGIN_SIGNATURE_INVALID',
    });
    expect(await host.folder.files()).toEqual([]);
  });

  it('knows the key of a signed plugin', async () => {
    await using host = await startStore();
    const { privateKey } = generateKeyPairSync('ed25519');
    const { signature } = await host.add(asTgz(samplePlugin({ key: privateKey })));
    expect(signature).toEqual({ state: 'valid', publicKey: expect.stringMatching(/^.{43}=$/) });
  });

  it('removes a digest and leaves the others', async () => {
    await using host = await startStore();
    const first = await host.add(asTgz(samplePlugin()));
    const second = await host.add(asTgz(samplePlugin({ manifest: { version: '2.0.0' } })));
    await host.store.remove(first.digest);
    await host.store.remove(first.digest);
    expect(await host.store.locate(first.digest)).toBeNull();
    expect(await host.store.locate(second.digest)).not.toBeNull();
    expect(await host.folder.files()).toHaveLength(3);
  });

  it('follows the database at start: orphans and leftovers go, missing ones are named', async () => {
    await using host = await startStore();
    const kept = await host.add(asTgz(samplePlugin()));
    const orphan = await host.add(asTgz(samplePlugin({ manifest: { version: '2.0.0' } })));
    await mkdir(join(host.folder.path, 'staging/half/ui'), { recursive: true });
    await writeFile(join(host.folder.path, 'staging/half/ui/x.js'), 'x');
    await mkdir(join(host.folder.path, 'store/dice/3.0.0-abc'));
    await writeFile(join(host.folder.path, 'store/dice/3.0.0-abc/x'), 'x');
    const missing = 'f'.repeat(64);
    const restarted = new PluginStore(host.folder.path);
    const result = await restarted.reconcile(new Set([kept.digest, missing]));
    expect(result.removed.toSorted()).toEqual([orphan.digest, 'dice/3.0.0-abc'].toSorted());
    expect(result).toMatchObject({ missing: [missing], discarded: 1 });
    expect(await host.folder.files()).toHaveLength(3);
    expect(await restarted.locate(kept.digest)).toEqual(kept);
  });

  it('starts in an empty folder', async () => {
    await using folder = await temporaryFolder();
    const store = new PluginStore(join(folder.path, 'plugins'));
    expect(await store.reconcile(new Set())).toEqual({ removed: [], missing: [], discarded: 0 });
  });

  it('neither crashes nor leaves files behind when archives are cut or bits flip', async () => {
    await using host = await startStore();
    const archives = [asTgz(samplePlugin()), asZip(samplePlugin(), 'dice/')];
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const bytes = brokenBytes(archives[round % 2] ?? Buffer.alloc(0), round);
      const error = await host.add(bytes).then(
        ({ digest }) => host.store.remove(digest),
        (cause: unknown) => cause,
      );
      if (error === undefined) continue;
      refused++;
      expect(error).toMatchObject({ code: expect.stringMatching(/^PLUGIN_/) });
    }
    expect(refused).toBeGreaterThan(200);
    expect(await host.folder.files()).toEqual([]);
  });
});

describe('BundledPlugins', () => {
  it('serves built folders where they lie, and lists a broken one with its cause', async () => {
    await using folder = await temporaryFolder();
    const ready = await asFolder(samplePlugin(), join(folder.path, 'dice'));
    const broken = join(folder.path, 'absent');
    const plugins = await BundledPlugins.read([
      { slug: 'dice', directory: ready, isOffered: false },
      { slug: 'absent', directory: broken, isOffered: true },
    ]);
    expect(plugins.missing()).toEqual(['absent']);
    expect(plugins.list()).toMatchObject([
      { state: 'ready', files: { directory: ready, manifest: { slug: 'dice' } } },
      { state: 'broken', slug: 'absent', directory: broken, cause: { rule: 'manifest-missing' } },
    ]);
    const digest =
      plugins
        .list()
        .flatMap((plugin) => (plugin.state === 'ready' ? [plugin.files.digest] : []))[0] ?? '';
    expect((await plugins.locate(digest))?.directory).toBe(ready);
    await writeFile(join(ready, 'README.md'), 'changed');
    expect(await plugins.verify(digest)).toMatchObject({ changed: ['README.md'] });
    expect(await plugins.locate('0'.repeat(64))).toBeNull();
    expect(dirname(ready)).toBe(folder.path);
    expect(await readFile(join(ready, 'README.md'), 'utf8')).toBe('changed');
  });
});
