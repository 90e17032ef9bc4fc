/**
 * CPU per streamed token of each provider's codec, over real HTTP, beside the floor: the same stream read, split and
 * parsed as JSON by hand. The model server runs in a process of its own, so only the reading side is counted.
 *
 *   node --conditions=@braindrive/source bench/provider-decode.ts [--streams 200] [--rate 50] [--seconds 10]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { anthropicProvider } from '@braindrive/plugin-anthropic';
import { ollamaProvider } from '@braindrive/plugin-ollama';
import { openAiCompatibleProvider } from '@braindrive/plugin-openai';
import type { ChatRequest, ModelConnection } from '@braindrive/plugin-sdk/server';
import {
  createProviderContext,
  startAnthropicServer,
  startOllamaServer,
  startOpenAiServer,
} from '@braindrive/test-kit';

const protocols = {
  'openai-compatible': {
    startServer: startOpenAiServer,
    path: 'v1/chat/completions',
    connect: (baseUrl: string) =>
      openAiCompatibleProvider.connect({ baseUrl, timeoutSeconds: 60 }, createProviderContext()),
  },
  anthropic: {
    startServer: startAnthropicServer,
    path: 'v1/messages',
    connect: (baseUrl: string) =>
      anthropicProvider.connect(
        { baseUrl, apiKey: 'key', isThinkingEnabled: false, timeoutSeconds: 60 },
        createProviderContext(),
      ),
  },
  ollama: {
    startServer: startOllamaServer,
    path: 'api/chat',
    connect: (baseUrl: string) =>
      ollamaProvider.connect(
        { baseUrl, maxContextTokens: 8_192, timeoutSeconds: 60 },
        createProviderContext(),
      ),
  },
} as const;
type ProtocolName = keyof typeof protocols;

interface Load {
  readonly streams: number;
  readonly rate: number;
  readonly seconds: number;
}

const request: ChatRequest = {
  modelId: 'test-model',
  messages: [{ role: 'user', content: 'count' }],
  parameters: {},
  isContinuation: false,
};

/** The child: a server that sends numbered tokens by the clock. */
async function serve(name: ProtocolName, { rate, seconds }: Load): Promise<void> {
  const tokens = Array.from({ length: rate * seconds }, (_, index) => ` ${index}`);
  const server = await protocols[name].startServer({ reply: () => tokens, tokensPerSecond: rate });
  process.send?.(server.url);
}

async function withServer<Result>(
  name: ProtocolName,
  load: Load,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const flags = ['--serve', name, '--rate', String(load.rate), '--seconds', String(load.seconds)];
  const child: ChildProcess = fork(import.meta.filename, flags, {
    execArgv: ['--conditions=@braindrive/source'],
  });
  const [url] = await once(child, 'message');
  try {
    return await use(String(url));
  } finally {
    child.kill();
  }
}

async function readWithProvider(connection: ModelConnection): Promise<number> {
  let tokens = 0;
  for await (const part of connection.streamChat(request, new AbortController().signal)) {
    if (part.type === 'text-delta') tokens += 1;
  }
  return tokens;
}

/** The floor: what any reader has to do. */
async function readByHand(url: string): Promise<number> {
  const body = JSON.stringify({ model: request.modelId, messages: request.messages, stream: true });
  const response = await fetch(url, { method: 'POST', body });
  const decoder = new TextDecoder();
  let tokens = 0;
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tokens += countToken(line);
  }
  return tokens;
}

function countToken(line: string): number {
  const json = line.startsWith('data: ') ? line.slice(6) : line;
  if (!json.startsWith('{')) return 0;
  JSON.parse(json);
  return 1;
}

async function measure(streams: number, read: () => Promise<number>) {
  const before = process.cpuUsage();
  const counts = await Promise.all(Array.from({ length: streams }, read));
  const { user, system } = process.cpuUsage(before);
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  return { tokens, microseconds: (user + system) / tokens };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      serve: { type: 'string' },
      streams: { type: 'string', default: '200' },
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const load: Load = {
    streams: Number(values.streams),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
  };
  if (values.serve !== undefined) {
    await serve(values.serve as ProtocolName, load);
    return;
  }
  const rows = [];
  for (const name of Object.keys(protocols) as ProtocolName[]) {
    const { path, connect } = protocols[name];
    const row = await withServer(name, load, async (url) => {
      // One round warms the compiler up; it does not count.
      await measure(10, () => readWithProvider(connect(url)));
      const direct = await measure(load.streams, () => readByHand(`${url}/${path}`));
      const connection = connect(url);
      const ours = await measure(load.streams, () => readWithProvider(connection));
      const lost = load.streams * load.rate * load.seconds - ours.tokens;
      return {
        codec: name,
        tokens: ours.tokens,
        lost,
        cpuUs: round(ours.microseconds),
        directCpuUs: round(direct.microseconds),
      };
    });
    rows.push(row);
  }
  console.log(JSON.stringify({ bench: 'provider-decode', ...load, rows }));
  console.table(rows);
}

const round = (value: number): number => Math.round(value * 10) / 10;

await main();
