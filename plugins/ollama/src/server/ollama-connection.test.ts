import {
  createProviderContext,
  type OllamaServerOptions,
  type RunningModelServer,
  startOllamaServer,
} from '@braindrive/model-servers';
import { createChatRequest, readAnswer } from '@braindrive/model-servers/provider-conformance';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseContextTokens } from './chat-request.ts';
import { ollamaProvider } from './ollama-provider.ts';

const servers: RunningModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const { signal } = new AbortController();

async function start(options: OllamaServerOptions = {}) {
  const server = await startOllamaServer(options);
  servers.push(server);
  const settings = ollamaProvider.settings.parse({ baseUrl: `${server.url}/api` });
  return { server, connection: ollamaProvider.connect(settings, createProviderContext()) };
}

describe('an Ollama connection', () => {
  it('lists chat models with what they can do, the context cut to what is allowed', async () => {
    const { server, connection } = await start({
      models: [
        {
          id: 'qwen3:4b',
          contextTokens: 40_960,
          capabilities: ['completion', 'tools', 'thinking'],
          sizeBytes: 2_600_000_000,
        },
        { id: 'llava:latest', contextTokens: 4_096, capabilities: ['completion', 'vision'] },
        { id: 'nomic-embed-text:latest', capabilities: ['embedding'] },
      ],
    });
    const models = await connection.listModels(signal);
    expect(models).toEqual([
      {
        id: 'llava:latest',
        name: 'llava',
        contextTokens: 4_096,
        capabilities: { vision: true, tools: false, reasoning: false },
        sizeBytes: 0,
        note: '1.2B · Q4_K_M',
      },
      {
        id: 'qwen3:4b',
        name: 'qwen3:4b',
        contextTokens: 16_384,
        capabilities: { vision: false, tools: true, reasoning: true },
        sizeBytes: 2_600_000_000,
        note: '1.2B · Q4_K_M',
      },
    ]);
    await connection.listModels(signal);
    expect(server.requests.filter(({ path }) => path === '/api/show')).toHaveLength(3);
  });

  it('shows the other models when one cannot be read', async () => {
    const { connection } = await start({
      models: [{ id: 'good' }, { id: 'damaged' }],
      fault: ({ path, body }) =>
        path === '/api/show' && (body as { model: string }).model === 'damaged'
          ? { kind: 'status', status: 500 }
          : null,
    });
    expect((await connection.listModels(signal)).map(({ id }) => id)).toEqual(['damaged', 'good']);
  });

  it('tells the version', async () => {
    const { connection } = await start();
    expect(await connection.test(signal)).toMatchObject({ serverVersion: '0.12.0', modelCount: 1 });
  });

  it('sends parameters as options', async () => {
    const { server, connection } = await start();
    const parameters = { temperature: 0.5, topP: 0.9, maxTokens: 20, seed: 7, stop: ['END'] };
    await readAnswer(connection.streamChat(createChatRequest({ parameters }), signal));
    expect(server.chats[0]?.body).toMatchObject({
      stream: true,
      options: { temperature: 0.5, top_p: 0.9, num_predict: 20, seed: 7, stop: ['END'] },
    });
    expect(server.chats[0]?.body).not.toHaveProperty('options.num_ctx');
  });

  it('asks for a larger context in doublings, and only when the prompt needs it', () => {
    const promptOf = (length: number) =>
      createChatRequest({ messages: [{ role: 'user', content: 'x'.repeat(length) }] });
    expect(chooseContextTokens(promptOf(3_000), 16_384)).toBeUndefined();
    expect(chooseContextTokens(promptOf(12_000), 16_384)).toBe(8_192);
    expect(chooseContextTokens(promptOf(13_000), 16_384)).toBe(8_192);
    expect(chooseContextTokens(promptOf(90_000), 16_384)).toBe(16_384);
  });

  it('says that the model is being loaded while nothing comes', async () => {
    const { connection } = await start({ firstTokenDelayMs: 1_200, reply: () => ['Hi.'] });
    const { parts } = await readAnswer(connection.streamChat(createChatRequest(), signal));
    expect(parts.map(({ type }) => type)).toEqual(['status', 'text-delta', 'finish']);
  });

  it('reports a model that does not fit into memory', async () => {
    const message = 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)';
    const { connection } = await start({ fault: { kind: 'status', status: 500, message } });
    const { error } = await readAnswer(connection.streamChat(createChatRequest(), signal));
    expect(error).toMatchObject({ code: 'provider/insufficient-memory' });
  });
});
