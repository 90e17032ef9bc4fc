import { startOpenAiServer } from '@braindrive/model-servers';
import { describeProviderConformance } from '@braindrive/model-servers/provider-conformance';
import { openAiCompatibleProvider } from './openai-compatible-provider.ts';

describeProviderConformance({
  provider: openAiCompatibleProvider,
  startServer: startOpenAiServer,
  settings: (url) => ({ baseUrl: url, apiKey: 'test-key' }),
});
