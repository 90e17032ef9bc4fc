import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { ProviderModel } from '@braindrive/plugin-sdk';
import { requestJson } from '@braindrive/plugin-sdk/server';
import { fromAiSdk, type ModelListRequest } from '@braindrive/plugin-sdk/server/ai-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startAnthropicServer } from './anthropic-server.ts';
import { startOpenAiServer } from './openai-server.ts';
import {
  createChatRequest,
  describeProviderConformance,
  readAnswer,
} from './provider-conformance.ts';
import { createProviderContext } from './provider-context.ts';

// Two packages as their authors publish them, made into providers in a few lines each, have to keep every promise
// that the bundled providers keep.

const settings = z.object({
  baseUrl: z.url(),
  apiKey: z.string(),
  timeoutSeconds: z.number().default(120),
});
type Settings = z.output<typeof settings>;

/** How an author lists models over the same guarded `fetch`. */
const listWith =
  (name: string, keyHeader: (key: string) => Record<string, string>) =>
  async ({ settings: { baseUrl, apiKey }, fetch, signal, context }: ModelListRequest<Settings>) => {
    const timeouts = { firstByteMs: 20_000, idleMs: 20_000 };
    const headers = keyHeader(apiKey);
    const server = { name, baseUrl, headers, hasKey: true, timeouts, fetch, now: context.now };
    const schema = z.object({
      data: z.array(
        z.object({
          id: z.string(),
          context_length: z.int().optional(),
          max_input_tokens: z.int().optional(),
        }),
      ),
    });
    const { value } = await requestJson(
      server,
      { method: 'GET', path: '/v1/models', signal },
      schema,
    );
    return value.data.map(
      (model): ProviderModel => ({
        id: model.id,
        name: model.id,
        contextTokens: model.context_length ?? model.max_input_tokens ?? null,
        capabilities: { vision: false, tools: true, reasoning: false },
        sizeBytes: null,
        note: null,
      }),
    );
  };

const openAiCompatible = fromAiSdk(
  ({ modelId, settings: { baseUrl, apiKey }, fetch }) =>
    createOpenAICompatible({
      name: 'compatible',
      baseURL: `${baseUrl}/v1`,
      apiKey,
      fetch,
      includeUsage: true,
    })(modelId),
  {
    id: 'compatible',
    name: 'Compatible',
    settings,
    models: listWith('Compatible', (key) => ({ authorization: `Bearer ${key}` })),
  },
);

const anthropic = fromAiSdk(
  ({ modelId, settings: { baseUrl, apiKey }, fetch }) =>
    createAnthropic({ baseURL: `${baseUrl}/v1`, apiKey, fetch })(modelId),
  {
    id: 'claude',
    name: 'Claude',
    settings,
    models: listWith('Claude', (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' })),
  },
);

const settingsOf = (url: string) => ({ baseUrl: url, apiKey: 'test-key' });
describeProviderConformance({
  provider: openAiCompatible,
  startServer: startOpenAiServer,
  settings: settingsOf,
});
describeProviderConformance({
  provider: anthropic,
  startServer: startAnthropicServer,
  settings: settingsOf,
});

describe('tools over an AI SDK provider', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });
  const event = (delta: unknown, finishReason: string | null = null) =>
    `data: ${JSON.stringify({
      id: 'c',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    })}\n\n`;
  const toolCall = (fields: object) => ({ tool_calls: [{ index: 0, ...fields }] });
  const answer = [
    event(toolCall({ id: 'call-1', type: 'function', function: { name: 'find', arguments: '' } })),
    event(toolCall({ function: { arguments: '{"q":"ta' } })),
    event(toolCall({ function: { arguments: 'x"}' } })),
    event({}, 'tool_calls'),
    'data: [DONE]\n\n',
  ];

  it('are offered, called with their input, and given their results', async () => {
    const bodies: { tools?: unknown; messages: unknown[] }[] = [];
    const connection = openAiCompatible.connect(
      { baseUrl: 'http://localhost', apiKey: 'k', timeoutSeconds: 20 },
      createProviderContext({
        fetch: async (_url, init) => {
          bodies.push(JSON.parse(String(init?.body)));
          return new Response(answer.join(''), {
            headers: { 'content-type': 'text/event-stream' },
          });
        },
      }),
    );
    const call = { toolCallId: 'call-1', toolName: 'find', input: { q: 'tax' } };
    const request = createChatRequest({
      tools: [{ name: 'find', description: 'Finds.', input: { type: 'object' } }],
      toolRounds: [
        {
          text: 'Let me look.',
          calls: [call],
          results: [{ toolCallId: 'call-1', toolName: 'find', output: ['a'], isError: false }],
        },
      ],
    });
    const { parts, error } = await readAnswer(
      connection.streamChat(request, new AbortController().signal),
    );
    expect(error).toBeNull();
    expect(parts).toEqual([
      { type: 'tool-call', ...call },
      expect.objectContaining({ type: 'finish', finishReason: 'tool-calls' }),
    ]);
    expect(bodies[0]?.tools).toMatchObject([{ function: { name: 'find' } }]);
    expect(bodies[0]?.messages.slice(1)).toMatchObject([
      { role: 'assistant', content: 'Let me look.', tool_calls: [{ id: 'call-1' }] },
      { role: 'tool', tool_call_id: 'call-1', content: '["a"]' },
    ]);
  });

  it('makes a provider of one ready-made model', async () => {
    const server = await startOpenAiServer();
    closing.push(() => server.close());
    const model = createOpenAICompatible({ name: 'local', baseURL: `${server.url}/v1` })(
      'test-model',
    );
    const provider = fromAiSdk(model, { destination: { kind: 'this-machine' } });
    expect(provider).toMatchObject({ id: 'local-chat', name: 'local.chat' });
    const connection = provider.connect({}, createProviderContext());
    const { signal } = new AbortController();
    expect(await connection.test(signal)).toMatchObject({ modelCount: 1 });
    const { text } = await readAnswer(connection.streamChat(createChatRequest(), signal));
    expect(text).toContain('Why did');
  });
});
