import { describe, expect, it, vi } from 'vitest';
import { PluginError } from '../plugin-error.ts';
import {
  encodeBytesFrame,
  encodeJsonFrame,
  FrameDecoder,
  maxFrameBytes,
  maxJsonBytes,
  maxJsonContainers,
} from './frame-codec.ts';
import { rpcCodes } from './rpc-error.ts';
import { type RpcHandler, RpcPeer, type RpcPeerOptions } from './rpc-peer.ts';

const refuse: RpcHandler = () => Promise.reject(new Error('nobody asks this side'));

function createBorder(handle: RpcHandler, options: Partial<RpcPeerOptions> = {}) {
  const onProtocolError = vi.fn();
  const host: RpcPeer = new RpcPeer({
    send: (bytes) => queueMicrotask(() => plugin.receive(bytes)),
    handle: refuse,
    onProtocolError,
    ...options,
  });
  const plugin: RpcPeer = new RpcPeer({
    send: (bytes) => queueMicrotask(() => host.receive(bytes)),
    handle,
    onProtocolError,
  });
  return { host, plugin, onProtocolError };
}

/** A peer whose other side is played by the test. */
function createLonePeer(options: Partial<RpcPeerOptions> = {}) {
  const sent: unknown[] = [];
  const decoder = new FrameDecoder();
  const onProtocolError = vi.fn();
  const peer = new RpcPeer({
    send: (bytes) => {
      for (const frame of decoder.push(bytes)) sent.push(...(frame as { value: unknown[] }).value);
    },
    handle: refuse,
    onProtocolError,
    ...options,
  });
  return {
    peer,
    sent,
    onProtocolError,
    take: (...all: unknown[]) => peer.receive(encodeJsonFrame(all)),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what cannot cross the border', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;

  it.each<[string, unknown, string]>([
    ['too long', 'x'.repeat(maxJsonBytes), rpcCodes.tooLarge],
    ['too long once it is UTF-8', '€'.repeat(maxJsonBytes / 2), rpcCodes.tooLarge],
    [
      'of too many parts',
      Array.from({ length: maxJsonContainers + 1 }, () => ({})),
      rpcCodes.tooLarge,
    ],
    ['circular', circular, rpcCodes.notSerializable],
    ['a bigint', { count: 1n }, rpcCodes.notSerializable],
  ])('fails only the one call whose answer is %s', async (_name, answer, code) => {
    const { host, onProtocolError } = createBorder(async ({ method }) =>
      method === 'bad' ? answer : 'fine',
    );
    const all = await Promise.allSettled([
      host.request('good', null),
      host.request('bad', null),
      host.request('good', null),
    ]);
    expect(all).toMatchObject([{ value: 'fine' }, { reason: { code } }, { value: 'fine' }]);
    expect(onProtocolError).not.toHaveBeenCalled();
  });

  it('fails a call whose question is too large, before anything is sent', async () => {
    const { peer, sent } = createLonePeer();
    await expect(peer.request('m', 'x'.repeat(maxJsonBytes))).rejects.toMatchObject({
      code: rpcCodes.tooLarge,
    });
    await settled();
    expect(sent).toEqual([]);
    expect(peer.openRequests).toBe(0);
  });

  it('ends a stream with an error after the items that could be sent', async () => {
    const { host } = createBorder(async function* ({ method }) {
      yield 'first';
      yield method === 'bytes' ? new Uint8Array(maxFrameBytes) : circular;
    });
    for (const [method, code] of [
      ['bytes', rpcCodes.tooLarge],
      ['json', rpcCodes.notSerializable],
    ] as const) {
      const stream = host.stream(method, null);
      expect((await stream.next()).value).toBe('first');
      await expect(stream.next()).rejects.toMatchObject({ code });
    }
  });

  it('sends an error in short when it cannot be sent as it is', async () => {
    const { host } = createBorder(async ({ method }) => {
      if (method === 'odd')
        throw {
          toString: () => {
            throw new Error('no');
          },
        };
      throw new PluginError('notes/x', 'y'.repeat(100_000), { details: { a: 1n as never } });
    });
    await expect(host.request('odd', null)).rejects.toMatchObject({ code: rpcCodes.internal });
    await expect(host.request('long', null)).rejects.toMatchObject({ code: rpcCodes.internal });
  });
});

