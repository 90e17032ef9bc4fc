import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEgress } from '@braindrive/core';
import { describe, expect, it } from 'vitest';
import { signDocument } from '../signatures/index.ts';
import { PluginSources, publicGitHub } from '../sources/index.ts';
import { BundledPlugins, PluginStore } from '../store/index.ts';
import { startRegistryServer } from '../testing/registry-server.ts';
import { asFolder, asTgz, asZip, samplePlugin } from '../testing/sample-plugin.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import {
  buildBundledIndex,
  buildRegistryIndex,
  describeContributions,
  offersOf,
  RegistryFileCache,
  type RegistryIndex,
  RegistryReader,
  registryIndexJsonSchema,
  registryIndexSchema,
  revocationOf,
  runsOffline,
  searchRegistry,
} from './index.ts';

const { privateKey: key } = generateKeyPairSync('ed25519');
const otherKey = generateKeyPairSync('ed25519').privateKey;
const generatedAt = new Date('2026-11-20T10:00:00Z');

const archives = {
  'dice-1.0.0.tgz': asTgz(samplePlugin()),
  'dice-1.0.0.zip': asZip(samplePlugin()),
  'dice-1.10.0.tgz': asTgz(samplePlugin({ manifest: { version: '1.10.0' }, key })),
  'dice-2.0.0-rc.1.tgz': asTgz(samplePlugin({ manifest: { version: '2.0.0-rc.1' } })),
  'notes-0.1.0.tgz': asTgz(
    samplePlugin({
      manifest: {
        slug: 'notes',
        version: '0.1.0',
        name: 'Notizbuch für Café-Gäste',
        description: 'Keeps short notes beside the dice.',
        category: 'documents',
        tags: ['writing'],
        permissions: { storage: { quotaMB: 10 }, http: { hosts: ['api.example.com'] } },
        contributes: { components: [{ name: 'List', title: 'List' }] },
      },
    }),
  ),
};

const startRegistry = async () => {
  const folder = await temporaryFolder();
  const data = await temporaryFolder();
  const server = await startRegistryServer();
  for (const [name, bytes] of Object.entries(archives)) {
    await writeFile(join(folder.path, name), bytes);
    server.files.set(`/${name}`, bytes);
  }
  await writeFile(join(folder.path, 'dice-1.10.0.tgz.md'), '- rolls faster');
  const store = new PluginStore(data.path);
  const clock = { now: () => new Date('2026-11-22T10:00:00Z') };
  const egress = createEgress({ policy: { allowsPrivate: true, ownPort: () => null } });
  const cache = new RegistryFileCache(join(data.path, 'registries'));
  const index = await buildRegistryIndex(folder.path, { name: 'Test', key, generatedAt, store });
  const publish = (document: RegistryIndex, signedBy = key) => {
    const { signature: _, ...rest } = document;
    const signed = signDocument(JSON.parse(JSON.stringify(rest)), signedBy);
    server.files.set('/index.json', JSON.stringify(signed));
  };
  server.files.set('/index.json', JSON.stringify(index));
  return {
    folder,
    server,
    store,
    clock,
    egress,
    cache,
    index,
    publish,
    reader: new RegistryReader({ fetch: egress.fetch, cache, clock }),
    [Symbol.asyncDispose]: async () => {
      await egress.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
      await data[Symbol.asyncDispose]();
    },
  };
};

describe('buildRegistryIndex', () => {
  it('lists every version of every plugin, newest first, and signs the list', async () => {
    await using registry = await startRegistry();
    const { plugins, signature } = registryIndexSchema.parse(registry.index);
    expect(plugins.map(({ slug }) => slug)).toEqual(['dice', 'notes']);
    expect(plugins[0]?.versions.map(({ version }) => version)).toEqual([
      '2.0.0-rc.1',
      '1.10.0',
      '1.0.0',
    ]);
    expect(plugins[0]?.versions[1]).toMatchObject({
      url: 'dice-1.10.0.tgz',
      notes: '- rolls faster',
      sizeBytes: archives['dice-1.10.0.tgz'].length,
      signatureKey: signature?.publicKey,
    });
    expect(plugins[1]?.versions[0]).toMatchObject({
      permissions: ['storage', 'http'],
      hosts: ['api.example.com'],
      contributes: '1 block',
    });
  });

  it('refuses two contents of one version, and archives that could not be installed', async () => {
    await using registry = await startRegistry();
    const { folder, store } = registry;
    const build = () => buildRegistryIndex(folder.path, { name: 'Test', key, generatedAt, store });
    const other = samplePlugin({ files: { 'README.md': 'other' } });
    await writeFile(join(folder.path, 'dice-copy.tgz'), asTgz(other));
    await expect(build()).rejects.toMatchObject({ code: 'CONFLICT' });
    await writeFile(join(folder.path, 'dice-copy.tgz'), 'x');
    await expect(build()).rejects.toMatchObject({ code: 'PLUGIN_ARCHIVE_REFUSED' });
  });
});

