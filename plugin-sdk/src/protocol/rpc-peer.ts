import { FrameDecoder, ProtocolError } from './frame-codec.ts';
import { IncomingCalls, type RpcHandler } from './incoming-calls.ts';
import { IncomingStream, type UnreadBytes } from './incoming-stream.ts';
import { encodeJson, Outbox } from './outbox.ts';
import { RpcError, rpcCodes, rpcError } from './rpc-error.ts';
import { type RpcMessage, readMessages } from './rpc-message.ts';

export type { RpcCall, RpcHandler } from './incoming-calls.ts';

export interface RpcPeerOptions {
  /** Sends bytes to the other side, in order. */
  readonly send: (bytes: Uint8Array) => void;
  readonly handle: RpcHandler;
  /** The other side broke the protocol. The peer is closed already; end the other side. */
  readonly onProtocolError: (error: ProtocolError) => void;
  /** Requests of the other side that may be open at once; more are answered `rpc/busy`. */
  readonly maxIncoming?: number;
  /** Requests of ours that may be open at once; more fail at once with `rpc/busy`. */
  readonly maxOutgoing?: number;
  /** Bytes that were sent and not yet taken by the other side. */
  readonly backlogBytes?: () => number;
  /** Requests fail with `rpc/busy` as long as more bytes than this are on their way. */
  readonly maxBacklogBytes?: number;
  /**
   * Messages that serve nothing (pings, credit and cancels for what is over, questions in nobody's name) that are borne
   * beside the few that each request may bring. Without it they are not counted.
   */
  readonly maxStrays?: number;
  /** Waits until the other side reads again; null when it does. Streams wait for it before each item. */
  readonly whenWritable?: () => Promise<void> | null;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Fails with `rpc/timeout` when it is not answered by then, and cancels at the other side. */
  readonly timeoutMs?: number;
  /** For streams: fails with `rpc/timeout` when the reader waits longer than this for one item. */
  readonly idleTimeoutMs?: number;
  /** The request of the other side, in whose name this one is made. */
  readonly parent?: number;
  /** Given to {@link RpcHandler} with what the other side asks in the name of this request. Never sent. */
  readonly context?: unknown;
}

interface OutgoingRequest {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const streamWindow = 64;
const defaultMaxOpen = 2_048;
/** What may cross on its way when a request ends. */
const straysPerRequest = 200;
/** Requests that were given up and whose answer is still owed. */
const maxOwed = 10_000;
const defaultMaxBacklogBytes = 8 * 1024 * 1024;

/**
 * One side of the border between host and plugin. Both sides ask and answer; messages of one tick share a frame;
 * streams are sent only as far as the reader gave credit.
 */
export class RpcPeer {
  readonly #options: RpcPeerOptions;
  readonly #decoder = new FrameDecoder();
  readonly #outbox: Outbox;
  readonly #incoming: IncomingCalls;
  /** Requests of ours, answers and streams alike, with their context. */
  readonly #open = new Map<number, unknown>();
  readonly #requests = new Map<number, OutgoingRequest>();
  readonly #streams = new Map<number, IncomingStream>();
  /** Requests we gave up; the other side still answers them once. */
  readonly #owed = new Set<number>();
  readonly #pings = new Map<number, OutgoingRequest>();
  readonly #unread: UnreadBytes = { count: 0 };
  #nextId = 1;
  #strays = 0;
  #closedBy: Error | null = null;

