import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeClock } from '@braindrive/test-kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PluginLogStore } from './plugin-log-store.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const digest = 'sha256-a/b+c=';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

const createStore = (maxBytes?: number) =>
  new PluginLogStore({
    folder: join(folder, 'logs'),
    clock: createFakeClock(),
    log,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
const line = (text: string) => ({ level: 'info', event: 'plugin.output', text }) as const;

it('keeps lines in order, reads them page by page, and goes on where it was', async () => {
  const store = createStore();
  for (let index = 1; index <= 25; index++) store.append(digest, line(`line ${index}`));
  const newest = await store.read(digest, null, 10);
  expect(newest.lines.map(({ text }) => text).at(-1)).toBe('line 25');
  expect(newest.before).toBe(16);
  const older = await store.read(digest, newest.before, 100);
  expect(older.lines).toHaveLength(15);
  expect(older.before).toBeNull();
  expect(older.lines[0]).toEqual({
    sequence: 1,
    ...line('line 1'),
    at: new Date('2026-03-01T09:00:00.000Z'),
  });
  await store.close();
  const reopened = createStore();
  reopened.append(digest, line('after a restart'));
  const { lines } = await reopened.read(digest, null, 2);
  expect(lines.map(({ sequence }) => sequence)).toEqual([25, 26]);
});

it('keeps the newest lines in bounded room', async () => {
  const store = createStore(20_000);
  for (let round = 0; round < 50; round++) {
    for (let index = 0; index < 20; index++)
      store.append(digest, line(`${round} ${'x'.repeat(80)}`));
    await store.close();
  }
  const files = await readdir(join(folder, 'logs'));
  const sizes = await Promise.all(files.map((file) => stat(join(folder, 'logs', file))));
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(30_000);
  const { lines } = await store.read(digest, null, 10_000);
  expect(lines.at(-1)?.text.startsWith('49 ')).toBe(true);
  expect(lines.length).toBeGreaterThan(50);
  expect(new Set(lines.map(({ sequence }) => sequence)).size).toBe(lines.length);
});

it('reads past a line that a killed host left half written', async () => {
  const store = createStore();
  store.append(digest, line('whole'));
  await store.close();
  const [file = ''] = await readdir(join(folder, 'logs'));
  await appendFile(join(folder, 'logs', file), '{"sequence":2,"lev');
  const reopened = createStore();
  reopened.append(digest, line('next'));
  const { lines } = await reopened.read(digest, null, 10);
  expect(lines.map(({ text }) => text)).toEqual(['whole', 'next']);
});

it('can be followed until the follower leaves', async () => {
  const store = createStore();
  const abort = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const { text } of store.follow(digest, abort.signal)) {
      seen.push(text);
      if (text === 'last') abort.abort();
    }
  })();
  store.append('another', line('not for us'));
  store.append(digest, line('first'));
  store.append(digest, line('last'));
  await store.close();
  await following;
  expect(seen).toEqual(['first', 'last']);
});

it('forgets what a removed version said', async () => {
  const store = createStore();
  store.append(digest, line('secret'));
  await store.remove(digest);
  expect(await readdir(join(folder, 'logs'))).toEqual([]);
  expect((await store.read(digest, null, 10)).lines).toEqual([]);
});
