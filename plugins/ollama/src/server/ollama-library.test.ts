import {
  createProviderContext,
  type OllamaServerOptions,
  type RunningModelServer,
  startOllamaServer,
} from '@braindrive/model-servers';
import type { ModelPull } from '@braindrive/plugin-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { ollamaProvider } from './ollama-provider.ts';
import { toOllamaName } from './pull-source.ts';

const servers: RunningModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const { signal } = new AbortController();

async function start(options: OllamaServerOptions) {
  const server = await startOllamaServer(options);
  servers.push(server);
  const settings = ollamaProvider.settings.parse({ baseUrl: server.url });
  const connection = ollamaProvider.connect(settings, createProviderContext());
  const { library } = connection;
  if (library === undefined) throw new Error('Ollama has a library.');
  const until = (isWanted: (pull: ModelPull) => boolean) =>
    new Promise<ModelPull>((resolve) => {
      const stop = library.onPull((pull) => {
        if (!isWanted(pull)) return;
        stop();
        resolve(pull);
      });
    });
  return { server, connection, library, until };
}

describe('the library of an Ollama server', () => {
  it('fetches a model and lists it', async () => {
    const { connection, library, until } = await start({
      library: { 'qwen3:4b': 1_000 },
      pullBytesPerLine: 250,
    });
    const done = until(({ state }) => state === 'done');
    expect(await library.pull('qwen3:4b')).toMatchObject({
      id: 'qwen3:4b',
      state: 'running',
      error: null,
    });
    expect(await done).toMatchObject({ receivedBytes: 1_000, totalBytes: 1_000 });
    expect((await connection.listModels(signal)).map(({ id }) => id)).toContain('qwen3:4b');
    expect(library.pulls()).toHaveLength(1);
  });

  it('pauses by ending the request, and continues where it stopped', async () => {
    const { server, library, until } = await start({
      library: { 'qwen3:4b': 1_000 },
      pullBytesPerLine: 100,
    });
    const moving = until(({ receivedBytes }) => receivedBytes > 0);
    await library.pull('qwen3:4b');
    await moving;
    expect(await library.pause('qwen3:4b')).toMatchObject({ state: 'paused', totalBytes: 1_000 });
    expect(await server.requests[0]?.outcome).toBe('client-closed');
    const states: string[] = [];
    library.onPull(({ state }) => states.push(state));
    const done = until(({ state }) => state === 'done');
    await library.pull('qwen3:4b');
    await done;
    expect(states[0]).toBe('running');
    expect(library.pulls()).toMatchObject([{ state: 'done' }]);
  });

  it('cancels', async () => {
    const { library, until } = await start({ library: { big: 100_000 }, pullBytesPerLine: 1 });
    const moving = until(({ receivedBytes }) => receivedBytes > 0);
    await library.pull('big');
    await moving;
    expect(await library.cancel('big')).toMatchObject({ state: 'cancelled' });
  });

  it('says when a name is not known or the disk is full', async () => {
    const message = 'write /root/.ollama/blobs/x: no space left on device';
    const { library, until } = await start({
      library: { big: 1_000 },
      pullBytesPerLine: 500,
      pullErrorAt: { bytes: 500, message },
    });
    const unknown = until(({ state }) => state === 'failed');
    await library.pull('no-such-model');
    expect(await unknown).toMatchObject({ error: { code: 'provider/model-not-found' } });
    const full = until(({ id, state }) => id === 'big' && state === 'failed');
    await library.pull('big');
    expect(await full).toMatchObject({ error: { code: 'provider/disk-full' } });
  });

  it('fails a fetch that the server cuts, and can continue it', async () => {
    const { server, library, until } = await start({
      library: { big: 100_000 },
      pullBytesPerLine: 1,
    });
    const moving = until(({ receivedBytes }) => receivedBytes > 0);
    await library.pull('big');
    await moving;
    const failed = until(({ state }) => state === 'failed');
    await server.close();
    expect(await failed).toMatchObject({ error: { code: 'provider/stream-cut' } });
    await expect(library.pull('big')).rejects.toMatchObject({ code: 'provider/unreachable' });
    expect(library.pulls()).toMatchObject([{ state: 'failed' }]);
  });

  it('deletes a model', async () => {
    const { connection, library } = await start({});
    await library.remove('test-model');
    expect(await connection.listModels(signal)).toEqual([]);
    await expect(library.remove('test-model')).rejects.toMatchObject({
      code: 'provider/model-not-found',
    });
  });

  it('pauses what runs when the connection closes', async () => {
    const { server, connection, library } = await start({
      library: { big: 100_000 },
      pullBytesPerLine: 1,
    });
    await library.pull('big');
    await connection.close?.();
    expect(library.pulls()).toMatchObject([{ state: 'paused' }]);
    expect(await server.requests[0]?.outcome).toBe('client-closed');
  });

  it.each([
    ['llama3.2:3b', 'llama3.2:3b'],
    ['someone/model', 'someone/model'],
    ['hf:owner/repo/file.Q4_K_M.gguf', 'hf.co/owner/repo:file.Q4_K_M.gguf'],
    [
      'https://huggingface.co/owner/repo/resolve/main/file.gguf?download=true',
      'hf.co/owner/repo:file.gguf',
    ],
    ['hf:owner/repo', 'hf.co/owner/repo'],
  ])('knows %s as %s', (source, name) => expect(toOllamaName(source)).toBe(name));

  it.each(['https://example.com/model.gguf', '/models/file.gguf', 'a b', ''])(
    'refuses %s',
    (source) => {
      expect(() => toOllamaName(source)).toThrow(/by name/);
    },
  );
});
