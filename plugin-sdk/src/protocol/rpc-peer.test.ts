import { describe, expect, it, vi } from 'vitest';
import { PluginError } from '../plugin-error.ts';
import { encodeJsonFrame } from './frame-codec.ts';
import { rpcCodes } from './rpc-error.ts';
import { type RpcCall, RpcPeer } from './rpc-peer.ts';

type Handle = (call: RpcCall) => Promise<unknown> | AsyncIterable<unknown>;
const refuse: Handle = () => Promise.reject(new Error('nobody asks this side'));

/** Two peers with a border between them that cuts bytes into pieces of `pieceBytes`. */
function createBorder(
  handle: Handle,
  options: { pieceBytes?: number; handleHost?: Handle; maxIncoming?: number } = {},
) {
  const frames: Uint8Array[] = [];
  const broken = vi.fn();
  const deliver = (to: () => RpcPeer) => (bytes: Uint8Array) => {
    frames.push(bytes);
    const size = options.pieceBytes ?? bytes.length;
    queueMicrotask(() => {
      for (let at = 0; at < bytes.length; at += size) to().receive(bytes.subarray(at, at + size));
    });
  };
  const host: RpcPeer = new RpcPeer({
    send: deliver(() => plugin),
    handle: options.handleHost ?? refuse,
    onProtocolError: broken,
  });
  const plugin: RpcPeer = new RpcPeer({
    send: deliver(() => host),
    handle,
    onProtocolError: broken,
    ...(options.maxIncoming === undefined ? {} : { maxIncoming: options.maxIncoming }),
  });
  return { host, plugin, frames, broken };
}

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* count(to: number) {
  for (let index = 0; index < to; index++) yield index;
}

describe('RpcPeer', () => {
  it('answers requests, wherever the bytes are cut', async () => {
    for (const pieceBytes of [1, 2, 3, 7, 1_000]) {
      const { host } = createBorder(async ({ params }) => ({ echo: params }), { pieceBytes });
      expect(await host.request('echo', { text: 'grüß dich 🐙' })).toEqual({
        echo: { text: 'grüß dich 🐙' },
      });
      expect(host.openRequests).toBe(0);
    }
  });

  it('carries errors with their code, and nothing of those that nobody meant', async () => {
    const { host } = createBorder(async ({ method }) => {
      if (method === 'meant') throw new PluginError('notes/full', 'Full.', { retryAfterMs: 5 });
      throw new TypeError('x is undefined');
    });
    await expect(host.request('meant', null)).rejects.toMatchObject({
      code: 'notes/full',
      message: 'Full.',
      retryAfterMs: 5,
    });
    await expect(host.request('other', null)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('streams only as far as there is credit', async () => {
    let made = 0;
    const { host } = createBorder(async function* () {
      while (true) {
        made++;
        yield made;
      }
    });
    const stream = host.stream('endless', null);
    expect((await stream.next()).value).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThanOrEqual(65);
    for (let index = 2; index <= 1_000; index++) expect((await stream.next()).value).toBe(index);
    await stream.return();
  });

  it('puts the items of one tick into one frame, and raw bytes beside them in order', async () => {
    const { host, frames } = createBorder(async function* () {
      yield* count(50);
      yield new Uint8Array([1, 2, 3]);
      yield 'last';
    });
    const items = await collect(host.stream('s', null));
    expect(items).toHaveLength(52);
    expect(items.slice(-2)).toEqual([new Uint8Array([1, 2, 3]), 'last']);
    expect(frames.length).toBeLessThan(60);
  });

  it('cancels at the other side when the reader leaves, and when the signal aborts', async () => {
    const ended = vi.fn();
    const { host } = createBorder(async function* ({ signal }) {
      signal.addEventListener('abort', ended);
      yield* count(10_000);
    });
    for await (const item of host.stream('s', null)) if (item === 3) break;
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1));
    const abort = new AbortController();
    const reading = collect(host.stream('s', null, { signal: abort.signal }));
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: rpcCodes.cancelled });
  });

  it('ends a request at its deadline and tells the other side', async () => {
    const cancelled = vi.fn();
    const { host } = createBorder(
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(cancelled())),
        ),
    );
    await expect(host.request('slow', null, { timeoutMs: 5 })).rejects.toMatchObject({
      code: rpcCodes.timeout,
    });
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
  });

  it('lets a request be made only in the name of one that is open', async () => {
    const asked: (number | null)[] = [];
    const { host, plugin } = createBorder(
      async (call) => plugin.request('storage.get', 'a', { parent: call.id }),
      {
        handleHost: async ({ parent }) => {
          asked.push(parent);
          return 'stored';
        },
      },
    );
    expect(await host.request('read', null)).toBe('stored');
    expect(asked).toEqual([1]);
    await expect(plugin.request('storage.get', 'a', { parent: 77 })).rejects.toMatchObject({
      code: rpcCodes.cancelled,
    });
  });

  it('answers busy beyond what may be open', async () => {
    const { host } = createBorder(() => new Promise(() => {}), { maxIncoming: 2 });
    void host.request('a', null).catch(() => {});
    void host.request('b', null).catch(() => {});
    await expect(host.request('c', null)).rejects.toMatchObject({ code: rpcCodes.busy });
    host.close();
  });

  it('fails what is open when it closes, and reads what had arrived before', async () => {
    const { host } = createBorder(async function* () {
      yield 1;
      await new Promise(() => {});
    });
    const stream = host.stream('s', null);
    expect((await stream.next()).value).toBe(1);
    const waiting = stream.next();
    host.close();
    await expect(waiting).rejects.toMatchObject({ code: rpcCodes.closed });
    await expect(host.request('x', null)).rejects.toMatchObject({ code: rpcCodes.closed });
  });

  it.each<[string, Uint8Array]>([
    ['noise', new TextEncoder().encode('Hello, this is not a frame at all.')],
    ['a frame of an unknown kind', new Uint8Array([0, 0, 0, 1, 9, 0])],
    ['JSON that is no list', encodeJsonFrame({ t: 'result' })],
    ['a message without an id', encodeJsonFrame([{ t: 'result' }])],
    ['an unknown message', encodeJsonFrame([{ t: 'toString', id: 1 }])],
    ['an id used twice', encodeJsonFrame([request(5), request(5)])],
    ['credit of nothing', encodeJsonFrame([{ t: 'credit', id: 1, count: 0 }])],
  ])('closes on %s, without throwing', (_name, bytes) => {
    const onProtocolError = vi.fn();
    const handle = () => new Promise(() => {});
    const peer = new RpcPeer({ send: () => {}, handle, onProtocolError });
    peer.receive(bytes);
    expect(onProtocolError).toHaveBeenCalledTimes(1);
    expect(peer.isClosed).toBe(true);
  });

  it('closes when a stream sends more than it was asked for', async () => {
    const onProtocolError = vi.fn();
    const peer = new RpcPeer({ send: () => {}, handle: refuse, onProtocolError });
    const reading = collect(peer.stream('s', null));
    const items = { t: 'items', id: 1, values: Array.from({ length: 65 }, () => 0) };
    await Promise.resolve();
    peer.receive(encodeJsonFrame([items]));
    await expect(reading).rejects.toMatchObject({ code: rpcCodes.closed });
    expect(onProtocolError).toHaveBeenCalledTimes(1);
  });

  it('measures whether the other side turns', async () => {
    const { host } = createBorder(refuse);
    await host.ping();
    expect(host.isClosed).toBe(false);
  });
});

function request(id: number) {
  return { t: 'request', id, method: 'm', params: null };
}
