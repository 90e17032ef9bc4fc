import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../e2e/support/client.ts';
import { type HostProcess, startHostProcess } from '../e2e/support/host-process.ts';
import { createId } from '../packages/database/src/index.ts';
import { type RunningModelServer, startOpenAiServer } from '../packages/model-servers/src/index.ts';
import { readCurl } from './curl-request.ts';
import { codeBlocks, documentationPages, readPage } from './documentation.ts';

const root = resolve(import.meta.dirname, '..');
const documentedHost = 'http://127.0.0.1:3000';
const joke = 'Why did the scarecrow win a prize? It was outstanding in its field.';
const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

const pages = documentationPages(root).map((page) => ({
  page,
  blocks: codeBlocks(readPage(root, page)),
}));
const curlLines = pages.flatMap(({ page, blocks }) =>
  blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('curl ')))
    .map((line) => ({ page, line })),
);
const programs = pages.flatMap(({ page, blocks }) =>
  blocks
    .filter(({ language, text }) => language === 'ts' && text.includes(documentedHost))
    .map(({ text }) => ({ page, text })),
);

describe('the examples of the documentation against a real host', () => {
  let models: RunningModelServer;
  let host: HostProcess;
  let variables: Record<string, string>;
  /** Examples write an ellipsis where the token of the answer before goes. */
  let refreshToken = '';

  beforeAll(async () => {
    models = await startOpenAiServer({
      models: [{ id: 'scripted', contextTokens: 32_000 }],
      reply: () => joke,
    });
    host = await startHostProcess();
    const client = createClient(host.url);
    await client.trpc.account.register.mutate(ada);
    const connection = await client.trpc.connection.create.mutate({
      providerId: 'openai-compatible',
      name: 'Scripted',
      settings: { baseUrl: `${models.url}/v1` },
    });
    const model = { connectionId: connection.id, modelId: 'scripted' };
    const { conversation, runId } = await client.trpc.chat.send.mutate({
      clientId: createId(),
      conversationId: null,
      text: 'Tell me a joke.',
      model,
    });
    const { key } = await client.trpc.apiKey.create.mutate({
      name: 'Documentation',
      scopes: ['chat:read', 'chat:write', 'models:read', 'account:read'],
      validDays: null,
    });
    variables = { BRAINDRIVE_KEY: key, CONVERSATION: conversation.id, RUN: runId };
    await client.close();
  });
  afterAll(async () => {
    await host.remove();
    await models.close();
  });

  it.each(curlLines)('$page: $line', async ({ line }) => {
    const { url, init } = readCurl(line, variables);
    const body = init.body?.replace('…', refreshToken);
    const answer = await fetch(url.replace(documentedHost, host.url), {
      ...init,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    expect({ status: answer.status, text }).toMatchObject({ status: 200 });
    const token = /"refreshToken":"([^"]+)"/.exec(text)?.[1];
    if (token !== undefined) refreshToken = token;
  });

  it.each(programs)('$page: a program prints the whole answer', async ({ text }) => {
    const folder = mkdtempSync(join(tmpdir(), 'braindrive-example-'));
    try {
      const file = join(folder, 'example.mts');
      writeFileSync(file, text.replaceAll(documentedHost, host.url));
      const output = await runProgram(file, { BRAINDRIVE_KEY: variables.BRAINDRIVE_KEY ?? '' });
      const deltas = [...output.matchAll(/"delta":"([^"]*)"/g)].map(([, delta]) => delta);
      expect(deltas.join('')).toBe(joke);
      expect(output).toContain('"reason":"complete"');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function runProgram(file: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [file], { env: { ...process.env, ...env } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done) => child.once('close', () => done(Buffer.concat(chunks).toString())));
}
