import type { ModelStreamPart, ProviderErrorCode } from '@braindrive/plugin-sdk';
import type { ChatRequest, ModelConnection, ModelProvider } from '@braindrive/plugin-sdk/server';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault, ModelServerOptions } from './behaviour.ts';
import { createProviderContext } from './provider-context.ts';
import type { RunningModelServer } from './run-model-server.ts';

/** What the suite needs to know about a provider that talks to a server. */
export interface ConformanceSubject {
  readonly provider: ModelProvider;
  readonly startServer: (options: ModelServerOptions) => Promise<RunningModelServer>;
  /** Settings of a connection to that server, with the key `test-key`. */
  readonly settings: (url: string) => Readonly<Record<string, unknown>>;
  /** Shortest time limit that a connection takes, where it checks its settings once more. */
  readonly minTimeoutSeconds?: number;
}

/** A chat request for the test servers' model. */
export const createChatRequest = (overrides: Partial<ChatRequest> = {}): ChatRequest => ({
  modelId: 'test-model',
  messages: [{ role: 'user', content: 'tell me a joke' }],
  parameters: {},
  isContinuation: false,
  ...overrides,
});

/** Reads an answer to its end. A failure is returned, with the parts before it. */
export async function readAnswer(stream: AsyncIterable<ModelStreamPart>) {
  const parts: ModelStreamPart[] = [];
  let error: unknown = null;
  try {
    for await (const part of stream) parts.push(part);
  } catch (cause) {
    error = cause;
  }
  const join = (type: 'text-delta' | 'reasoning-delta') =>
    parts.map((part) => (part.type === type ? part.delta : '')).join('');
  return {
    parts,
    error,
    text: join('text-delta'),
    reasoning: join('reasoning-delta'),
    finish: parts.find((part) => part.type === 'finish') ?? null,
  };
}

/** The promises of `ModelConnection`, checked against a real server: run it in the tests of every provider. */
export function describeProviderConformance(subject: ConformanceSubject): void {
  const servers: RunningModelServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const start = async (options: ModelServerOptions = {}, timeoutSeconds = 20) => {
    const server = await subject.startServer(options);
    servers.push(server);
    const connection = connect(subject, server.url, timeoutSeconds);
    const ask = (overrides: Partial<ChatRequest> = {}, signal = new AbortController().signal) =>
      readAnswer(connection.streamChat(createChatRequest(overrides), signal));
    return { server, connection, ask };
  };

  describe(`${subject.provider.name} as a provider`, () => {
    describeAnswers(start);
    describeFailures(subject, start);
    describeAborts(start);
    describeFraming(subject, start);
  });
}

type Start = (
  options?: ModelServerOptions,
  timeoutSeconds?: number,
) => Promise<{
  server: RunningModelServer;
  connection: ModelConnection;
  ask: (overrides?: Partial<ChatRequest>, signal?: AbortSignal) => ReturnType<typeof readAnswer>;
}>;

function connect(
  subject: ConformanceSubject,
  url: string,
  timeoutSeconds: number,
): ModelConnection {
  const settings = subject.provider.settings.parse({
    ...subject.settings(url),
    timeoutSeconds: 20,
  });
  const limit = Math.max(timeoutSeconds, subject.minTimeoutSeconds ?? 0);
  return subject.provider.connect({ ...settings, timeoutSeconds: limit }, createProviderContext());
}

function describeAnswers(start: Start): void {
  it('lists models, and tests with a key', async () => {
    const { connection } = await start({ apiKey: 'test-key' });
    const { signal } = new AbortController();
    const models = await connection.listModels(signal);
    expect(models.map(({ id, contextTokens }) => ({ id, contextTokens }))).toEqual([
      { id: 'test-model', contextTokens: 8_192 },
    ]);
    expect(await connection.test(signal)).toMatchObject({ modelCount: 1 });
    expect(connection.destination).toBeNull();
  });

  it('streams text that joins to exactly what the server sent', async () => {
    const text = 'Grüße, 世界! 👩‍👩‍👧 "quoted" \\ back\n\n```js\nlet a = 1;\n```\n  ';
    const { ask } = await start({ reply: () => text });
    const answer = await ask();
    expect(answer.error).toBeNull();
    expect(answer.text).toBe(text);
    expect(answer.parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'stop' });
  });

  it('keeps thinking apart from text', async () => {
    const { ask } = await start({
      reply: () => [{ reasoning: 'It asks ' }, { reasoning: 'for a joke.' }, 'Knock ', 'knock.'],
    });
    expect(await ask()).toMatchObject({ reasoning: 'It asks for a joke.', text: 'Knock knock.' });
  });

  it('reports usage and an answer that ran out of tokens', async () => {
    const { ask } = await start({ reply: () => ['one ', 'two ', 'three', { finish: 'length' }] });
    expect((await ask()).finish).toMatchObject({
      finishReason: 'length',
      usage: { inputTokens: expect.any(Number), outputTokens: 3 },
    });
  });

  it('answers again after an answer', async () => {
    const { ask } = await start();
    const first = await ask();
    expect(await ask()).toEqual(first);
  });
}

