import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HostBridge, OperationObserver, Source } from '../host-bridge.ts';
import { createFrameBridge } from './frame-bridge.ts';
import { FrameHost, type FrameHostOptions } from './frame-host.ts';
import { frameGreeting } from './frame-messages.ts';

/** A source that a test changes. */
function sourceOf<Value>(initial: Value) {
  let value = initial;
  const listeners = new Set<() => void>();
  const source: Source<Value> & { set: (next: Value) => void } = {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
  };
  return source;
}

const opened: { close: () => void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

function setUp(options: Partial<Pick<FrameHostOptions, 'mayCall' | 'maySend'>> = {}) {
  const theme = sourceOf<{ scheme: 'light' | 'dark'; tokens: Record<string, string> }>({
    scheme: 'light',
    tokens: {},
  });
  const subscribed: OperationObserver[] = [];
  const stop = vi.fn();
  const state = sourceOf<{ value: unknown } | null>({ value: 3 });
  const bridge = {
    plugin: { slug: 'notes', version: '1.0.0', digest: 'a', mode: 'frame' },
    calls: {
      call: vi.fn(async () => ({ at: new Date(0), tags: new Set(['a']) })),
      subscribe: vi.fn((_operation: unknown, observer: OperationObserver) => {
        subscribed.push(observer);
        return stop;
      }),
    },
    settings: { ...sourceOf({ limit: 5 }), save: vi.fn(async () => undefined) },
    state: { of: () => state, set: vi.fn() },
    events: { emit: vi.fn(), on: vi.fn(() => () => undefined) },
    theme,
    page: sourceOf({ place: 'component', pageId: null, isEditing: false, size: null }),
    navigation: {
      ...sourceOf({ base: '/notes', path: '', search: '', hash: '', state: null }),
      navigate: vi.fn(),
      setTitle: vi.fn(),
    },
    notify: { show: vi.fn() },
    chat: { insert: vi.fn(), send: vi.fn(), provide: vi.fn() },
    commands: { add: vi.fn(), addSearch: vi.fn() },
    log: { error: vi.fn() },
  } satisfies Record<keyof HostBridge, unknown>;
  const typed = bridge as unknown as HostBridge;
  const channel = new MessageChannel();
  const observer = { onHeight: vi.fn(), onShown: vi.fn(), onFault: vi.fn(), onPalette: vi.fn() };
  const host = new FrameHost(channel.port1, {
    bridge: typed,
    mayCall: (_type, path) => path.startsWith('plugins.notes.'),
    maySend: false,
    observer,
    ...options,
  });
  const frame = createFrameBridge(channel.port2, {
    type: frameGreeting,
    plugin: typed.plugin,
    pluginName: 'Notes',
    component: 'List',
    props: {},
    entry: '',
    fillsPlace: false,
    sources: FrameHost.sourcesOf(typed),
  });
  opened.push(host, channel.port2);
  return { bridge, frame, host, observer, subscribed, stop, theme, port: channel.port2 };
}

describe('the bridge of a frame', () => {
  it('calls procedures of its own router, and values keep their types', async () => {
    const { frame, bridge } = setUp();
    const answer = await frame.calls.call({ type: 'query', path: 'plugins.notes.list', input: 1 });
    expect(answer).toEqual({ at: new Date(0), tags: new Set(['a']) });
    expect(bridge.calls.call).toHaveBeenCalledWith(
      { type: 'query', path: 'plugins.notes.list', input: 1 },
      expect.any(AbortSignal),
    );
  });

  it('is refused every call that was not granted', async () => {
    const { frame, bridge } = setUp();
    await expect(
      frame.calls.call({ type: 'query', path: 'account.me', input: undefined }),
    ).rejects.toMatchObject({ name: 'TRPCClientError', data: { domainCode: 'FORBIDDEN' } });
    const onError = vi.fn();
    frame.calls.subscribe(
      { path: 'event.follow', input: undefined },
      { onData: vi.fn(), onError, onComplete: vi.fn() },
    );
    await expect.poll(() => onError.mock.calls.length).toBe(1);
    expect(bridge.calls.call).not.toHaveBeenCalled();
    expect(bridge.calls.subscribe).not.toHaveBeenCalled();
  });

  it('passes the report of a failed call on, and nothing else of the error', async () => {
    const { frame, bridge } = setUp();
    const error = Object.assign(new Error('Enter a name.'), {
      name: 'TRPCClientError',
      data: { domainCode: 'VALIDATION_FAILED' },
      secret: () => undefined,
    });
    bridge.calls.call.mockRejectedValueOnce(error);
    const failure = frame.calls.call({ type: 'mutation', path: 'plugins.notes.add', input: {} });
    await expect(failure).rejects.toMatchObject({
      message: 'Enter a name.',
      data: { domainCode: 'VALIDATION_FAILED' },
    });
  });

  it('aborts a call on the other side', async () => {
    const { frame, bridge } = setUp();
    let signal: AbortSignal | undefined;
    bridge.calls.call.mockImplementationOnce(((_operation: unknown, given: AbortSignal) => {
      signal = given;
      return new Promise(() => undefined);
    }) as never);
    const abort = new AbortController();
    const call = frame.calls.call(
      { type: 'query', path: 'plugins.notes.slow', input: null },
      abort.signal,
    );
    await expect.poll(() => signal).toBeDefined();
    abort.abort(new Error('left'));
    await expect(call).rejects.toThrow('left');
    await expect.poll(() => signal?.aborted).toBe(true);
  });

  it('follows a subscription until it stops, and the page ends it then', async () => {
    const { frame, subscribed, stop } = setUp();
    const onData = vi.fn();
    const end = frame.calls.subscribe(
      { path: 'plugins.notes.ticks', input: null },
      { onData, onError: vi.fn(), onComplete: vi.fn() },
    );
    await expect.poll(() => subscribed.length).toBe(1);
    subscribed[0]?.onData(new Map([['a', 1]]));
    await expect.poll(() => onData.mock.calls).toEqual([[new Map([['a', 1]])]]);
    end();
    await expect.poll(() => stop.mock.calls.length).toBe(1);
  });

  it('ends every subscription when the frame goes', async () => {
    const { frame, host, subscribed, stop } = setUp();
    frame.calls.subscribe(
      { path: 'plugins.notes.ticks', input: null },
      { onData: vi.fn(), onError: vi.fn(), onComplete: vi.fn() },
    );
    await expect.poll(() => subscribed.length).toBe(1);
    host.close();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('keeps theme and remembered values current', async () => {
    const { frame, theme, bridge } = setUp();
    theme.set({ scheme: 'dark', tokens: { '--bd-text': '#fff' } });
    await expect.poll(() => frame.theme.get().scheme).toBe('dark');
    const count = frame.state.of('count');
    await expect.poll(() => count.get()).toEqual({ value: 3 });
    frame.state.set('count', 4);
    expect(count.get()).toEqual({ value: 4 });
    await expect.poll(() => bridge.state.set.mock.calls).toEqual([['count', 4]]);
  });

  it('may put words into the composer but not send them without a grant', async () => {
    const { frame, bridge } = setUp();
    frame.chat.send('Do it.');
    await expect.poll(() => bridge.chat.insert.mock.calls).toEqual([['Do it.']]);
    expect(bridge.chat.send).not.toHaveBeenCalled();
  });

  it.each([
    null,
    'text',
    { kind: 'tell', method: 'constructor', args: [] },
    { kind: 'tell', method: 'frame.height', args: ['tall'] },
    { kind: 'request', id: 101, method: 'chat.send', args: ['x'] },
    { kind: 'request', id: 102, method: 'calls.call', args: [null] },
    { kind: 'listen', id: 103, method: 'calls.subscribe', args: [] },
    { kind: 'listen', id: 104, method: 'other', args: [] },
    { kind: 'stop', id: 99 },
    { kind: 'tell', method: 'notify.show', args: null },
    { kind: 'request', id: 105, method: 'calls.call' },
  ])('survives the message %j', async (message) => {
    const { port, observer, bridge, frame } = setUp();
    port.postMessage(message);
    await frame.calls.call({ type: 'query', path: 'plugins.notes.list', input: null });
    expect(observer.onHeight).not.toHaveBeenCalled();
    expect(bridge.chat.send).not.toHaveBeenCalled();
  });
});
