import {
  createProviderContext,
  type ModelServerOptions,
  type RunningModelServer,
  startOpenAiServer,
} from '@braindrive/model-servers';
import { createChatRequest, readAnswer } from '@braindrive/model-servers/provider-conformance';
import { afterEach, describe, expect, it } from 'vitest';
import { openAiCompatibleProvider } from './openai-compatible-provider.ts';
import { normalizeBaseUrl } from './settings.ts';

const servers: RunningModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const { signal } = new AbortController();

async function start(options: ModelServerOptions = {}) {
  const server = await startOpenAiServer(options);
  servers.push(server);
  const settings = openAiCompatibleProvider.settings.parse({ baseUrl: server.url });
  return {
    server,
    connection: openAiCompatibleProvider.connect(settings, createProviderContext()),
  };
}

const refuse = (message: string, param: string | null = null) =>
  ({
    kind: 'status',
    status: 400,
    body: {
      error: { message, type: 'invalid_request_error', param, code: 'unsupported_parameter' },
    },
  }) as const;

describe('an OpenAI-compatible connection', () => {
  it('takes a bare host as its /v1', () => {
    expect(normalizeBaseUrl('http://127.0.0.1:1234')).toBe('http://127.0.0.1:1234/v1');
    expect(normalizeBaseUrl('https://openrouter.ai/api/v1/')).toBe('https://openrouter.ai/api/v1');
  });

  it('sends parameters under the names of the API, and no key where there is none', async () => {
    const { server, connection } = await start();
    const parameters = { temperature: 0.5, topP: 0.9, maxTokens: 20, seed: 7, stop: ['END'] };
    await readAnswer(connection.streamChat(createChatRequest({ parameters }), signal));
    expect(server.chats[0]?.body).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 20,
      seed: 7,
      stop: ['END'],
    });
    expect(server.chats[0]?.headers.authorization).toBeUndefined();
  });

  it('learns once that a model wants max_completion_tokens and a fixed temperature', async () => {
    const { server, connection } = await start({
      fault: ({ body }) => {
        const fields = body as Record<string, unknown> | null;
        if (fields?.max_tokens !== undefined)
          return refuse(
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            'max_tokens',
          );
        if (fields?.temperature !== undefined)
          return refuse(
            "Unsupported value: 'temperature' does not support 0.5 with this model.",
            'temperature',
          );
        return null;
      },
    });
    const request = createChatRequest({ parameters: { temperature: 0.5, maxTokens: 20 } });
    expect((await readAnswer(connection.streamChat(request, signal))).error).toBeNull();
    expect(server.chats).toHaveLength(3);
    expect((await readAnswer(connection.streamChat(request, signal))).error).toBeNull();
    expect(server.chats).toHaveLength(4);
    expect(server.chats[3]?.body).toMatchObject({ max_completion_tokens: 20 });
  });

  it('does not repeat a request that is refused for another reason', async () => {
    const { server, connection } = await start({ fault: refuse('temperature must be a number') });
    const request = createChatRequest({ parameters: { temperature: 0.5 } });
    const { error } = await readAnswer(connection.streamChat(request, signal));
    expect(error).toMatchObject({ code: 'provider/bad-request' });
    expect(server.chats.length).toBeLessThanOrEqual(2);
  });

  it('continues an answer in place', async () => {
    const { server, connection } = await start({ reply: () => [' token.'] });
    const messages = [
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'For the' },
    ] as const;
    const answer = await readAnswer(
      connection.streamChat(createChatRequest({ messages, isContinuation: true }), signal),
    );
    expect(answer.text).toBe(' token.');
    expect(server.chats[0]?.body).toMatchObject({ messages, continue_final_message: true });
  });

  it('splits think tags from the text', async () => {
    const { connection } = await start({
      reply: () => ['<thi', 'nk>hm', 'm</', 'think>\n\n', 'Yes.'],
    });
    expect(await readAnswer(connection.streamChat(createChatRequest(), signal))).toMatchObject({
      reasoning: 'hmm',
      text: 'Yes.',
    });
  });

  it('reports an error that comes with status 200 and no stream', async () => {
    const body = { error: { message: 'Provider returned error', code: 502 } };
    const { connection } = await start({ fault: { kind: 'status', status: 200, body } });
    const { error } = await readAnswer(connection.streamChat(createChatRequest(), signal));
    expect(error).toMatchObject({
      code: 'provider/server-error',
      message: expect.stringContaining('Provider returned error'),
    });
  });

  it('says so when there is no such API at the address', async () => {
    const { server } = await start();
    const settings = openAiCompatibleProvider.settings.parse({ baseUrl: `${server.url}/wrong` });
    const connection = openAiCompatibleProvider.connect(settings, createProviderContext());
    await expect(connection.test(signal)).rejects.toMatchObject({
      code: 'provider/bad-request',
      message: expect.stringContaining('Check the address'),
    });
  });
});
