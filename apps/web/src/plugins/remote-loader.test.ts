import { describe, expect, it } from 'vitest';
import { RemoteLoader, type RemotePlugin, remoteNameOf } from './remote-loader.ts';
import type { RemoteRuntime } from './remote-runtime.ts';

const plugin = (version: string, shared: Record<string, string> = {}): RemotePlugin => ({
  slug: 'notes',
  version,
  digest: version.replaceAll('.', '').padEnd(64, 'a'),
  name: 'Notes',
  ui: { mode: 'realm', baseUrl: `/plugins/notes/${version}/`, shared, preload: [] },
});

function setUp(load: (name: string) => Promise<unknown> = async () => ({ default: {} })) {
  const registered: string[] = [];
  const removed: string[] = [];
  const restored: string[] = [];
  const runtime: RemoteRuntime = {
    register: (name, entry) => registered.push(`${name} ${new URL(entry).pathname}`),
    load,
    satisfies: (version, range) => range === `^${version}`,
    versions: { react: '19.3.1' },
  };
  const loader = new RemoteLoader({
    start: async () => runtime,
    styles: {
      remove: (baseUrl) => removed.push(baseUrl),
      restore: async (baseUrl) => {
        restored.push(baseUrl);
      },
    },
  });
  return { loader, registered, removed, restored };
}

describe('RemoteLoader', () => {
  it('registers each version once, under a name and an address of its own', async () => {
    const { loader, registered } = setUp();
    await Promise.all([loader.load(plugin('1.0.0')), loader.load(plugin('1.0.0'))]);
    await loader.load(plugin('1.1.0'));
    expect(registered).toEqual([
      `${remoteNameOf(plugin('1.0.0'))} /plugins/notes/1.0.0/ui/remoteEntry.js`,
      `${remoteNameOf(plugin('1.1.0'))} /plugins/notes/1.1.0/ui/remoteEntry.js`,
    ]);
  });

  it.each([
    [{ react: '^18.0.0' }, 'Notes 1.0.0 needs react ^18.0.0, and BrainDrive has 19.3.1.'],
    [{ vue: '^3.0.0' }, 'Notes 1.0.0 needs vue ^3.0.0, and BrainDrive has none.'],
  ])('refuses %j before the remote is registered', async (shared, message) => {
    const { loader, registered } = setUp();
    await expect(loader.load(plugin('1.0.0', shared))).rejects.toMatchObject({
      reason: 'incompatible',
      message: expect.stringContaining(message),
    });
    expect(registered).toEqual([]);
  });

  it('accepts a front-end whose ranges the page meets', async () => {
    const { loader } = setUp();
    await expect(loader.load(plugin('1.0.0', { react: '^19.3.1' }))).resolves.toEqual({});
  });

  it('tries again after a failure, which it tells with the plugin and the cause', async () => {
    const answers = [Promise.reject(new Error('404')), Promise.resolve({ default: { pages: {} } })];
    const { loader } = setUp(() => answers.shift() ?? Promise.reject(new Error('empty')));
    await expect(loader.load(plugin('1.0.0'))).rejects.toMatchObject({
      reason: 'unreachable',
      message: 'Notes 1.0.0 did not start in this page: 404',
    });
    await expect(loader.load(plugin('1.0.0'))).resolves.toEqual({ pages: {} });
  });

  it('refuses a module without a front-end as its default', async () => {
    const { loader } = setUp(async () => ({}));
    await expect(loader.load(plugin('1.0.0'))).rejects.toThrow('has no default export');
  });

  it('keeps the styles of the old version until nothing draws with it', async () => {
    const { loader, removed, restored } = setUp();
    await loader.load(plugin('1.0.0'));
    const release = loader.retain(plugin('1.0.0'));
    const releaseOther = loader.retain(plugin('1.0.0'));
    await loader.load(plugin('1.1.0'));
    release();
    release();
    expect(removed).toEqual([]);
    releaseOther();
    expect(removed).toEqual(['/plugins/notes/1.0.0/']);
    await loader.load(plugin('1.0.0'));
    expect(restored).toEqual(['/plugins/notes/1.0.0/']);
  });

  it('keeps the styles of the current version through a moment without users', async () => {
    const { loader, removed } = setUp();
    await loader.load(plugin('1.0.0'));
    loader.retain(plugin('1.0.0'))();
    expect(removed).toEqual([]);
    loader.forget('notes');
    expect(removed).toEqual(['/plugins/notes/1.0.0/']);
  });
});
