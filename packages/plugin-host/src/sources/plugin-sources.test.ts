import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createEgress } from '@braindrive/core';
import { describe, expect, it } from 'vitest';
import { archiveLimits, PluginArchiveError } from '../archive/index.ts';
import { PluginStore } from '../store/index.ts';
import { startReleaseServer } from '../testing/release-server.ts';
import { runServer } from '../testing/run-server.ts';
import { asTgz, asZip, samplePlugin } from '../testing/sample-plugin.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { PluginSources, parseSource, type ReceiveOptions, receiveArchive } from './index.ts';

const dice = asTgz(samplePlugin());
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const startSources = async (options: { token?: string } = {}) => {
  const folder = await temporaryFolder();
  const server = await startReleaseServer(options);
  const egress = createEgress({ policy: { allowsPrivate: true, ownPort: () => null } });
  const clock = { time: 1_800_000_000_000, now: () => new Date(clock.time) };
  const sources = new PluginSources({
    fetch: egress.fetch,
    gitHub: server.settings,
    registries: { offers: () => Promise.resolve([]) },
    clock,
  });
  const fetch = (address: string, more: Partial<ReceiveOptions> & { slug?: string } = {}) => {
    const { slug = null, ...rest } = more;
    const source = parseSource(address, server.settings);
    return sources.fetch({ source, slug }, { directory: folder.path, ...rest });
  };
  return {
    folder,
    server,
    clock,
    sources,
    fetch,
    versions: (slug: string | null = null) =>
      sources.listVersions({ source: parseSource('ada/dice', server.settings), slug }),
    [Symbol.asyncDispose]: async () => {
      await egress.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
};

describe('GitHub', () => {
  it('fetches the latest release of a repository, and the store takes it', async () => {
    await using host = await startSources();
    const assets = { 'dice-1.0.0.tgz': dice };
    host.server.publish('ada/dice', { tag: 'v1.0.0', assets, notes: '- first', digests: 'right' });
    host.server.publish('ada/dice', { tag: 'v2.0.0-rc.1', isPrerelease: true });
    host.server.publish('ada/dice', { tag: 'v3.0.0', isDraft: true });
    const seen: number[] = [];
    const fetched = await host.fetch('ada/dice', {
      onProgress: ({ receivedBytes, totalBytes }) => seen.push(receivedBytes, totalBytes ?? -1),
    });
    expect(fetched).toMatchObject({ kind: 'packed', notes: '- first', sizeBytes: dice.length });
    expect(seen.slice(-2)).toEqual([dice.length, dice.length]);
    if (fetched.kind !== 'packed') return;
    await using folder = await temporaryFolder();
    const files = await new PluginStore(folder.path).add(fetched.packed);
    expect(files.manifest.slug).toBe('dice');
  });

  it('fetches one release by its tag, also a pre-release and a tag with a slash', async () => {
    await using host = await startSources();
    const tag = 'plugins/dice-v2.0.0-rc.1';
    host.server.publish('ada/dice', { tag, isPrerelease: true, assets: { 'any.zip': asZip({}) } });
    const { url } = host.server;
    expect(await host.fetch(`${url}/ada/dice/releases/tag/${tag}`)).toMatchObject({
      kind: 'packed',
    });
    expect(host.server.requests[0]).toContain('/releases/tags/plugins%2Fdice-v2.0.0-rc.1');
    await expect(host.fetch(`${url}/ada/dice/releases/tag/v9`)).rejects.toThrow(
      'ada/dice has no release with the tag v9. Check the address.',
    );
  });

  it.each([
    ['a release without one', { 'dice.exe': 'x' }, 'has no packed plugin'],
    ['two that could be meant', { 'a.tgz': 'x', 'b.tgz': 'x' }, 'several archives: a.tgz, b.tgz'],
    ['two plugins in one', { 'a-1.0.0.tgz': 'x', 'b-1.0.0.tgz': 'x' }, 'several archives'],
  ])('takes no asset of %s, and never the source', async (_, assets, message) => {
    await using host = await startSources();
    host.server.publish('ada/dice', { tag: 'v1.0.0', assets });
    await expect(host.fetch('ada/dice')).rejects.toMatchObject({
      code: 'PLUGIN_SOURCE_FAILED',
      message: expect.stringContaining(message),
    });
    expect(host.server.requests.join()).not.toContain('ball');
  });

  it('takes the plugin that is wanted out of several', async () => {
    await using host = await startSources();
    const assets = { 'coin-1.0.0.tgz': 'x', 'dice-1.0.0.tgz': dice, 'dice-1.0.0.zip': 'x' };
    host.server.publish('ada/dice', { tag: 'all@1.0.0', assets });
    expect(await host.fetch('ada/dice', { slug: 'dice' })).toMatchObject({
      sizeBytes: dice.length,
    });
  });

  it.each(['right', 'wrong'] as const)(
    'checks a digest beside the asset that is %s',
    async (kind) => {
      await using host = await startSources();
      const digest = kind === 'right' ? sha256(dice) : '0'.repeat(64);
      const assets = {
        'dice-1.0.0.tgz': dice,
        'dice-1.0.0.tgz.sha256': `${digest}  dice-1.0.0.tgz\n`,
      };
      host.server.publish('ada/dice', { tag: 'v1.0.0', assets });
      const fetching = host.fetch('ada/dice');
      if (kind === 'right') expect(await fetching).toMatchObject({ kind: 'packed' });
      else await expect(fetching).rejects.toMatchObject({ code: 'PLUGIN_DIGEST_MISMATCH' });
    },
  );

  it('refuses an asset that differs from the digest of its release', async () => {
    await using host = await startSources();
    const assets = { 'dice-1.0.0.tgz': dice };
    host.server.publish('ada/dice', { tag: 'v1.0.0', assets, digests: 'wrong' });
    await expect(host.fetch('ada/dice')).rejects.toMatchObject({ code: 'PLUGIN_DIGEST_MISMATCH' });
  });

  it('says what is missing: a repository, a release, a release that is none', async () => {
    await using host = await startSources();
    host.server.publish('ada/empty');
    host.server.publish('ada/early', { tag: 'v1.0.0-rc.1', isPrerelease: true });
    await expect(host.fetch('ada/absent')).rejects.toThrow('no repository ada/absent');
    await expect(host.fetch('ada/empty')).rejects.toThrow('has no release yet');
    await expect(host.fetch('ada/early')).rejects.toThrow('has pre-releases only');
  });

  it('sends the token to the API only', async () => {
    await using host = await startSources({ token: 'secret' });
    host.server.publish('ada/dice', { tag: 'v1.0.0', assets: { 'dice-1.0.0.tgz': dice } });
    await host.fetch('ada/dice');
    const paths = [...host.server.authorizations];
    expect(
      paths
        .filter(([path]) => path.includes('/api/'))
        .every(([, sent]) => sent === 'Bearer secret'),
    ).toBe(true);
    expect(paths.map(([path]) => path)).toContain('/api/v3/assets/ada/dice/v1.0.0/dice-1.0.0.tgz');
  });

  it.each([
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000600' }, 600_000],
    [429, { 'retry-after': '30' }, 30_000],
    [403, { 'retry-after': '90' }, 90_000],
    [429, {}, 60_000],
  ] as const)(
    'stops asking after a limit (%i %j) until it is over',
    async (status, headers, retryAfterMs) => {
      await using host = await startSources();
      host.server.publish('ada/dice', { tag: 'v1.0.0', assets: { 'dice-1.0.0.tgz': dice } });
      host.server.limit({ status, headers });
      const limited = { code: 'PLUGIN_SOURCE_FAILED', retryAfterMs };
      await expect(host.versions()).rejects.toMatchObject(limited);
      host.server.limit(null);
      await expect(host.versions()).rejects.toMatchObject(limited);
      expect(host.server.requests).toHaveLength(1);
      host.clock.time += retryAfterMs + 1;
      expect(await host.versions()).toHaveLength(1);
    },
  );

  it('lists the versions that can be installed, highest first, with notes and tags', async () => {
    await using host = await startSources();
    const assets = { 'dice.tgz': dice };
    host.server.publish(
      'ada/dice',
      { tag: 'v1.10.0', assets, notes: 'ten' },
      { tag: 'v1.9.0', assets },
      { tag: 'v2.0.0-rc.1', assets, isPrerelease: true },
      { tag: 'v1.11.0' },
      { tag: 'nightly', assets },
      { tag: 'v4.0.0', assets, isDraft: true },
    );
    const versions = await host.versions();
    expect(versions.map(({ version }) => version)).toEqual(['2.0.0-rc.1', '1.10.0', '1.9.0']);
    expect(versions[1]).toEqual({
      version: '1.10.0',
      isPrerelease: false,
      notes: 'ten',
      publishedAt: new Date('2026-11-01T12:00:00Z'),
      source: { kind: 'github', repository: 'ada/dice', tag: 'v1.10.0' },
    });
    expect(await host.versions()).toEqual(versions);
    host.server.publish('ada/dice', { tag: 'v1.12.0', assets });
    expect(await host.versions()).toHaveLength(4);
  });

  it('survives a server that does not speak the API', async () => {
    await using server = await runServer((_, response) => response.end('<html>'));
    await using host = await startSources();
    const egress = createEgress({ policy: { allowsPrivate: true, ownPort: () => null } });
    const sources = new PluginSources({
      fetch: egress.fetch,
      gitHub: { ...host.server.settings, apiUrl: server.url },
      registries: { offers: () => Promise.resolve([]) },
      clock: host.clock,
    });
    const source = { kind: 'github', repository: 'a/b', tag: null } as const;
    await expect(sources.listVersions({ source, slug: null })).rejects.toThrow('as GitHub does');
    await egress.close();
  });
});

describe('an address', () => {
  it('is downloaded through redirects', async () => {
    await using host = await startSources();
    host.server.publish('ada/dice', { tag: 'v1.0.0', assets: { 'dice-1.0.0.tgz': dice } });
    const url = `${host.server.url}/ada/dice/releases/download/v1.0.0/dice-1.0.0.tgz`;
    expect(await host.fetch(url)).toMatchObject({ sizeBytes: dice.length });
  });

  it('leaves no file behind when the transfer breaks, stands still or is cancelled', async () => {
    await using host = await startSources();
    host.server.publish('ada/dice', { tag: 'v1.0.0', assets: { 'dice-1.0.0.tgz': dice } });
    host.server.interrupt({ bytes: 100, how: 'cut' });
    await expect(host.fetch('ada/dice')).rejects.toMatchObject({ code: 'PLUGIN_SOURCE_FAILED' });
    host.server.interrupt({ bytes: 100, how: 'hang' });
    await expect(host.fetch('ada/dice', { silenceMs: 50 })).rejects.toThrow('stands still');
    const cancel = new AbortController();
    const fetching = host.fetch('ada/dice', {
      signal: cancel.signal,
      onProgress: () => cancel.abort(new Error('cancelled')),
    });
    await expect(fetching).rejects.toThrow('cancelled');
    expect(await host.folder.files()).toEqual([]);
  });

  it('is cut off at the size that a plugin may have, announced or not', async () => {
    await using host = await startSources();
    const tooMuch = archiveLimits.packedBytes + 1;
    await using server = await runServer((request, response) => {
      if (request.url === '/announced.tgz') response.setHeader('content-length', tooMuch);
      const chunk = Buffer.alloc(1_024 * 1_024);
      const send = (): void => {
        while (!response.destroyed && response.write(chunk));
        response.once('drain', send);
      };
      send();
    });
    for (const name of ['announced', 'endless']) {
      await expect(host.fetch(`${server.url}/${name}.tgz`)).rejects.toBeInstanceOf(
        PluginArchiveError,
      );
    }
    expect(await host.folder.files()).toEqual([]);
  });

  it('says why a server could not be reached', async () => {
    await using host = await startSources();
    await using gone = await runServer(() => undefined);
    await gone[Symbol.asyncDispose]();
    await expect(host.fetch(`${gone.url}/dice.tgz`)).rejects.toThrow(
      'cannot be reached (ECONNREFUSED)',
    );
    await expect(host.fetch(`${host.server.url}/a/b/releases/download/v1/c.tgz`)).rejects.toThrow(
      'nothing at this address',
    );
  });

  it('passes on what the egress policy refuses', async () => {
    await using host = await startSources();
    const egress = createEgress({ policy: { allowsPrivate: false, ownPort: () => null } });
    const sources = new PluginSources({
      fetch: egress.fetch,
      gitHub: host.server.settings,
      registries: { offers: () => Promise.resolve([]) },
      clock: host.clock,
    });
    const source = { kind: 'url', url: `${host.server.url}/dice.tgz` } as const;
    await expect(
      sources.fetch({ source, slug: null }, { directory: host.folder.path }),
    ).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await egress.close();
  });
});

describe('other sources', () => {
  it('takes an upload as it arrives', async () => {
    await using folder = await temporaryFolder();
    const upload = async function* () {
      yield dice.subarray(0, 50);
      yield dice.subarray(50);
    };
    const received = await receiveArchive(upload(), dice.length, { directory: folder.path });
    expect(received).toMatchObject({ sizeBytes: dice.length, sha256: sha256(dice) });
    await rm(received.path);
  });

  it('takes a folder by its whole path, and nothing else', async () => {
    await using host = await startSources();
    const fetch = (path: string) =>
      host.sources.fetch(
        { source: { kind: 'folder', path }, slug: null },
        { directory: host.folder.path },
      );
    expect(await fetch(host.folder.path)).toMatchObject({ packed: { kind: 'folder' } });
    await expect(fetch('relative')).rejects.toThrow('not a folder of this machine');
    await expect(fetch(`${host.folder.path}/absent`)).rejects.toMatchObject({
      code: 'PLUGIN_SOURCE_FAILED',
    });
  });
});
