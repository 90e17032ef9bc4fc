import { manifestSchema } from '@braindrive/plugin-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { PluginProviders } from './plugin-providers.ts';
import type { ProviderPlugin } from './provider-plugin.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

const plugin = (changes: Partial<ProviderPlugin> & { readonly slug?: string } = {}) => {
  const { slug = 'lamp', version = '1.0.0' } = changes;
  const manifest = manifestSchema.parse({
    manifestVersion: 1,
    slug,
    version,
    name: `The ${slug}`,
    author: { name: 'Ada' },
    engines: { host: '*', protocol: 1 },
    server: { entry: 'server/index.mjs' },
    files: {},
    contributes: {
      providers: [
        {
          id: slug,
          name: `The ${slug}`,
          description: 'Answers.',
          icon: 'cloud',
          settings: {
            type: 'object',
            properties: {
              baseUrl: { type: 'string', default: 'https://lamp.example/v1' },
              apiKey: { type: 'string', secret: true },
            },
          },
          destination: { kind: 'setting', name: 'baseUrl' },
        },
      ],
    },
  });
  return {
    installationId: 'host/lamp',
    ownerId: '',
    digest: `digest of ${slug} ${version}`,
    grants: {},
    isEnabled: true,
    ...changes,
    slug,
    version,
    manifest,
  } satisfies ProviderPlugin;
};

let own: ProviderPlugin[];
let starts = 0;
let providers: PluginProviders;
let change: (userId: string) => Promise<void>;
let told: (string | null)[];

beforeEach(async () => {
  own = [];
  told = [];
  const listeners = new Set<(userId: string) => void>();
  starts = 0;
  providers = new PluginProviders({ log });
  providers.onChange((userId) => told.push(userId));
  await providers.start({
    bundled: [plugin()],
    sessions: {
      acquire: () => {
        starts += 1;
        return Promise.reject(new Error('Nothing is started here.'));
      },
    },
    installations: {
      owners: async () => ['ada'],
      of: async (userId) => (userId === 'ada' ? own : []),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  change = async (userId) => {
    for (const listener of listeners) listener(userId);
    await new Promise((resolve) => setImmediate(resolve));
  };
});

const idsOf = (userId: string | null) => providers.list(userId).map(({ id }) => id);

describe('providers of plugins', () => {
  it('are those that come with the host, for whoever has no version of theirs', () => {
    expect(idsOf(null)).toEqual(['lamp']);
    expect(idsOf('bob')).toEqual(['lamp']);
    expect(providers.find('lamp', 'bob')).toMatchObject({ state: 'ready' });
    expect(providers.find('torch', 'bob')).toEqual({ state: 'unknown' });
  });

  it('are the owner’s version where there is one, and only theirs', async () => {
    const bundled = providers.find('lamp', 'ada');
    own = [plugin({ installationId: 'one', ownerId: 'ada', version: '2.0.0' })];
    await change('ada');
    expect(told).toEqual(['ada']);
    expect(providers.find('lamp', 'ada')).not.toEqual(bundled);
    expect(providers.find('lamp', 'bob')).toEqual(bundled);
    expect(providers.find('lamp', 'ada')).toEqual(providers.find('lamp', 'ada'));
  });

  it('say which plugin is off, and are not offered then', async () => {
    own = [plugin({ installationId: 'one', ownerId: 'ada', isEnabled: false })];
    await change('ada');
    expect(providers.find('lamp', 'ada')).toEqual({ state: 'off', pluginName: 'The lamp' });
    expect(idsOf('ada')).toEqual([]);
    expect(idsOf(null)).toEqual(['lamp']);
  });

  it('come with other plugins too', async () => {
    own = [plugin({ slug: 'torch', installationId: 'two', ownerId: 'ada' })];
    await change('ada');
    expect(idsOf('ada')).toEqual(['lamp', 'torch']);
    expect(idsOf('bob')).toEqual(['lamp']);
  });

  it('tell nobody of a change that does not matter to connections', async () => {
    await change('ada');
    await change('bob');
    expect(told).toEqual([]);
  });
});

describe('a connection of a plugin', () => {
  const context = (fetched: string[]) => ({
    log,
    fetch: async (url: string | URL) => {
      fetched.push(String(url));
      return new Response('');
    },
    directory: '/nonexistent',
    now: () => 0,
  });

  it('starts the plugin ahead of a question, and leaves it to the question to fail', async () => {
    const [provider] = providers.list(null);
    const settings = provider?.settings.parse({ apiKey: 'key' }) ?? {};
    const connection = provider?.connect(settings, context([]));
    expect(starts).toBe(0);
    connection?.prepare?.();
    await expect(connection?.listModels(AbortSignal.timeout(1_000))).rejects.toThrow();
    expect(starts).toBeGreaterThan(0);
  });

  it('knows where prompts go without starting the plugin, and keeps secrets marked', () => {
    const [provider] = providers.list(null);
    const settings = provider?.settings.parse({ apiKey: 'key', unknown: 1 }) ?? {};
    expect(settings).toEqual({ baseUrl: 'https://lamp.example/v1', apiKey: 'key' });
    expect(provider?.connect(settings, context([])).destination).toBe('lamp.example');
    const local = { baseUrl: 'http://localhost:1234' };
    expect(provider?.connect(local, context([])).destination).toBeNull();
  });
});