  constructor(options: RpcPeerOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.send);
    this.#incoming = new IncomingCalls({
      handle: options.handle,
      outbox: this.#outbox,
      maxOpen: options.maxIncoming ?? defaultMaxOpen,
      whenWritable: options.whenWritable ?? (() => null),
    });
  }

  /** Requests of ours that are not answered yet. */
  get openRequests(): number {
    return this.#open.size;
  }

  /** Requests of the other side that we have not answered yet. */
  get openIncoming(): number {
    return this.#incoming.size;
  }

  get isClosed(): boolean {
    return this.#closedBy !== null;
  }

  /** Takes bytes as they come from the other side, cut anywhere. Never throws. */
  receive(bytes: Uint8Array): void {
    if (this.#closedBy !== null) return;
    try {
      for (const frame of this.#decoder.push(bytes)) {
        if (frame.kind === 'bytes') {
          this.#takeItems(frame.streamId, [frame.bytes], frame.bytes.length);
        } else {
          for (const message of readMessages(frame.value)) this.#take(message, frame.size);
        }
      }
    } catch (error) {
      const broken = error instanceof ProtocolError ? error : new ProtocolError(String(error));
      this.close(broken);
      this.#options.onProtocolError(broken);
    }
  }

  /**
   * @throws {RpcError} what the other side answered, or one of {@link rpcCodes}.
   */
  async request(method: string, params: unknown, options: RequestOptions = {}): Promise<unknown> {
    const { id, text } = this.#begin(method, params, options);
    return new Promise((resolve, reject) => {
      const release = this.#guard(id, options, reject);
      this.#requests.set(id, {
        resolve: (value) => {
          release();
          resolve(value);
        },
        reject: (error) => {
          release();
          reject(error);
        },
      });
      this.#outbox.post(text);
    });
  }

  /** Items of a stream. Nothing is asked before iteration begins; leaving the loop cancels at the other side. */
  async *stream(
    method: string,
    params: unknown,
    options: RequestOptions = {},
  ): AsyncGenerator<unknown, void> {
    const { id, text } = this.#begin(method, params, options, streamWindow);
    const stream = new IncomingStream({
      window: streamWindow,
      giveCredit: (count) => this.#outbox.post(`{"t":"credit","id":${id},"count":${count}}`),
      unread: this.#unread,
      idleTimeoutMs: options.idleTimeoutMs ?? null,
    });
    this.#streams.set(id, stream);
    const release = this.#guard(id, options, (error) => stream.fail(error));
    try {
      this.#outbox.post(text);
      yield* stream.items();
    } finally {
      release();
      this.#giveUp(id);
      this.#streams.delete(id);
    }
  }

  /**
   * Settles when the other side's event loop turned.
   * @throws {RpcError} `rpc/closed`
   */
  async ping(): Promise<void> {
    this.#checkOpen();
    const id = this.#takeId();
    await new Promise<unknown>((resolve, reject) => {
      this.#pings.set(id, { resolve, reject });
      this.#outbox.post(`{"t":"ping","id":${id}}`);
    });
  }

  /** Fails every open request and ends every answer. Idempotent. */
  close(reason: Error = rpcError(rpcCodes.closed, 'The plugin stopped.')): void {
    if (this.#closedBy !== null) return;
    this.#closedBy = reason;
    this.#outbox.close();
    const error = reason instanceof RpcError ? reason : rpcError(rpcCodes.closed, reason.message);
    for (const request of [...this.#requests.values(), ...this.#pings.values()]) {
      request.reject(error);
    }
    for (const stream of this.#streams.values()) stream.fail(error);
    this.#incoming.close(error);
    for (const map of [this.#open, this.#requests, this.#pings, this.#owed]) map.clear();
  }

  #checkOpen(): void {
    if (this.#closedBy !== null) throw rpcError(rpcCodes.closed, 'The plugin stopped.');
  }

  /** @throws {ProtocolError} when there are too many of them. */
  #stray(): void {
    this.#strays++;
    if (this.#strays > (this.#options.maxStrays ?? Number.POSITIVE_INFINITY)) {
      throw new ProtocolError('It sends a flood of messages that serve nothing.');
    }
  }

  #takeId(): number {
    this.#strays = Math.max(0, this.#strays - straysPerRequest);
    const id = this.#nextId;
    this.#nextId = id === 0xffff_ffff ? 1 : id + 1;
    return id;
  }

  #begin(
    method: string,
    params: unknown,
    options: RequestOptions,
    stream?: number,
  ): { readonly id: number; readonly text: string } {
    this.#checkOpen();
    if (options.signal?.aborted) throw rpcError(rpcCodes.cancelled, 'The request was cancelled.');
    const { maxOutgoing = defaultMaxOpen, maxBacklogBytes = defaultMaxBacklogBytes } =
      this.#options;
    if (this.#open.size >= maxOutgoing) throw tooBusy();
    const id = this.#takeId();
    const { parent } = options;
    const text = encodeJson({ t: 'request', id, method, params, stream, parent });
    const backlog = this.#outbox.length + (this.#options.backlogBytes?.() ?? 0);
    if (backlog > 0 && backlog + text.length > maxBacklogBytes) throw tooBusy();
    this.#open.set(id, options.context ?? null);
    return { id, text };
  }

  /** Ends a request by its signal or its deadline. @returns what ends the watching. */
  #guard(id: number, options: RequestOptions, end: (error: RpcError) => void): () => void {
    const { signal, timeoutMs } = options;
    const stop = (code: string, message: string) => {
      release();
      this.#giveUp(id);
      this.#requests.delete(id);
      end(rpcError(code, message));
    };
    const onAbort = () => stop(rpcCodes.cancelled, 'The request was cancelled.');
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => stop(rpcCodes.timeout, `No answer within ${timeoutMs} ms.`), timeoutMs);
    const release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    return release;
  }

  /** Asks the other side to stop, unless it answered already. */
  #giveUp(id: number): void {
    if (!this.#open.delete(id)) return;
    this.#owed.add(id);
    this.#incoming.cancelChildren(id);
    this.#outbox.post(`{"t":"cancel","id":${id}}`);
    if (this.#owed.size > maxOwed) {
      const error = new ProtocolError('Thousands of requests were given up and never answered.');
      this.close(error);
      this.#options.onProtocolError(error);
    }
  }

  #take(message: RpcMessage, frameBytes: number): void {
    switch (message.t) {
      case 'request':
        this.#answer(message);
        break;
      case 'result':
        this.#settled(message.id, 'request')?.resolve(message.value);
        break;
      case 'error':
        this.#streams.get(message.id)?.fail(new RpcError(message.error));
        this.#settled(message.id)?.reject(new RpcError(message.error));
        break;
      case 'items':
        this.#takeItems(message.id, message.values, frameBytes);
        break;
      case 'end':
        this.#streams.get(message.id)?.end();
        this.#settled(message.id, 'stream');
        break;
      case 'credit':
        if (!this.#incoming.addCredit(message.id, message.count)) this.#stray();
        break;
      case 'cancel':
        if (!this.#incoming.cancel(message.id)) this.#stray();
        break;
      case 'ping':
        this.#stray();
        this.#outbox.post(`{"t":"pong","id":${message.id}}`);
        break;
      case 'pong':
        this.#pings.get(message.id)?.resolve(undefined);
        if (!this.#pings.delete(message.id)) this.#stray();
    }
  }

  /** @throws {ProtocolError} when nothing of that id waits for an answer. */
  #settled(id: number, kind?: 'request' | 'stream'): OutgoingRequest | undefined {
    const isOfKind = kind === undefined || this.#streams.has(id) === (kind === 'stream');
    const isKnown = this.#open.delete(id) && isOfKind;
    if (!this.#owed.delete(id) && !isKnown) throw new ProtocolError('An answer to no question.');
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    return request;
  }

  /** @throws {ProtocolError} when more came than was asked for. */
  #takeItems(id: number, values: readonly unknown[], bytes: number): void {
    if (!this.#open.has(id) && !this.#owed.has(id)) {
      throw new ProtocolError('Items of no stream.');
    }
    if (values.length === 0 || this.#owed.has(id)) this.#stray();
    this.#streams.get(id)?.push(values, bytes);
  }

  #answer(message: RpcMessage & { t: 'request' }): void {
    const { parent } = message;
    if (parent === undefined) this.#stray();
    else if (!this.#open.has(parent)) {
      this.#stray();
      this.#incoming.refuse(
        message.id,
        rpcError(rpcCodes.cancelled, 'The call it belongs to is over.'),
      );
      return;
    }
    const context = parent === undefined ? null : this.#open.get(parent);
    if (!this.#incoming.answer(message, context)) this.#stray();
  }
}

const tooBusy = () =>
  rpcError(rpcCodes.busy, 'Too many requests are waiting. Try again in a moment.');
