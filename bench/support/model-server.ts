/**
 * A model server of the benchmarks' own, in a process of its own: OpenAI's chat completions, tokens by the clock, each
 * with its number and the time it was sent.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { markdownTokens } from './markdown-answer.ts';
import { type ModelScript, numberedToken, readScript } from './model-script.ts';
import { nowUs } from './statistics.ts';

export const benchModelId = 'bench';

export interface BenchModelServer {
  /** Its base URL is this with `/v1`. */
  readonly url: string;
  stop(): void;
}

/** Starts the server in a child process. */
export async function startModelServer(): Promise<BenchModelServer> {
  const child = fork(import.meta.filename, ['--serve'], {
    execArgv: ['--conditions=@braindrive/source'],
  });
  const [url] = await once(child, 'message');
  return { url: String(url), stop: () => void child.kill() };
}

const chunkOf = (delta: unknown, finishReason: string | null): string =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: benchModelId,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  })}\n\n`;
const [head = '', tail = ''] = chunkOf({ content: '@' }, null).split('@');

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function end(response: ServerResponse, tokens: number): void {
  const usage = { prompt_tokens: 10, completion_tokens: tokens, total_tokens: tokens + 10 };
  response.write(chunkOf({}, 'stop'));
  response.write(`data: ${JSON.stringify({ id: 'chatcmpl-bench', choices: [], usage })}\n\n`);
  response.end('data: [DONE]\n\n');
}

/** Sends each token when it is due; a late timer catches up, so the rate holds. */
function stream(response: ServerResponse, script: ModelScript): void {
  const texts = script.text === 'markdown' ? markdownTokens(script.tokens) : null;
  const stepMs = 1_000 / script.perSecond;
  const startMs = performance.now() + script.delayMs;
  let sent = 0;
  const beat = () => {
    if (response.destroyed) return;
    while (sent < script.tokens && startMs + sent * stepMs <= performance.now()) {
      const text = texts?.[sent] ?? numberedToken(sent, nowUs());
      response.write(`${head}${JSON.stringify(text).slice(1, -1)}${tail}`);
      sent += 1;
    }
    if (sent === script.tokens) end(response, sent);
    else setTimeout(beat, Math.max(0, startMs + sent * stepMs - performance.now()));
  };
  setTimeout(beat, script.delayMs);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        object: 'list',
        data: [{ id: benchModelId, object: 'model', created: 0, context_length: 32_768 }],
      }),
    );
    return;
  }
  const body = await readBody(request);
  response.setHeader('content-type', 'text/event-stream');
  // Only the request for a title has a limit on its answer; it is answered at once.
  const script = body.includes('"max_tokens"') ? null : readScript(body);
  response.write(chunkOf({ role: 'assistant', content: '' }, null));
  if (script !== null) {
    stream(response, script);
    return;
  }
  response.write(`${head}Bench tokens${tail}`);
  end(response, 2);
}

async function serve(): Promise<void> {
  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

if (process.argv.includes('--serve')) await serve();
