import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { createProviderContext } from '@braindrive/model-servers';
import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import type { ChatRequest } from '@braindrive/plugin-sdk/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { starterModel } from './library/starter-model.ts';
import type { LocalModelConnection } from './local-model-connection.ts';
import type { LocalModelOptions } from './local-model-options.ts';
import { createLocalModelProvider } from './local-model-provider.ts';
import { starterForTests } from './testing/starter-for-tests.ts';

const starter = await starterForTests();

it('has the starter model where it must not be missing', () => {
  expect(starter.path === null && starter.isRequired ? starter.failure : null).toBeNull();
});

const never = new AbortController().signal;

/** A loaded machine shares its cores with other tests. */
const slowMs = 120_000;

describe.skipIf(starter.path === null)('the real starter model', { timeout: slowMs }, () => {
  const directories: string[] = [];
  const connections: LocalModelConnection[] = [];
  let connection: LocalModelConnection;

  const open = async (options: LocalModelOptions = {}) => {
    const directory = await mkdtemp(join(os.tmpdir(), 'local-model-'));
    directories.push(directory);
    const provider = createLocalModelProvider({ modelPath: starter.path, ...options });
    const opened = provider.connect({}, createProviderContext({ directory }));
    connections.push(opened);
    await opened.ensureStarter();
    return opened;
  };

  // One process for most tests: loading takes longer than they do.
  beforeAll(async () => {
    connection = await open();
  });

  afterAll(async () => {
    await Promise.all(connections.map((opened) => opened.close()));
    await Promise.all(directories.map((path) => rm(path, { recursive: true, force: true })));
  });

  const ask = (
    overrides: Partial<ChatRequest> = {},
    signal = new AbortController().signal,
    target = connection,
  ) =>
    target.streamChat(
      {
        modelId: starterModel.id,
        messages: [{ role: 'user', content: 'Write one sentence about dogs.' }],
        parameters: { temperature: 0, maxTokens: 24 },
        isContinuation: false,
        ...overrides,
      },
      signal,
    );

  it('lists the configured file as the starter and says what it is', async () => {
    expect(await connection.listModels()).toMatchObject([
      { id: starterModel.id, contextTokens: 4096, sizeBytes: starterModel.sizeBytes },
    ]);
    expect(connection.library.pulls()).toEqual([]);
  });

  it('loads on first use, streams, counts and answers the second turn from the same process', async () => {
    expect(connection.processId).toBeNull();
    const first = await collect(ask());
    expect(first.statuses).toContain('loading-model');
    expect(first.text.length).toBeGreaterThan(10);
    expect(first.deltas).toBeGreaterThan(5);
    expect(first.finish).toMatchObject({ finishReason: 'length', usage: { outputTokens: 24 } });
    const { processId } = connection;

    const second = await collect(
      ask({
        messages: [
          { role: 'user', content: 'Write one sentence about dogs.' },
          { role: 'assistant', content: first.text },
          { role: 'user', content: 'And one about cats.' },
        ],
      }),
    );
    expect(second.statuses).toEqual([]);
    expect(second.text).not.toBe('');
    expect(connection.processId).toBe(processId);
    expect(await connection.countTokens(starterModel.id, ['hello world', ''])).toEqual([2, 0]);
  });

  it('gives the same answer for the same seed, and stops before a stop text', async () => {
    const parameters = { temperature: 1, seed: 7, maxTokens: 16 };
    const [one, two] = [await collect(ask({ parameters })), await collect(ask({ parameters }))];
    expect(one.text).toBe(two.text);
    const stop = one.text.trim().split(' ')[2] ?? '';
    const stopped = await collect(ask({ parameters: { ...parameters, stop: [stop] } }));
    expect(stopped.finish).toMatchObject({ finishReason: 'stop' });
    expect(stopped.text).not.toContain(stop);
  });

  it('continues a cut answer in place', async () => {
    const answer = await collect(
      ask({
        messages: [
          { role: 'user', content: 'What is the alphabet?' },
          { role: 'assistant', content: 'The alphabet is: A, B, C, D, E,' },
        ],
        isContinuation: true,
        parameters: { temperature: 0, maxTokens: 8 },
      }),
    );
    expect(answer.text).toMatch(/^\s?F/);
  });

  it('stops the evaluation when it is aborted, ends silently, and answers again', async () => {
    const controller = new AbortController();
    const parts: ModelStreamPart[] = [];
    for await (const part of ask({ parameters: { maxTokens: 1000 } }, controller.signal)) {
      parts.push(part);
      if (parts.filter(({ type }) => type === 'text-delta').length === 3) {
        controller.abort();
      }
    }
    expect(parts.some(({ type }) => type === 'finish')).toBe(false);
    expect(parts.length).toBeLessThan(60);
    expect((await collect(ask())).text).not.toBe('');
  });

  it('hears an abort while it still reads a long prompt', async () => {
    await collect(ask({ parameters: { maxTokens: 1 } }));
    const controller = new AbortController();
    const messages = [{ role: 'user' as const, content: 'word '.repeat(3500) }];
    const answer = collect(ask({ messages }, controller.signal));
    setTimeout(() => controller.abort(), 100);
    expect(await answer).toMatchObject({ text: '', finish: null });
  });

  it('has one place when told so, frees it when a reader leaves, and lets others wait for it', async () => {
    const single = await open({ maxSequences: 1 });
    for await (const part of ask({ parameters: { maxTokens: 1000 } }, never, single)) {
      if (part.type === 'text-delta') {
        break;
      }
    }
    const [one, two] = await Promise.all([
      collect(ask({}, never, single)),
      collect(ask({}, never, single)),
    ]);
    expect(one.text).not.toBe('');
    expect(one.text).toBe(two.text);
    expect(two.statuses).toEqual(['queued']);
    await single.close();
  });

  it('refuses a prompt that is too long before it reads it', async () => {
    const messages = [{ role: 'user' as const, content: 'word '.repeat(5000) }];
    await expect(collect(ask({ messages }))).rejects.toMatchObject({
      code: 'provider/prompt-too-long',
      message: expect.stringMatching(/^Too long by [\d,]+ tokens\. Shorten it/),
    });
    expect((await collect(ask())).text).not.toBe('');
  });

  it('reports a killed process with advice and starts a new one for the next request', async () => {
    const stream = ask({ parameters: { maxTokens: 1000 } });
    const failed = (async () => {
      let text = '';
      for await (const part of stream) {
        if (part.type === 'text-delta') {
          text += part.delta;
          process.kill(connection.processId ?? 0, 'SIGKILL');
        }
      }
      return text;
    })();
    await expect(failed).rejects.toMatchObject({
      code: 'provider/server-error',
      message: expect.stringContaining('SIGKILL'),
    });
    expect((await collect(ask())).text).not.toBe('');
  });

  it('ends the process when nobody has asked for a while', async () => {
    const impatient = await open({ idleUnloadMs: 50 });
    await collect(ask({}, never, impatient));
    expect(impatient.processId).not.toBeNull();
    await expect.poll(() => impatient.processId, { timeout: 5000 }).toBeNull();
  });

  it('leaves no process behind when it is closed', async () => {
    await collect(ask());
    const path = `/proc/${connection.processId}/cmdline`;
    const wasSeen = existsSync(path) && readFileSync(path, 'utf8').includes('llama-process');
    expect(wasSeen || process.platform !== 'linux').toBe(true);
    await connection.close();
    expect(existsSync(path)).toBe(false);
  });
});

async function collect(stream: AsyncIterable<ModelStreamPart>) {
  const statuses: string[] = [];
  let text = '';
  let deltas = 0;
  let finish: ModelStreamPart | null = null;
  for await (const part of stream) {
    if (part.type === 'status') {
      statuses.push(part.status);
    } else if (part.type === 'text-delta') {
      text += part.delta;
      deltas += 1;
    } else if (part.type === 'finish') {
      finish = part;
    }
  }
  return { statuses, text, deltas, finish };
}
