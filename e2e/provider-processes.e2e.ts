import { resolve } from 'node:path';
import {
  startAnthropicServer,
  startOllamaServer,
  startOpenAiServer,
} from '@braindrive/model-servers';
import {
  type ConformanceSubject,
  describeProviderConformance,
} from '@braindrive/model-servers/provider-conformance';
import { PluginProviders, storedProviders } from '@braindrive/plugin-host';
import { createPluginHostFixture } from '@braindrive/plugin-host/testing/plugin-host-fixture';
import { afterAll } from 'vitest';

const built = (slug: string) => ({
  slug,
  directory: resolve(import.meta.dirname, '..', 'plugins', slug, 'dist'),
  isOffered: false,
});

// The suite is given its providers when it is described, so the processes' host is made before.
const fixture = await createPluginHostFixture({
  bundled: ['ollama', 'openai', 'anthropic'].map(built),
  hostVersion: '0.1.0',
});
const providers = new PluginProviders({ log: { debug() {}, info() {}, warn() {}, error() {} } });
await providers.start(storedProviders(fixture.host, fixture.orm));

afterAll(async () => {
  providers.close();
  await fixture[Symbol.asyncDispose]();
});

/** What a provider promises, kept by a process of its own behind the host's bridges. */
const servers: Readonly<Record<string, ConformanceSubject['startServer']>> = {
  ollama: startOllamaServer,
  'openai-compatible': startOpenAiServer,
  anthropic: startAnthropicServer,
};

for (const provider of providers.list(null)) {
  const startServer = servers[provider.id];
  if (startServer === undefined) throw new Error(`There is no server for ${provider.id}.`);
  describeProviderConformance({
    provider,
    startServer,
    settings: (url) => ({ baseUrl: url, apiKey: 'test-key' }),
    minTimeoutSeconds: 5,
  });
}
