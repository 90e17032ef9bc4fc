import { encodeBytesFrame, encodeJsonFrame, FrameDecoder, ProtocolError } from './frame-codec.ts';
import { IncomingStream } from './incoming-stream.ts';
import { RpcError, rpcCodes, rpcError, toWireError } from './rpc-error.ts';
import { type RpcMessage, readMessages } from './rpc-message.ts';

/** One request as the answering side sees it. */
export interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  /** True when the asker wants a stream of items. */
  readonly isStream: boolean;
  /** Id of our own request in whose name this is asked, or null. Unknown ids are refused before. */
  readonly parent: number | null;
  /** Aborted when the asker cancels or the border closes. */
  readonly signal: AbortSignal;
}

export interface RpcPeerOptions {
  /** Sends bytes to the other side, in order. */
  readonly send: (bytes: Uint8Array) => void;
  /**
   * Answers a request: with a value, or for `isStream` with items. Items that are `Uint8Array` travel as raw bytes,
   * all others as JSON.
   */
  readonly handle: (call: RpcCall) => Promise<unknown> | AsyncIterable<unknown>;
  /** The other side broke the protocol. The peer is closed already; end the other side. */
  readonly onProtocolError: (error: ProtocolError) => void;
  /** Requests of the other side that may be open at once; more are answered `rpc/busy`. */
  readonly maxIncoming?: number;
  /** Requests of ours that may be open at once; more fail at once with `rpc/busy`. */
  readonly maxOutgoing?: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Fails with `rpc/timeout` when no answer came by then, and cancels at the other side. */
  readonly timeoutMs?: number;
  /** The request of the other side, in whose name this one is made. */
  readonly parent?: number;
}

interface OutgoingRequest {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}
interface IncomingRequest {
  readonly abort: AbortController;
  credit: number;
  /** Wakes the sender of a stream that ran out of credit. */
  wake: () => void;
}

const streamWindow = 64;
const defaultMaxOpen = 1_024;

/**
 * One side of the border between host and plugin. Both sides ask and answer; messages of one tick share a frame;
 * streams are sent only as far as the reader gave credit.
 */
export class RpcPeer {
  readonly #options: RpcPeerOptions;
  readonly #decoder = new FrameDecoder();
  readonly #requests = new Map<number, OutgoingRequest>();
  readonly #streams = new Map<number, IncomingStream>();
  readonly #incoming = new Map<number, IncomingRequest>();
  readonly #pings = new Map<number, () => void>();
  #outbox: RpcMessage[] = [];
  #nextId = 1;
  #closedBy: Error | null = null;

  constructor(options: RpcPeerOptions) {
    this.#options = options;
  }