interface FailureCase {
  readonly what: string;
  readonly fault: Fault;
  readonly code: ProviderErrorCode;
  /** Text that came before counts. */
  readonly text?: string;
  readonly timeoutSeconds?: number;
}

const failureCases: readonly FailureCase[] = [
  { what: 'a refused key', fault: { kind: 'status', status: 401 }, code: 'provider/unauthorized' },
  {
    what: 'a forbidden model',
    fault: { kind: 'status', status: 403 },
    code: 'provider/unauthorized',
  },
  {
    what: 'an account without credit',
    fault: { kind: 'status', status: 402 },
    code: 'provider/quota-exceeded',
  },
  { what: 'a server error', fault: { kind: 'status', status: 500 }, code: 'provider/server-error' },
  {
    what: 'an overloaded server',
    fault: { kind: 'status', status: 529 },
    code: 'provider/server-error',
  },
  {
    what: 'a too large request',
    fault: { kind: 'status', status: 413 },
    code: 'provider/prompt-too-long',
  },
  {
    what: 'a prompt over the context length',
    fault: {
      kind: 'status',
      status: 400,
      message: 'prompt is too long: 9000 tokens > 8192 maximum',
    },
    code: 'provider/prompt-too-long',
  },
  {
    what: 'another refusal',
    fault: { kind: 'status', status: 400, message: 'bad role' },
    code: 'provider/bad-request',
  },
  {
    what: 'a redirect, without following it',
    fault: { kind: 'status', status: 308, headers: { location: 'http://elsewhere.example/' } },
    code: 'provider/bad-request',
  },
  { what: 'silence', fault: { kind: 'silent' }, code: 'provider/timeout', timeoutSeconds: 0.2 },
  {
    what: 'silence in mid-answer',
    fault: { kind: 'stall', afterTokens: 2 },
    code: 'provider/timeout',
    text: 'Why did',
    timeoutSeconds: 1,
  },
  {
    what: 'a broken connection',
    fault: { kind: 'cut', afterTokens: 2 },
    code: 'provider/stream-cut',
    text: 'Why did',
  },
  {
    what: 'an end without the closing event',
    fault: { kind: 'no-end', afterTokens: 2 },
    code: 'provider/stream-cut',
    text: 'Why did',
  },
  {
    what: 'an empty answer',
    fault: { kind: 'no-end', afterTokens: 0 },
    code: 'provider/stream-cut',
    text: '',
  },
  {
    what: 'a damaged event',
    fault: { kind: 'malformed', afterTokens: 2 },
    code: 'provider/invalid-response',
    text: 'Why did',
  },
  {
    what: 'an error event',
    fault: { kind: 'error-event', afterTokens: 2 },
    code: 'provider/server-error',
    text: 'Why did',
  },
  {
    what: 'a web page',
    fault: { kind: 'junk', bytes: 10_000, shape: 'web-page' },
    code: 'provider/invalid-response',
  },
];

