import { createProviderContext, startOpenRouterServer } from '@braindrive/model-servers';
import { describeProviderConformance } from '@braindrive/model-servers/provider-conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRouterProvider } from './openrouter-provider.ts';

describeProviderConformance({
  provider: openRouterProvider,
  startServer: startOpenRouterServer,
  settings: (url) => ({ baseUrl: `${url}/v1`, apiKey: 'test-key' }),
});

const model = (id: string, raw: Readonly<Record<string, unknown>> = {}) => ({
  id,
  contextTokens: 32_768,
  raw: { name: id.replace('/', ': '), ...raw },
});
const priced = (prompt: string, completion: string) => ({ pricing: { prompt, completion } });

describe('the models of an OpenRouter account', () => {
  let server: Awaited<ReturnType<typeof startOpenRouterServer>>;
  beforeAll(async () => {
    server = await startOpenRouterServer({
      apiKey: 'test-key',
      models: [
        model('qwen/qwen3-8b', {
          ...priced('0.00000002', '0.00000138'),
          supported_parameters: ['tools', 'reasoning'],
        }),
        model('qwen/qwen3-8b:free', priced('0', '0')),
        model('anthropic/claude-sonnet', {
          ...priced('0.000003', '0.000015'),
          architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
        }),
        model('maker/pictures', { architecture: { output_modalities: ['image'] } }),
        model('odd/prices', { pricing: { prompt: '-1', completion: 'soon' } }),
      ],
    });
  });
  afterAll(() => server.close());

  const list = async (settings: Readonly<Record<string, unknown>> = {}) => {
    const parsed = openRouterProvider.settings.parse({
      apiKey: 'test-key',
      baseUrl: `${server.url}/v1`,
      ...settings,
    });
    const connection = openRouterProvider.connect(parsed, createProviderContext());
    return connection.listModels(new AbortController().signal);
  };

  it('are listed with their prices and what they can do', async () => {
    const models = await list();
    expect(models.map(({ id }) => id)).toEqual([
      'anthropic/claude-sonnet',
      'odd/prices',
      'qwen/qwen3-8b',
      'qwen/qwen3-8b:free',
    ]);
    expect(models.map(({ note }) => note)).toEqual([
      '$3.00 in, $15.00 out per million tokens',
      null,
      '$0.02 in, $1.38 out per million tokens',
      'Free',
    ]);
    expect(models[0]?.capabilities).toEqual({ vision: true, tools: false, reasoning: false });
    expect(models[2]?.capabilities).toEqual({ vision: false, tools: true, reasoning: true });
  });

  it('can be narrowed by words and by price', async () => {
    expect(await list({ search: 'QWEN 8b' })).toHaveLength(2);
    expect(await list({ search: 'qwen free, sonnet' })).toHaveLength(2);
    expect(await list({ search: 'nothing like it' })).toEqual([]);
    expect((await list({ freeOnly: true })).map(({ id }) => id)).toEqual(['qwen/qwen3-8b:free']);
  });

  it('are tested with the key, because the list alone is public', async () => {
    const parsed = openRouterProvider.settings.parse({
      apiKey: 'test-key',
      baseUrl: `${server.url}/v1`,
    });
    const connection = openRouterProvider.connect(parsed, createProviderContext());
    expect(await connection.test(new AbortController().signal)).toMatchObject({ modelCount: 4 });
    expect(server.requests.some(({ path }) => path === '/v1/key')).toBe(true);
  });
});