  /** Requests of ours that are not answered yet. */
  get openRequests(): number {
    return this.#requests.size + this.#streams.size;
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
        if (frame.kind === 'bytes') this.#takeItems(frame.streamId, [frame.bytes]);
        else for (const message of readMessages(frame.value)) this.#take(message);
      }
    } catch (error) {
      const broken = error instanceof ProtocolError ? error : new ProtocolError(String(error));
      this.close(broken);
      this.#options.onProtocolError(broken);
    }
  }

  /** @throws {RpcError} what the other side answered, or one of {@link rpcCodes}. */
  async request(method: string, params: unknown, options: RequestOptions = {}): Promise<unknown> {
    const id = this.#begin(options.signal);
    return new Promise((resolve, reject) => {
      const release = this.#guard(id, options, (error) => {
        this.#requests.delete(id);
        reject(error);
      });
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
      this.#post(requestMessage(id, method, params, options));
    });
  }

  /** Items of a stream. Nothing is asked before iteration begins; leaving the loop cancels at the other side. */
  async *stream(
    method: string,
    params: unknown,
    options: RequestOptions = {},
  ): AsyncGenerator<unknown, void> {
    const id = this.#begin(options.signal);
    const stream = new IncomingStream(streamWindow, (count) =>
      this.#post({ t: 'credit', id, count }),
    );
    this.#streams.set(id, stream);
    const release = this.#guard(id, options, (error) => stream.fail(error));
    try {
      this.#post({ ...requestMessage(id, method, params, options), stream: streamWindow });
      yield* stream.items();
    } finally {
      release();
      this.#streams.delete(id);
      if (!stream.isEnded) this.#post({ t: 'cancel', id });
    }
  }

  /** Settles when the other side's event loop turned. */
  async ping(): Promise<void> {
    const id = this.#begin(undefined);
    await new Promise<void>((resolve) => {
      this.#pings.set(id, resolve);
      this.#post({ t: 'ping', id });
    });
  }

  /** Fails every open request and ends every answer. Idempotent. */
  close(reason: Error = rpcError(rpcCodes.closed, 'The plugin stopped.')): void {
    if (this.#closedBy !== null) return;
    this.#closedBy = reason;
    const error = reason instanceof RpcError ? reason : rpcError(rpcCodes.closed, reason.message);
    for (const request of [...this.#requests.values()]) request.reject(error);
    for (const stream of this.#streams.values()) stream.fail(error);
    for (const { abort, wake } of this.#incoming.values()) {
      abort.abort(error);
      wake();
    }
    this.#requests.clear();
    this.#incoming.clear();
    this.#outbox = [];
  }

  #begin(signal: AbortSignal | undefined): number {
    if (this.#closedBy !== null) throw rpcError(rpcCodes.closed, 'The plugin stopped.');
    if (signal?.aborted) throw rpcError(rpcCodes.cancelled, 'The request was cancelled.');
    if (this.openRequests >= (this.#options.maxOutgoing ?? defaultMaxOpen)) {
      throw rpcError(rpcCodes.busy, 'Too many requests are waiting. Try again in a moment.');
    }
    const id = this.#nextId;
    this.#nextId = id === 0xffff_ffff ? 1 : id + 1;
    return id;
  }

  /** Ends a request by its signal or its deadline. @returns what ends the watching. */
  #guard(id: number, options: RequestOptions, end: (error: RpcError) => void): () => void {
    const { signal, timeoutMs } = options;
    const stop = (code: string, message: string) => {
      release();
      this.#post({ t: 'cancel', id });
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

  #post(message: RpcMessage): void {
    if (this.#closedBy !== null) return;
    this.#outbox.push(message);
    if (this.#outbox.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const messages = this.#outbox;
    this.#outbox = [];
    if (messages.length === 0 || this.#closedBy !== null) return;
    this.#options.send(encodeJsonFrame(messages));
  }

  #take(message: RpcMessage): void {
    switch (message.t) {
      case 'request':
        this.#answer(message);
        break;
      case 'result':
        this.#settle(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.#streams.get(message.id)?.fail(new RpcError(message.error));
        this.#settle(message.id)?.reject(new RpcError(message.error));
        break;
      case 'items':
        this.#takeItems(message.id, message.values);
        break;
      case 'end':
        this.#streams.get(message.id)?.end();
        break;
      case 'credit':
        this.#addCredit(message.id, message.count);
        break;
      case 'cancel':
        this.#incoming.get(message.id)?.abort.abort();
        break;
      case 'ping':
        this.#post({ t: 'pong', id: message.id });
        break;
      case 'pong':
        this.#pings.get(message.id)?.();
        this.#pings.delete(message.id);
    }
  }

  #settle(id: number): OutgoingRequest | undefined {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    return request;
  }

  /** @throws {ProtocolError} when more came than was asked for. */
  #takeItems(id: number, values: readonly unknown[]): void {
    this.#streams.get(id)?.push(values);
  }

  #addCredit(id: number, count: number): void {
    const request = this.#incoming.get(id);
    if (request === undefined) return;
    request.credit = Math.min(request.credit + count, 0xffff);
    request.wake();
  }

  #answer(message: RpcMessage & { t: 'request' }): void {
    const { id } = message;
    if (this.#incoming.has(id)) throw new ProtocolError('A request id is used twice.');
    if (this.#incoming.size >= (this.#options.maxIncoming ?? defaultMaxOpen)) {
      const error = toWireError(rpcError(rpcCodes.busy, 'Too many requests are waiting.'));
      this.#post({ t: 'error', id, error });
      return;
    }
    const isOrphan =
      message.parent !== undefined &&
      !this.#requests.has(message.parent) &&
      !this.#streams.has(message.parent);
    if (isOrphan) {
      const error = toWireError(rpcError(rpcCodes.cancelled, 'The call it belongs to is over.'));
      this.#post({ t: 'error', id, error });
      return;
    }
    const request: IncomingRequest = {
      abort: new AbortController(),
      credit: message.stream ?? 0,
      wake: () => {},
    };
    this.#incoming.set(id, request);
    const call: RpcCall = {
      id,
      method: message.method,
      params: message.params,
      isStream: message.stream !== undefined,
      parent: message.parent ?? null,
      signal: request.abort.signal,
    };
    void this.#run(call, request);
  }

  async #run(call: RpcCall, request: IncomingRequest): Promise<void> {
    const { id } = call;
    try {
      const answer = this.#options.handle(call);
      if (call.isStream) {
        await this.#sendItems(id, answer as AsyncIterable<unknown>, request);
        this.#post({ t: 'end', id });
      } else {
        this.#post({ t: 'result', id, value: await answer });
      }
    } catch (error) {
      this.#post({ t: 'error', id, error: toWireError(error) });
    } finally {
      this.#incoming.delete(id);
    }
  }

  async #sendItems(
    id: number,
    items: AsyncIterable<unknown>,
    request: IncomingRequest,
  ): Promise<void> {
    const { signal } = request.abort;
    for await (const item of items) {
      while (request.credit <= 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          request.wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      if (signal.aborted) return;
      request.credit--;
      if (item instanceof Uint8Array) {
        this.#flush();
        this.#options.send(encodeBytesFrame(id, item));
      } else this.#postItem(id, item);
    }
  }

  /** Items of one tick join the message that is waiting to be sent. */
  #postItem(id: number, item: unknown): void {
    const last = this.#outbox.at(-1);
    if (last?.t === 'items' && last.id === id) (last.values as unknown[]).push(item);
    else this.#post({ t: 'items', id, values: [item] });
  }
}

const requestMessage = (
  id: number,
  method: string,
  params: unknown,
  { parent }: RequestOptions,
): RpcMessage & { t: 'request' } => ({
  t: 'request',
  id,
  method,
  params,
  ...(parent === undefined ? {} : { parent }),
});
