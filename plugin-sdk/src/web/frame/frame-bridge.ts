import { TRPCClientError } from '@trpc/client';
import type { CallPort, HostBridge, Source, StatePort, StateValue, Stop } from '../host-bridge.ts';
import type {
  FrameError,
  FrameListen,
  FramePort,
  FrameRequest,
  FrameSourceName,
  FrameSources,
  FrameStart,
  FrameTell,
  FromFrame,
  SubscriptionNews,
  ToFrame,
} from './frame-messages.ts';

type Failure = Extract<ToFrame, { kind: 'failed' }>['error'];

interface Waiting {
  readonly onDone: (value: unknown) => void;
  readonly onFailed: (error: Error) => void;
  readonly onHeard?: (value: unknown) => void;
}

/** The error that the page got, as if the frame had called itself. */
function errorOf({ name, message, data }: FrameError): Error {
  if (name !== 'TRPCClientError') return Object.assign(new Error(message), { name });
  return data === null
    ? new TRPCClientError(message)
    : new TRPCClientError(message, { result: { error: { message, code: -32603, data } } });
}

/** The frame's end of the port: asks, listens, tells, and keeps the values the page sends. */
class FrameClient {
  readonly #port: FramePort;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<FrameSourceName, Set<() => void>>();
  #values: FrameSources;
  #nextId = 1;
  onProps: (props: Readonly<Record<string, unknown>>) => void = () => undefined;

  constructor(port: FramePort, values: FrameSources) {
    this.#port = port;
    this.#values = values;
    port.onmessage = ({ data }: MessageEvent<ToFrame>) => this.#receive(data);
  }

  source<Name extends FrameSourceName>(name: Name): Source<FrameSources[Name]> {
    return {
      get: () => this.#values[name],
      subscribe: (listener) => {
        const listeners = this.#listeners.get(name) ?? new Set();
        this.#listeners.set(name, listeners);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  }

  /** Shows a value before the page has confirmed it. */
  assume<Name extends FrameSourceName>(name: Name, value: FrameSources[Name]): void {
    this.#values = { ...this.#values, [name]: value };
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener();
  }

  request(request: FrameRequest, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#open({ onDone: resolve, onFailed: reject });
      signal?.addEventListener('abort', () => {
        this.#stop(id);
        reject(signal.reason);
      });
      this.#post({ kind: 'request', id, ...request });
    });
  }

  listen(listen: FrameListen, waiting: Waiting): Stop {
    const id = this.#open(waiting);
    this.#post({ kind: 'listen', id, ...listen });
    return () => this.#stop(id);
  }

  readonly tell = (tell: FrameTell): void => this.#post({ kind: 'tell', ...tell });

  #open(waiting: Waiting): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#waiting.set(id, waiting);
    return id;
  }

  #stop(id: number): void {
    if (this.#waiting.delete(id)) this.#post({ kind: 'stop', id });
  }

  #post(message: FromFrame): void {
    this.#port.postMessage(message);
  }

  #receive(message: ToFrame): void {
    if (message.kind === 'source') {
      this.assume(message.name, message.value);
    } else if (message.kind === 'props') {
      this.onProps(message.props);
    } else {
      const waiting = this.#waiting.get(message.id);
      if (message.kind !== 'heard') this.#waiting.delete(message.id);
      if (message.kind === 'heard') waiting?.onHeard?.(message.value);
      else if (message.kind === 'done') waiting?.onDone(message.value);
      else waiting?.onFailed(errorOf(message.error satisfies Failure));
    }
  }
}

function callsOver(client: FrameClient): CallPort {
  return {
    call: (operation, signal) =>
      client.request({ method: 'calls.call', args: [operation] }, signal),
    subscribe: (operation, observer) =>
      client.listen(
        { method: 'calls.subscribe', args: [operation] },
        {
          onDone: () => observer.onComplete(),
          onFailed: (error) => observer.onError(error),
          onHeard: (value) => {
            const news = value as SubscriptionNews;
            if (news.type === 'started') observer.onStarted?.();
            else observer.onData(news.data);
          },
        },
      ),
  };
}

/** Remembered values; what the frame sets counts at once, before the page has heard of it. */
class FrameState implements StatePort {
  readonly #client: FrameClient;
  readonly #keys = new Map<string, { value: StateValue; readonly listeners: Set<() => void> }>();

  constructor(client: FrameClient) {
    this.#client = client;
  }

  readonly of = (key: string): Source<StateValue> => {
    const { entry } = this.#entryOf(key);
    return {
      get: () => entry.value,
      subscribe: (listener) => {
        entry.listeners.add(listener);
        return () => entry.listeners.delete(listener);
      },
    };
  };

  readonly set = (key: string, value: unknown): void => {
    this.#entryOf(key).change({ value });
    this.#client.tell({ method: 'state.set', args: [key, value] });
  };

  #entryOf(key: string) {
    const known = this.#keys.get(key);
    const entry: { value: StateValue; readonly listeners: Set<() => void> } = known ?? {
      value: null,
      listeners: new Set<() => void>(),
    };
    const change = (value: StateValue) => {
      entry.value = value;
      for (const listener of [...entry.listeners]) listener();
    };
    if (known === undefined) {
      this.#keys.set(key, entry);
      this.#client.listen(
        { method: 'state.of', args: [key] },
        {
          onDone: () => undefined,
          onFailed: () => undefined,
          onHeard: (value) => change(value as StateValue),
        },
      );
    }
    return { entry, change };
  }
}

/** The bridge of a frame, with what only a frame says about itself. */
export interface FrameBridge extends HostBridge {
  readonly frame: {
    readonly tell: (tell: FrameTell) => void;
    /** Called with new props when the person changes them. */
    readonly onProps: (listener: (props: Readonly<Record<string, unknown>>) => void) => void;
  };
}

/** The page's services over the port that the page sent along with `start`. */
export function createFrameBridge(port: FramePort, start: FrameStart): FrameBridge {
  const client = new FrameClient(port, start.sources);
  const { tell } = client;
  return {
    plugin: start.plugin,
    calls: callsOver(client),
    settings: {
      ...client.source('settings'),
      save: async (values) => {
        await client.request({ method: 'settings.save', args: [values] });
      },
    },
    state: new FrameState(client),
    events: {
      emit: (name, payload) => tell({ method: 'events.emit', args: [name, payload] }),
      on: (name, listener) =>
        client.listen(
          { method: 'events.on', args: [name] },
          {
            onDone: () => undefined,
            onFailed: () => undefined,
            onHeard: (event) => listener(event as Parameters<typeof listener>[0]),
          },
        ),
    },
    theme: client.source('theme'),
    page: client.source('page'),
    navigation: {
      ...client.source('navigation'),
      navigate: (to, options) => tell({ method: 'navigation.navigate', args: [to, options] }),
      setTitle: (title) => tell({ method: 'navigation.setTitle', args: [title] }),
    },
    notify: { show: (message, tone) => tell({ method: 'notify.show', args: [message, tone] }) },
    chat: {
      insert: (text) => tell({ method: 'chat.insert', args: [text] }),
      send: (text) => tell({ method: 'chat.send', args: [text] }),
      provide: () => () => undefined,
    },
    commands: { add: () => () => undefined, addSearch: () => () => undefined },
    log: { error: (message, stack) => tell({ method: 'log.error', args: [message, stack] }) },
    frame: {
      tell,
      onProps: (listener) => {
        client.onProps = listener;
      },
    },
  };
}
