import {
  createProviderContext,
  type ModelServerOptions,
  type RunningModelServer,
  startAnthropicServer,
} from '@braindrive/model-servers';
import { createChatRequest, readAnswer } from '@braindrive/model-servers/provider-conformance';
import { afterEach, describe, expect, it } from 'vitest';
import { anthropicProvider } from './anthropic-provider.ts';

const servers: RunningModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const { signal } = new AbortController();

async function start(options: ModelServerOptions = {}, settings: object = {}) {
  const server = await startAnthropicServer(options);
  servers.push(server);
  const parsed = anthropicProvider.settings.parse({
    baseUrl: `${server.url}/v1/`,
    apiKey: 'test-key',
    ...settings,
  });
  return { server, connection: anthropicProvider.connect(parsed, createProviderContext()) };
}

const refuse = (message: string) =>
  ({
    kind: 'status',
    status: 400,
    body: { type: 'error', error: { type: 'invalid_request_error', message } },
  }) as const;

describe('an Anthropic connection', () => {
  it('reads all pages of the model list with their limits', async () => {
    const models = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
      id,
      contextTokens: 200_000,
      capabilities: ['vision', 'thinking'],
    }));
    const { connection } = await start({ models });
    const listed = await connection.listModels(signal);
    expect(listed.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(listed[0]).toMatchObject({
      contextTokens: 200_000,
      capabilities: { vision: true, tools: true, reasoning: true },
    });
  });

  it('sends the system prompt apart, one sampling parameter and a bound', async () => {
    const { server, connection } = await start();
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'Hi' },
    ] as const;
    const parameters = { temperature: 1.6, topP: 0.9, stop: ['END', ' '] };
    await readAnswer(connection.streamChat(createChatRequest({ messages, parameters }), signal));
    const body = server.chats[0]?.body as Record<string, unknown>;
    expect(body).toMatchObject({
      system: 'Be brief.',
      temperature: 1,
      max_tokens: 4096,
      stop_sequences: ['END'],
      stream: true,
    });
    expect(body).not.toHaveProperty('top_p');
    expect(body.messages).toEqual([
      { role: 'user', content: '…' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'Hi' },
    ]);
    expect(server.chats[0]?.headers).toMatchObject({
      'x-api-key': 'test-key',
      'anthropic-version': '2023-06-01',
    });
  });

  it('bounds the answer by the limit of the listed model', async () => {
    const { server, connection } = await start();
    await connection.listModels(signal);
    await readAnswer(connection.streamChat(createChatRequest(), signal));
    expect(server.chats[0]?.body).toMatchObject({ max_tokens: 8_192 });
  });

  it('continues an answer by prefill, without doubling the space', async () => {
    const { server, connection } = await start({ reply: () => ['\n\n', ' Second.'] });
    const messages = [
      { role: 'user', content: 'Write.' },
      { role: 'assistant', content: 'First.\n\n' },
    ] as const;
    const answer = await readAnswer(
      connection.streamChat(createChatRequest({ messages, isContinuation: true }), signal),
    );
    expect(answer.text).toBe('Second.');
    expect(server.chats[0]?.body).toMatchObject({
      messages: [messages[0], { role: 'assistant', content: 'First.' }],
    });
  });

  it('asks in words to continue where a model takes no prefill, and remembers', async () => {
    const { server, connection } = await start({
      fault: ({ body }) => {
        const messages = (body as { messages?: { role: string }[] } | null)?.messages ?? [];
        return messages.at(-1)?.role === 'assistant'
          ? refuse(
              'This model does not support assistant message prefill. The conversation must end with a user message.',
            )
          : null;
      },
    });
    const messages = [
      { role: 'user', content: 'Write.' },
      { role: 'assistant', content: 'First' },
    ] as const;
    const request = createChatRequest({ messages, isContinuation: true });
    expect((await readAnswer(connection.streamChat(request, signal))).error).toBeNull();
    expect((await readAnswer(connection.streamChat(request, signal))).error).toBeNull();
    expect(server.chats).toHaveLength(3);
  });

  it('drops sampling parameters where a model refuses them', async () => {
    const { connection } = await start({
      fault: ({ body }) =>
        (body as { temperature?: number } | null)?.temperature === undefined
          ? null
          : refuse('`temperature` is deprecated for this model.'),
    });
    const request = createChatRequest({ parameters: { temperature: 0.3 } });
    expect((await readAnswer(connection.streamChat(request, signal))).error).toBeNull();
  });

  it('lets models think that can, when the connection says so', async () => {
    const models = [{ id: 'test-model', capabilities: ['thinking'] }, { id: 'plain' }];
    const { server, connection } = await start({ models }, { isThinkingEnabled: true });
    await readAnswer(
      connection.streamChat(createChatRequest({ parameters: { temperature: 0.3 } }), signal),
    );
    await readAnswer(connection.streamChat(createChatRequest({ modelId: 'plain' }), signal));
    const [thinking, plain] = server.chats.map(({ body }) => body as Record<string, unknown>);
    expect(thinking).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 8_000 },
      max_tokens: 16_192,
    });
    expect(thinking).not.toHaveProperty('temperature');
    expect(plain).not.toHaveProperty('thinking');
  });

  it.each([
    ['overloaded_error', 'provider/server-error'],
    ['rate_limit_error', 'provider/rate-limited'],
    ['invalid_request_error', 'provider/bad-request'],
  ])('maps the error event %s', async (code, expected) => {
    const { connection } = await start({
      fault: { kind: 'error-event', afterTokens: 1, code, message: 'no' },
    });
    const { error } = await readAnswer(connection.streamChat(createChatRequest(), signal));
    expect(error).toMatchObject({ code: expected });
  });
});