describe('limits of a peer', () => {
  it('refuses frames over the limit of their kind at their header', () => {
    const header = (length: number, kind: number) => {
      const bytes = new Uint8Array(5);
      new DataView(bytes.buffer).setUint32(0, length);
      bytes[4] = kind;
      return bytes;
    };
    expect(() => new FrameDecoder().push(header(maxJsonBytes + 1, 0))).toThrow('over the limit');
    expect(() => new FrameDecoder().push(header(maxFrameBytes + 1, 1))).toThrow('over the limit');
    expect(() => new FrameDecoder().push(header(3, 7))).toThrow('unknown kind');
    expect(new FrameDecoder().push(header(maxFrameBytes, 1))).toEqual([]);
  });

  it('refuses a frame of a million empty objects without reading it', () => {
    const text = `[${'{},'.repeat(1_000_000)}0]`;
    const body = new TextEncoder().encode(text);
    const frame = new Uint8Array(5 + body.length);
    new DataView(frame.buffer).setUint32(0, body.length);
    frame.set(body, 5);
    expect(() => new FrameDecoder().push(frame)).toThrow('too many values');
  });

  it('answers busy as long as too many bytes are on their way', async () => {
    let backlog = 0;
    const { peer } = createLonePeer({ backlogBytes: () => backlog, maxBacklogBytes: 1_000 });
    backlog = 900;
    await expect(peer.request('m', 'x'.repeat(200))).rejects.toMatchObject({ code: rpcCodes.busy });
    backlog = 0;
    void peer.request('m', 'x'.repeat(2_000)).catch(() => {});
    expect(peer.openRequests).toBe(1);
    peer.close();
  });

  it('sends large items of a stream only as far as they are read', async () => {
    let made = 0;
    const { host } = createBorder(async function* () {
      for (; made < 100; made++) yield made % 2 === 0 ? 'x'.repeat(50_000) : new Uint8Array(50_000);
    });
    const stream = host.stream('s', null);
    await stream.next();
    await settled();
    await settled();
    expect(made).toBeLessThan(10);
    let read = 1;
    for await (const _item of stream) read++;
    expect(read).toBe(100);
  });

  it('holds the items of a stream back while the pipe is full', async () => {
    const drained = Promise.withResolvers<void>();
    let isFull = true;
    const { peer, sent, take } = createLonePeer({
      handle: async function* () {
        yield 1;
      },
      whenWritable: () => (isFull ? drained.promise : null),
    });
    take({ t: 'request', id: 1, method: 's', params: null, stream: 8 });
    await settled();
    expect(sent).toEqual([]);
    isFull = false;
    drained.resolve();
    await settled();
    expect(sent).toMatchObject([{ t: 'items', values: [1] }, { t: 'end' }]);
    expect(peer.openIncoming).toBe(0);
  });

  it('fails a stream whose reader waits too long, and tells the other side', async () => {
    const aborted = vi.fn();
    const { host } = createBorder(async function* ({ signal }) {
      yield 1;
      await new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(aborted()), { once: true }),
      );
    });
    const stream = host.stream('s', null, { idleTimeoutMs: 5 });
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ code: rpcCodes.timeout });
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledTimes(1));
  });

  it('fails a ping that was on its way when the border closed', async () => {
    const { peer } = createLonePeer();
    const ping = peer.ping();
    peer.close();
    await expect(ping).rejects.toMatchObject({ code: rpcCodes.closed });
  });
});