describe('RegistryReader', () => {
  it('reads the index once and asks afterwards only whether it changed', async () => {
    await using registry = await startRegistry();
    const { reader, server } = registry;
    expect(await reader.cached(server.indexUrl)).toBeNull();
    const first = await reader.read(server.indexUrl);
    expect(first).toMatchObject({ failure: null, index: { name: 'Test' } });
    expect((await reader.read(server.indexUrl)).index).toEqual(first.index);
    expect(server.statuses).toEqual([200, 304]);
    expect(await reader.cached(server.indexUrl)).toEqual(first);
    expect(server.statuses).toHaveLength(2);
  });

  it('keeps showing the last list, with its age and the reason, while the registry is away', async () => {
    await using registry = await startRegistry();
    const { reader, server, cache, egress } = registry;
    await reader.read(server.indexUrl);
    server.fail(503);
    const later = { now: () => new Date('2026-11-24T10:00:00Z') };
    const restarted = new RegistryReader({ fetch: egress.fetch, cache, clock: later });
    const snapshot = await restarted.read(server.indexUrl);
    expect(snapshot.fetchedAt).toEqual(registry.clock.now());
    expect(snapshot.failure).toMatchObject({ code: 'PLUGIN_SOURCE_FAILED' });
    expect(snapshot.index.plugins).toHaveLength(2);
  });

  it('fails when there is nothing to show', async () => {
    await using registry = await startRegistry();
    const { reader, server } = registry;
    server.files.set('/index.json', '<html>');
    await expect(reader.read(server.indexUrl)).rejects.toThrow('no list of plugins');
    server.fail(404);
    await expect(reader.read(server.indexUrl)).rejects.toMatchObject({
      code: 'PLUGIN_SOURCE_FAILED',
    });
  });

  it('pins the key that it saw first, and the one that the owner entered', async () => {
    await using registry = await startRegistry();
    const { reader, server, index, publish, cache } = registry;
    const { publicKey } = await reader.read(server.indexUrl);
    publish({ ...index, name: 'Stolen' }, otherKey);
    const snapshot = await reader.read(server.indexUrl);
    expect(snapshot.failure).toMatchObject({ code: 'PLUGIN_SIGNATURE_INVALID' });
    expect(snapshot.index.name).toBe('Test');
    await cache.remove(server.indexUrl);
    await expect(reader.read(server.indexUrl, { pinnedKey: publicKey })).rejects.toMatchObject({
      code: 'PLUGIN_SIGNATURE_INVALID',
    });
  });

  it('trusts neither an unsigned list, a changed one, nor an old one sent again', async () => {
    await using registry = await startRegistry();
    const { reader, server, index, publish } = registry;
    const { signature: _, ...unsigned } = index;
    for (const document of [unsigned, { ...index, name: 'Changed' }]) {
      server.files.set('/index.json', JSON.stringify(document));
      await expect(reader.read(server.indexUrl)).rejects.toMatchObject({
        code: 'PLUGIN_SIGNATURE_INVALID',
      });
    }
    publish({ ...index, generatedAt: '2026-11-21T00:00:00.000Z', name: 'Newer' });
    await reader.read(server.indexUrl);
    publish(index);
    const snapshot = await reader.read(server.indexUrl);
    expect(snapshot).toMatchObject({
      index: { name: 'Newer' },
      failure: { message: expect.stringContaining('older') },
    });
  });
});

describe('a list that another version of the host kept', () => {
  it('is read anew instead of being trusted or standing in the way', async () => {
    await using registry = await startRegistry();
    const { reader, server, cache } = registry;
    await reader.read(server.indexUrl);
    const entry = await cache.load(server.indexUrl);
    if (entry === null) throw new TypeError('Nothing was kept.');
    await cache.save({ ...entry, text: '{"formatVersion":0}' });
    expect(await reader.cached(server.indexUrl)).toBeNull();
    expect((await reader.read(server.indexUrl)).failure).toBeNull();
    expect(server.statuses).toEqual([200, 200]);
  });
});

