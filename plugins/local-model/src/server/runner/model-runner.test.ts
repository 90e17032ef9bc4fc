import { createProviderContext } from '@braindrive/model-servers';
import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { ModelRunner, type ModelRunnerOptions, type RunnableModel } from './model-runner.ts';

const scripted = new URL('../llama-process/fixtures/scripted-process.ts', import.meta.url);
const junk = new URL('../llama-process/fixtures/junk-process.ts', import.meta.url);
const exiting = new URL('../llama-process/fixtures/exiting-process.ts', import.meta.url);

const model = (id: string, sizeBytes = 1e6): RunnableModel => ({
  id,
  name: `Model ${id}`,
  path: `/models/${id}.gguf`,
  sizeBytes,
  facts: {
    name: null,
    architecture: 'llama',
    trainedContextTokens: 2048,
    cacheBytesPerToken: 100,
    vocabularySize: 100,
    isReasoning: false,
    hasTools: false,
  },
});

describe('the model runner', () => {
  const runners: ModelRunner[] = [];
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.close()));
  });

  const start = (options: Partial<ModelRunnerOptions> = {}) => {
    const runner = new ModelRunner({
      log: createProviderContext().log,
      threadsFor: () => 1,
      gpu: false,
      readMemory: async () => ({ memoryBytes: 8e9, freeMemoryBytes: 6e9 }),
      idleUnloadMs: 60_000,
      maxSequences: 2,
      processEntry: scripted,
      suggestModel: async () => 'Qwen3 4B',
      ...options,
    });
    runners.push(runner);
    return runner;
  };

  const chat = (
    runner: ModelRunner,
    target: RunnableModel,
    content: string,
    signal = new AbortController().signal,
  ) =>
    runner.streamChat(
      target,
      { messages: [{ role: 'user', content }], parameters: {}, isContinuation: false },
      signal,
    );

  it('shows the loading, then streams', async () => {
    const parts = await readAll(chat(start(), model('a'), 'hello'));
    expect(parts).toEqual([
      { type: 'status', status: 'loading-model', progress: 0 },
      { type: 'status', status: 'loading-model', progress: 0.5 },
      { type: 'text-delta', delta: 'hello' },
      {
        type: 'finish',
        finishReason: 'stop',
        usage: { inputTokens: 1, outputTokens: 1, reasoningTokens: 0 },
      },
    ]);
  });

  it('takes thoughts out of the text where the library left their tags in', async () => {
    const parts = await readAll(chat(start(), model('a'), '<think>two words</think>\n\nhello'));
    expect(parts).toContainEqual({ type: 'reasoning-delta', delta: 'two words' });
    expect(textOf(parts)).toBe('hello');
  });

  it('keeps one model in memory and swaps in the order of the requests', async () => {
    const runner = start();
    const controller = new AbortController();
    const first = chat(runner, model('a'), 'wait', controller.signal);
    await untilText(first);
    const second = readAll(chat(runner, model('b'), 'to b'));
    const third = readAll(chat(runner, model('a'), 'to a'));
    await expect.poll(() => runner.loadedModelId).toBe('a');
    controller.abort();
    await readAll(first);
    expect((await second)[0]).toEqual({ type: 'status', status: 'queued', progress: null });
    expect(textOf(await third)).toBe('to a');
    expect(runner.loadedModelId).toBe('a');
  });

  it('leaves the queue when the one who waits is gone', async () => {
    const runner = start({ maxSequences: 1 });
    const holding = new AbortController();
    const first = chat(runner, model('a'), 'wait', holding.signal);
    await untilText(first);
    const leaving = new AbortController();
    const second = readAll(chat(runner, model('a'), 'never', leaving.signal));
    const third = readAll(chat(runner, model('a'), 'third'));
    leaving.abort();
    expect(textOf(await second)).toBe('');
    holding.abort();
    await readAll(first);
    expect(textOf(await third)).toBe('third');
  });

  it('refuses what does not fit into memory and names a model that does', async () => {
    const readMemory = async () => ({ memoryBytes: 8e9, freeMemoryBytes: 5.2e9 });
    const answer = readAll(chat(start({ readMemory }), model('big', 7.8e9), 'hello'));
    await expect(answer).rejects.toMatchObject({
      code: 'provider/insufficient-memory',
      message: 'Needs 7.9 GB of memory, 5.2 GB are free. Choose Qwen3 4B',
    });
  });

  it('says that a file cannot be loaded, and loads another one after it', async () => {
    const runner = start();
    await expect(readAll(chat(runner, model('broken'), 'hello'))).rejects.toMatchObject({
      code: 'provider/model-file-invalid',
    });
    expect(textOf(await readAll(chat(runner, model('a'), 'hello')))).toBe('hello');
  });

  it.each([
    ['sends junk', junk, 'cannot be read'],
    ['ends at once', exiting, 'exit code 3'],
  ])('survives a process that %s', async (_what, processEntry, reason) => {
    const runner = start({ processEntry });
    await expect(readAll(chat(runner, model('a'), 'hello'))).rejects.toMatchObject({
      code: 'provider/server-error',
      message: expect.stringContaining(reason),
    });
    expect(runner.loadedModelId).toBeNull();
  });

  it('counts tokens only with a model that is in memory', async () => {
    const runner = start();
    expect(await runner.countTokens('a', ['four'])).toBeNull();
    await readAll(chat(runner, model('a'), 'hello'));
    expect(await runner.countTokens('a', ['four'])).toEqual([4]);
  });

  it('does not let go of a model that is answering', async () => {
    const runner = start();
    const controller = new AbortController();
    const answer = chat(runner, model('a'), 'wait', controller.signal);
    await untilText(answer);
    expect(await runner.release('a')).toBe(false);
    controller.abort();
    await readAll(answer);
    expect(await runner.release('a')).toBe(true);
    expect(runner.processId).toBeNull();
  });
});

async function readAll(stream: AsyncIterable<ModelStreamPart>): Promise<ModelStreamPart[]> {
  const parts: ModelStreamPart[] = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return parts;
}

async function untilText(stream: AsyncGenerator<ModelStreamPart>): Promise<void> {
  for (;;) {
    const next = await stream.next();
    if (next.done === true || next.value.type === 'text-delta') {
      return;
    }
  }
}

const textOf = (parts: readonly ModelStreamPart[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
