import { startAnthropicServer } from '@braindrive/model-servers';
import { describeProviderConformance } from '@braindrive/model-servers/provider-conformance';
import { anthropicProvider } from './anthropic-provider.ts';

describeProviderConformance({
  provider: anthropicProvider,
  startServer: startAnthropicServer,
  settings: (url) => ({ baseUrl: url, apiKey: 'test-key' }),
});