describe('requests in the name of others', () => {
  it('bring the context of the request they belong to, which is never sent', async () => {
    const contexts: unknown[] = [];
    const caller = { userId: 'anna' };
    const { host, plugin } = createBorder(
      async ({ id }) => plugin.request('storage.get', 'a', { parent: id }),
      {
        handle: async ({ context }) => {
          contexts.push(context);
          return 'stored';
        },
      },
    );
    await host.request('read', null, { context: caller });
    await plugin.request('hello', null);
    expect(contexts[0]).toBe(caller);
    expect(contexts[1]).toBeNull();
  });

  it('are aborted when the request they belong to is given up', async () => {
    const aborted = vi.fn();
    const { host, plugin } = createBorder(
      async ({ id }) => plugin.request('storage.get', 'a', { parent: id }),
      {
        handle: ({ signal }) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(aborted())),
          ),
      },
    );
    await expect(host.request('read', null, { timeoutMs: 5 })).rejects.toThrow();
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledTimes(1));
  });
});

describe('answers that nobody asked for', () => {
  it.each<[string, object]>([
    ['a result', { t: 'result', id: 9 }],
    ['an error', { t: 'error', id: 9, error: { code: 'x', message: 'y' } }],
    ['items', { t: 'items', id: 9, values: [1] }],
    ['an end', { t: 'end', id: 9 }],
    ['an end of what is no stream', { t: 'end', id: 1 }],
    ['a second answer', { t: 'result', id: 2 }],
  ])('close the border: %s', async (_name, message) => {
    const { peer, take, onProtocolError } = createLonePeer();
    const first = peer.request('a', null).catch(() => {});
    const second = peer.request('b', null);
    take({ t: 'result', id: 2, value: 'answer' });
    expect(await second).toBe('answer');
    take(message);
    expect(onProtocolError).toHaveBeenCalledTimes(1);
    await first;
  });

  it('are taken once for each request that was given up', async () => {
    const { peer, take, onProtocolError } = createLonePeer();
    await expect(peer.request('slow', null, { timeoutMs: 1 })).rejects.toThrow();
    take({ t: 'result', id: 1, value: 'late' });
    expect(onProtocolError).not.toHaveBeenCalled();
    take({ t: 'result', id: 1, value: 'again' });
    expect(onProtocolError).toHaveBeenCalledTimes(1);
  });

  it('raw bytes of no stream close it too', () => {
    const { peer, onProtocolError } = createLonePeer();
    peer.receive(encodeBytesFrame(4, new Uint8Array(3)));
    expect(onProtocolError).toHaveBeenCalledTimes(1);
  });
});

describe('messages that serve nothing', () => {
  it.each<[string, (id: number) => object]>([
    ['pings', (id) => ({ t: 'ping', id })],
    ['pongs', (id) => ({ t: 'pong', id })],
    ['credit', (id) => ({ t: 'credit', id, count: 1 })],
    ['cancels', (id) => ({ t: 'cancel', id })],
    ['questions in nobody’s name', (id) => ({ t: 'request', id, method: 'm', params: null })],
    ['questions for a call that is over', (id) => ({ t: 'request', id, method: 'm', parent: 77 })],
  ])('close the border when they are many: %s', (_name, message) => {
    const { peer, take, onProtocolError } = createLonePeer({ maxStrays: 100 });
    take(...Array.from({ length: 100 }, (_, id) => message(id)));
    expect(onProtocolError).not.toHaveBeenCalled();
    take(message(100));
    expect(onProtocolError).toHaveBeenCalledTimes(1);
    expect(peer.isClosed).toBe(true);
  });

  it('are forgiven as far as requests can bring them', async () => {
    const { peer, take, onProtocolError } = createLonePeer({ maxStrays: 10 });
    for (let round = 1; round < 50; round++) {
      const call = peer.request('m', null);
      take({ t: 'result', id: round }, { t: 'cancel', id: 5 }, { t: 'credit', id: 5, count: 9 });
      await call;
    }
    expect(onProtocolError).not.toHaveBeenCalled();
  });
});
