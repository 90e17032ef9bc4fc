import { ProviderError } from '@braindrive/plugin-sdk';
import { defineProvider, secret } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

const modelsSchema = z.object({ models: z.array(z.string()) });

/** A small real provider: its server lists models at `/models` and wants a key. */
export const httpProvider = defineProvider({
  id: 'http',
  name: 'HTTP',
  description: 'Models of a test server.',
  icon: 'server',
  settings: z.object({
    baseUrl: z.url('Enter an address.').default('https://models.example'),
    apiKey: secret().min(3, 'The key is too short.').meta({ secret: true }).optional(),
    second: secret().default('leaked-default'),
  }),
  presets: [
    {
      id: 'preset',
      name: 'Preset',
      keyUrl: null,
      settings: { baseUrl: 'https://preset.example', apiKey: 'leaked-preset' },
    },
  ],
  isBuiltIn: false,
  connect: ({ baseUrl, apiKey }, { fetch, log }) => {
    const { hostname, protocol } = new URL(baseUrl);
    if (protocol !== 'https:' && protocol !== 'http:') throw new Error('unexpected');
    const ask = async (signal: AbortSignal) => {
      log.debug({ baseUrl, header: `Bearer ${apiKey}`, nested: { apiKey } }, 'http.ask');
      const response = await fetch(`${baseUrl}/models`, {
        headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
        signal,
      });
      const text = await response.text();
      if (response.status === 401) {
        throw new ProviderError('provider/unauthorized', `The server says: ${text}`, {
          details: { serverMessage: text },
        });
      }
      return modelsSchema.parse(JSON.parse(text)).models;
    };
    return {
      destination: hostname === '127.0.0.1' ? null : hostname,
      listModels: async (signal) => (await ask(signal)).map((id) => modelCalled(id)),
      test: async (signal) => ({
        latencyMs: 1,
        modelCount: (await ask(signal)).length,
        serverVersion: null,
      }),
      async *streamChat() {
        yield { type: 'text-delta', delta: 'hello' };
      },
    };
  },
});

/** A model as a provider lists it. */
export const modelCalled = (id: string, sizeBytes: number | null = null) => ({
  id,
  name: id.toUpperCase(),
  contextTokens: 4096,
  capabilities: { vision: false, tools: false, reasoning: false },
  sizeBytes,
  note: null,
});
