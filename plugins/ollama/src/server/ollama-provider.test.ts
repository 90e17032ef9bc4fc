import { startOllamaServer } from '@braindrive/model-servers';
import { describeProviderConformance } from '@braindrive/model-servers/provider-conformance';
import { ollamaProvider } from './ollama-provider.ts';

describeProviderConformance({
  provider: ollamaProvider,
  startServer: startOllamaServer,
  settings: (url) => ({ baseUrl: url, apiKey: 'test-key' }),
});
