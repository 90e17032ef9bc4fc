import type {
  HostBridge,
  NavigateOptions,
  Operation,
  Settings,
  Source,
  Stop,
} from '../host-bridge.ts';
import type {
  FrameError,
  FramePort,
  FrameSourceName,
  FrameSources,
  FrameTell,
  FromFrame,
  SubscriptionNews,
  ToFrame,
} from './frame-messages.ts';

/** What the page does when a frame speaks about itself. */
export interface FrameObserver {
  readonly onHeight: (pixels: number) => void;
  readonly onShown: () => void;
  readonly onFault: (message: string, stack: string | null) => void;
  readonly onPalette: () => void;
}

export interface FrameHostOptions {
  readonly bridge: HostBridge;
  /** Whether the frame may call this path. Everything is refused that is not named. */
  readonly mayCall: (type: Operation['type'] | 'subscription', path: string) => boolean;
  /** Whether it may send to the chat as the person. */
  readonly maySend: boolean;
  readonly observer: FrameObserver;
}

const reportOf = (error: unknown): FrameError => ({
  name: error instanceof Error ? error.name : 'Error',
  message: error instanceof Error ? error.message : String(error),
  data: plainOf((error as { readonly data?: unknown } | null)?.data),
});

/** Only what survives a clone; an error of the page may carry anything. */
function plainOf(value: unknown): unknown {
  try {
    return value === undefined ? null : structuredClone(value);
  } catch {
    return null;
  }
}

class Refusal extends Error {
  override name = 'TRPCClientError';
  readonly data = { code: 'FORBIDDEN', domainCode: 'FORBIDDEN' };
}

const text = (value: unknown): string => String(value);

const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Operation).path === 'string' &&
  ['query', 'mutation', undefined].includes((value as Partial<Operation>).type);

/** The page's end of a frame's port. Nothing that comes over it is trusted to have the right shape. */
export class FrameHost {
  readonly #port: FramePort;
  readonly #options: FrameHostOptions;
  readonly #open = new Map<number, Stop>();
  readonly #stops: Stop[] = [];

  constructor(port: FramePort, options: FrameHostOptions) {
    this.#port = port;
    this.#options = options;
    port.onmessage = ({ data }: MessageEvent<FromFrame>) => this.#receive(data);
    for (const name of ['theme', 'page', 'navigation', 'settings'] as const) {
      this.#follow(name, options.bridge[name] as Source<FrameSources[typeof name]>);
    }
  }

  /** The values a frame starts with. */
  static sourcesOf({ theme, page, navigation, settings }: HostBridge): FrameSources {
    return {
      theme: theme.get(),
      page: page.get(),
      navigation: navigation.get(),
      settings: settings.get(),
    };
  }

  setProps(props: Readonly<Record<string, unknown>>): void {
    this.#post({ kind: 'props', props });
  }

  /** Ends every call and subscription of the frame. */
  close(): void {
    for (const stop of [...this.#stops, ...this.#open.values()]) stop();
    this.#open.clear();
    this.#port.onmessage = null;
    this.#port.close();
  }

  #follow<Name extends FrameSourceName>(name: Name, source: Source<FrameSources[Name]>): void {
    let sent: unknown = source.get();
    const send = () => {
      const value = source.get();
      if (Object.is(value, sent)) return;
      sent = value;
      this.#post({ kind: 'source', name, value } as ToFrame);
    };
    this.#stops.push(source.subscribe(send));
  }

  #post(message: ToFrame): void {
    this.#port.postMessage(message);
  }