describe('installing from a registry', () => {
  const startSources = async (revoked: RegistryIndex['revoked'] = []) => {
    const registry = await startRegistry();
    registry.publish({ ...registry.index, revoked });
    const sources = new PluginSources({
      fetch: registry.egress.fetch,
      gitHub: publicGitHub,
      clock: registry.clock,
      registries: {
        offers: async (_, slug) => {
          const { index, url } = await registry.reader.read(registry.server.indexUrl);
          return offersOf(index, url, slug);
        },
      },
    });
    const source = (version: string | null) =>
      ({ kind: 'registry', registryId: 'test', version }) as const;
    const install = (version: string | null) =>
      registry.store.withStaging(async (directory) => {
        const fetched = await sources.fetch(
          { source: source(version), slug: 'dice' },
          { directory },
        );
        if (fetched.kind !== 'packed') throw new TypeError('Not a bundled plugin.');
        return await registry.store.add(fetched.packed, fetched);
      });
    return Object.assign(registry, {
      install,
      versions: () => sources.listVersions({ source: source(null), slug: 'dice' }),
    });
  };

  it('takes the newest stable version, or the one that is asked for', async () => {
    await using registry = await startSources();
    expect((await registry.install(null)).manifest.version).toBe('1.10.0');
    expect((await registry.install('1.0.0')).manifest.version).toBe('1.0.0');
    await expect(registry.install('7.0.0')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await registry.versions())[1]).toMatchObject({
      version: '1.10.0',
      notes: '- rolls faster',
    });
  });

  it('refuses an archive that is not the one in the list', async () => {
    await using registry = await startSources();
    registry.server.files.set('/dice-1.10.0.tgz', archives['dice-1.0.0.tgz']);
    await expect(registry.install('1.10.0')).rejects.toMatchObject({
      code: 'PLUGIN_DIGEST_MISMATCH',
    });
  });

  it('does not offer what was revoked, and says why of what is installed', async () => {
    await using before = await startSources();
    const { digest } = await before.install('1.10.0');
    const revoked = [{ digest, slug: 'dice', version: '1.10.0', reason: 'Loses at night.' }];
    await using registry = await startSources(revoked);
    expect((await registry.install(null)).manifest.version).toBe('1.0.0');
    expect(revocationOf({ ...registry.index, revoked }, digest)).toBe('Loses at night.');
    expect(revocationOf(registry.index, digest)).toBeNull();
  });
});

describe('searchRegistry', () => {
  it('finds words in names, tags, authors and descriptions, the closest first', async () => {
    await using registry = await startRegistry();
    const found = (filter: Parameters<typeof searchRegistry>[1]) =>
      searchRegistry(registry.index, filter).map(({ slug }) => slug);
    expect(found({})).toEqual(['dice', 'notes']);
    expect(found({ query: 'dice' })).toEqual(['dice', 'notes']);
    expect(found({ query: '  CAFE gaste ' })).toEqual(['notes']);
    expect(found({ query: 'dice chess' })).toEqual([]);
    expect(found({ query: 'ada', category: 'documents' })).toEqual(['notes']);
    expect(found({ tag: 'Writing' })).toEqual(['notes']);
  });
});

describe('the bundled index', () => {
  it('lists what comes with the host, without addresses', async () => {
    await using folder = await temporaryFolder();
    const directory = await asFolder(samplePlugin(), folder.path);
    const bundled = await BundledPlugins.read([{ slug: 'dice', directory, isOffered: false }]);
    const files = bundled.list().flatMap((one) => (one.state === 'ready' ? [one.files] : []));
    const index = await buildBundledIndex(files, { name: 'BrainDrive', generatedAt });
    expect(registryIndexSchema.parse(index).plugins).toMatchObject([
      { slug: 'dice', versions: [{ url: 'bundled:dice', digest: files[0]?.digest }] },
    ]);
    expect(offersOf(index, null, 'dice')).toMatchObject([{ url: null }]);
    // A registry elsewhere cannot pass its plugins off as ours.
    expect(() => offersOf(index, 'https://example.com/index.json', 'dice')).toThrow(
      'no web address',
    );
    expect(() => offersOf(index, null, 'absent')).toThrow('does not have a plugin absent');
  });
});

describe('the words of an entry', () => {
  it('say what a plugin adds, and whether it stays on this machine', () => {
    const none = {
      components: [],
      pages: [],
      settingsPages: [],
      chatTools: [],
      providers: [],
      jobs: [],
    };
    const job = { name: 'sync', title: 'Sync', every: '1h' };
    expect(describeContributions(none)).toBe('');
    expect(describeContributions({ ...none, jobs: [job, job] })).toBe('2 scheduled jobs');
    expect(runsOffline({ permissions: ['storage', 'ai'] })).toBe(true);
    expect(runsOffline({ permissions: ['http'] })).toBe(false);
    expect(runsOffline({ permissions: ['something-of-tomorrow'] })).toBe(false);
  });
});

describe('the published schema', () => {
  it('is the one that the reader uses', async () => {
    await expect(`${JSON.stringify(registryIndexJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../../../docs/reference/registry-index.schema.json',
    );
  });
});