function describeFailures(subject: ConformanceSubject, start: Start): void {
  it.each(failureCases)('reports $what', async ({ fault, code, text, timeoutSeconds }) => {
    const { ask } = await start({ fault }, timeoutSeconds);
    const answer = await ask();
    expect(answer.error).toMatchObject({
      code,
      message: expect.stringMatching(/\S{3,} \S.*\.$|\?$/),
    });
    expect(answer.text).toBe(text ?? '');
    expect(answer.finish).toBeNull();
  });

  it('says how long to wait, in seconds and as a date', async () => {
    const { server, ask } = await start();
    server.behave({ fault: { kind: 'status', status: 429, headers: { 'retry-after': '17' } } });
    expect((await ask()).error).toMatchObject({
      code: 'provider/rate-limited',
      retryAfterMs: 17_000,
    });
    const date = new Date(Date.now() + 60_000).toUTCString();
    server.behave({ fault: { kind: 'status', status: 429, headers: { 'retry-after': date } } });
    const error = (await ask()).error as { retryAfterMs: number };
    expect(error.retryAfterMs).toBeGreaterThan(30_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it.each(['one-line', 'lines'] as const)('gives up 50 MB of junk (%s) early', async (shape) => {
    const bytes = 50 * 1024 * 1024;
    const { server, ask } = await start({ fault: { kind: 'junk', bytes, shape } });
    expect((await ask()).error).toMatchObject({ code: 'provider/invalid-response' });
    expect(await server.chats[0]?.outcome).toBe('client-closed');
  });

  it('reports a model that is not there', async () => {
    const { ask } = await start();
    expect((await ask({ modelId: 'no-such-model' })).error).toMatchObject({
      code: 'provider/model-not-found',
      message: expect.stringContaining('no-such-model'),
    });
  });

  it('reports a missing key without repeating it anywhere', async () => {
    const { connection, ask } = await start({ apiKey: 'another-key' });
    const { signal } = new AbortController();
    const refused = { code: 'provider/unauthorized', message: expect.stringContaining('(401)') };
    await expect(connection.test(signal)).rejects.toMatchObject(refused);
    await expect(connection.listModels(signal)).rejects.toMatchObject(refused);
    const { error } = await ask();
    expect(error).toMatchObject(refused);
    expect(JSON.stringify(error) + String(error)).not.toContain('test-key');
  });

  it('asks whether a server that does not answer is running', async () => {
    const { server } = await start();
    await server.close();
    const connection = connect(subject, server.url, 20);
    const { signal } = new AbortController();
    const unreachable = {
      code: 'provider/unreachable',
      message: expect.stringContaining('Is it running?'),
    };
    await expect(connection.test(signal)).rejects.toMatchObject(unreachable);
    expect(
      (await readAnswer(connection.streamChat(createChatRequest(), signal))).error,
    ).toMatchObject(unreachable);
  });
}

function describeAborts(start: Start): void {
  it('ends silently, keeps the text and closes the request when it is aborted', async () => {
    const { server, connection } = await start({
      fault: { kind: 'endless' },
      tokensPerSecond: 200,
    });
    const abort = new AbortController();
    const parts: ModelStreamPart[] = [];
    for await (const part of connection.streamChat(createChatRequest(), abort.signal)) {
      parts.push(part);
      if (parts.length === 5) abort.abort();
    }
    expect(parts.length).toBeGreaterThanOrEqual(5);
    expect(parts.some(({ type }) => type === 'finish')).toBe(false);
    expect(await server.chats[0]?.outcome).toBe('client-closed');
  });

  it('closes the request when it is aborted before the first byte', async () => {
    const { server, ask } = await start({ fault: { kind: 'silent' } });
    const abort = new AbortController();
    const arrived = server.nextChat();
    const answer = ask({}, abort.signal);
    const request = await arrived;
    abort.abort();
    expect((await answer).error).toBeNull();
    expect(await request.outcome).toBe('client-closed');
  });

  it('closes the request when the reader leaves', async () => {
    const { server, connection } = await start({
      fault: { kind: 'endless' },
      tokensPerSecond: 200,
    });
    for await (const part of connection.streamChat(
      createChatRequest(),
      new AbortController().signal,
    )) {
      if (part.type === 'text-delta') break;
    }
    expect(await server.chats[0]?.outcome).toBe('client-closed');
  });

  it('sends nothing when it is aborted already', async () => {
    const { server, ask } = await start();
    expect((await ask({}, AbortSignal.abort())).parts).toEqual([]);
    expect(server.chats).toEqual([]);
  });
}

/** Serves recorded bytes in the given pieces, as a network might. */
const replay = (bytes: Uint8Array, headers: Headers, cuts: readonly number[]): Response => {
  const pieces = [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index]));
  return new Response(ReadableStream.from(pieces.filter(({ length }) => length > 0)), { headers });
};

function describeFraming(subject: ConformanceSubject, start: Start): void {
  it('reads the same answer wherever the network cuts it, inside a character too', async () => {
    const { server } = await start({
      reply: () => [{ reasoning: 'hm …' }, 'Grü', 'ße 👩‍👧', ' 世界\n'],
    });
    const recorded: { bytes: Uint8Array; headers: Headers }[] = [];
    const settings = subject.provider.settings.parse(subject.settings(server.url));
    const read = async (
      fetchAnswer: (url: string | URL, init?: RequestInit) => Promise<Response>,
    ) => {
      const connection = subject.provider.connect(
        settings,
        createProviderContext({ fetch: fetchAnswer }),
      );
      const { signal } = new AbortController();
      const answer = await readAnswer(connection.streamChat(createChatRequest(), signal));
      await connection.close?.();
      return answer;
    };
    const whole = await read(async (url, init) => {
      const response = await fetch(url, init);
      recorded.push({ bytes: await response.clone().bytes(), headers: response.headers });
      return response;
    });
    expect(whole).toMatchObject({ error: null, reasoning: 'hm …', text: 'Grüße 👩‍👧 世界\n' });
    const { bytes, headers } = expectRecorded(recorded[0]);
    const everywhere = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);
    const answers = [await read(async () => replay(bytes, headers, everywhere))];
    for (const cut of everywhere)
      answers.push(await read(async () => replay(bytes, headers, [cut])));
    for (const answer of answers) {
      expect(answer).toMatchObject({ error: null, reasoning: whole.reasoning, text: whole.text });
      expect(answer.finish).toEqual(whole.finish);
    }
    // Some hundred answers, one for each place to cut.
  }, 60_000);
}

function expectRecorded<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The answer was not recorded.');
  return value;
}