  #receive(message: FromFrame): void {
    if (typeof message !== 'object' || message === null) return;
    if (message.kind !== 'stop' && !Array.isArray(message.args)) return;
    if (message.kind === 'tell') this.#hear(message);
    else if (message.kind === 'stop') this.#stop(message.id);
    else if (message.kind === 'request') void this.#answer(message);
    else if (message.kind === 'listen') this.#listen(message);
  }

  #stop(id: number): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  #assertMayCall(type: Operation['type'] | 'subscription', path: string): void {
    if (this.#options.mayCall(type, path)) return;
    throw new Refusal(`This plugin was not allowed to call ${path}.`);
  }

  async #answer(message: Extract<FromFrame, { kind: 'request' }>): Promise<void> {
    const { id } = message;
    const abort = new AbortController();
    this.#open.set(id, () => abort.abort());
    try {
      const value = await this.#perform(message, abort.signal);
      if (this.#open.delete(id)) this.#post({ kind: 'done', id, value });
    } catch (error) {
      if (this.#open.delete(id)) this.#post({ kind: 'failed', id, error: reportOf(error) });
    }
  }

  async #perform(
    { method, args }: Extract<FromFrame, { kind: 'request' }>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { bridge } = this.#options;
    const [first] = args;
    if (method === 'settings.save') return bridge.settings.save(first as Settings);
    if (method !== 'calls.call' || !isOperation(first)) {
      throw new Refusal('The frame asked for something unknown.');
    }
    const { type = 'query', path, input } = first;
    this.#assertMayCall(type, path);
    return bridge.calls.call({ type, path, input }, signal);
  }

  #listen({ id, method, args: [first] }: Extract<FromFrame, { kind: 'listen' }>): void {
    if (method === 'calls.subscribe') {
      this.#subscribe(id, first);
    } else if (method === 'events.on') {
      const hear = (value: unknown) => this.#post({ kind: 'heard', id, value });
      this.#open.set(id, this.#options.bridge.events.on(text(first), hear));
    } else if (method === 'state.of') {
      const source = this.#options.bridge.state.of(text(first));
      const hear = () => this.#post({ kind: 'heard', id, value: source.get() });
      this.#open.set(id, source.subscribe(hear));
      hear();
    }
  }

  #subscribe(id: number, operation: unknown): void {
    const end = (last: ToFrame) => {
      if (this.#open.delete(id)) this.#post(last);
    };
    const fail = (error: unknown) => end({ kind: 'failed', id, error: reportOf(error) });
    const tell = (value: SubscriptionNews) => this.#post({ kind: 'heard', id, value });
    this.#open.set(id, () => undefined);
    try {
      const { path, input } = this.#checkedSubscription(operation);
      const stop = this.#options.bridge.calls.subscribe(
        { path, input },
        {
          onStarted: () => tell({ type: 'started' }),
          onData: (data) => tell({ type: 'data', data }),
          onError: fail,
          onComplete: () => end({ kind: 'done', id, value: null }),
        },
      );
      // It may have ended while it was being opened.
      if (this.#open.has(id)) this.#open.set(id, stop);
      else stop();
    } catch (error) {
      fail(error);
    }
  }

  #checkedSubscription(operation: unknown): { readonly path: string; readonly input: unknown } {
    if (!isOperation(operation)) throw new Refusal('The frame asked for something unknown.');
    this.#assertMayCall('subscription', operation.path);
    return operation;
  }

  #hear({ method, args }: FrameTell): void {
    if (!Object.hasOwn(this.#tells, method)) return;
    (this.#tells[method] as (...given: readonly unknown[]) => void)(...args);
  }

  readonly #tells: {
    readonly [Method in FrameTell['method']]: (
      ...args: Extract<FrameTell, { method: Method }>['args']
    ) => void;
  } = {
    'state.set': (key, value) => this.#options.bridge.state.set(text(key), value),
    'events.emit': (name, payload) => this.#options.bridge.events.emit(text(name), payload),
    'navigation.navigate': (to, options) =>
      this.#options.bridge.navigation.navigate(text(to), (options ?? {}) as NavigateOptions),
    'navigation.setTitle': (title) =>
      this.#options.bridge.navigation.setTitle(text(title).slice(0, 120)),
    'notify.show': (message, tone) =>
      this.#options.bridge.notify.show(
        text(message).slice(0, 300),
        tone === 'danger' ? 'danger' : 'plain',
      ),
    'chat.insert': (words) => this.#options.bridge.chat.insert(text(words)),
    'chat.send': (words) => {
      const { chat } = this.#options.bridge;
      if (this.#options.maySend) chat.send(text(words));
      else chat.insert(text(words));
    },
    'log.error': (message, stack) =>
      this.#options.bridge.log.error(
        text(message).slice(0, 1_000),
        ...(typeof stack === 'string' ? [stack.slice(0, 8_000)] : []),
      ),
    'frame.height': (pixels) => {
      if (Number.isFinite(pixels)) this.#options.observer.onHeight(pixels);
    },
    'frame.shown': () => this.#options.observer.onShown(),
    'frame.fault': (message, stack) =>
      this.#options.observer.onFault(
        text(message).slice(0, 1_000),
        stack === null ? null : text(stack).slice(0, 8_000),
      ),
    'frame.palette': () => this.#options.observer.onPalette(),
  };
}
