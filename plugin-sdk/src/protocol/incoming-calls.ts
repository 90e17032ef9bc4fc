import { ProtocolError } from './frame-codec.ts';
import { encodeJson, type Outbox } from './outbox.ts';
import { rpcCodes, rpcError, toWireError } from './rpc-error.ts';
import type { RpcMessage } from './rpc-message.ts';

/** One request as the answering side sees it. */
export interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  /** True when the asker wants a stream of items. */
  readonly isStream: boolean;
  /** Id of our own request in whose name this is asked, or null. Unknown ids are refused before. */
  readonly parent: number | null;
  /** `context` of that request, or null. */
  readonly context: unknown;
  /** Aborted when the asker cancels, when the border closes, or when we gave up the request it is asked in the name of. */
  readonly signal: AbortSignal;
}

/**
 * Answers a request: with a value, or for `isStream` with items. Items that are `Uint8Array` travel as raw bytes,
 * all others as JSON.
 */
export type RpcHandler = (call: RpcCall) => Promise<unknown> | AsyncIterable<unknown>;

export interface IncomingCallsOptions {
  readonly handle: RpcHandler;
  readonly outbox: Outbox;
  readonly maxOpen: number;
  /** Waits until the other side reads again; null when it does. */
  readonly whenWritable: () => Promise<void> | null;
}

/** Bytes of one stream that may be on their way; the other side gives credit back after a quarter of them. */
const streamWindowBytes = 256 * 1024;
const maxCredit = 0xffff;

class IncomingRequest {
  readonly parent: number | null;
  readonly #abort = new AbortController();
  /** Sizes of the items that were sent and are not read yet, oldest first. */
  #sizes: number[] = [];
  #unreadBytes = 0;
  #credit: number;
  #wake: () => void = () => {};

  constructor(credit: number, parent: number | null) {
    this.#credit = credit;
    this.parent = parent;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: Error): void {
    this.#abort.abort(reason);
    this.#wake();
  }

  /** @returns false when it is credit for more than was sent. */
  addCredit(count: number): boolean {
    const isEarned = count <= this.#sizes.length;
    this.#credit = Math.min(this.#credit + count, maxCredit);
    for (const size of this.#sizes.splice(0, count)) this.#unreadBytes -= size;
    this.#wake();
    return isEarned;
  }

  sent(size: number): void {
    this.#credit--;
    this.#sizes.push(size);
    this.#unreadBytes += size;
  }

  /** Waits for credit, or for the end of the request. */
  async room(): Promise<void> {
    while (!this.signal.aborted && (this.#credit <= 0 || this.#unreadBytes >= streamWindowBytes)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** The answering half of a peer. */
export class IncomingCalls {
  readonly #options: IncomingCallsOptions;
  readonly #requests = new Map<number, IncomingRequest>();

  constructor(options: IncomingCallsOptions) {
    this.#options = options;
  }

  /** Requests that are not answered yet. */
  get size(): number {
    return this.#requests.size;
  }

  /**
   * @param context - Of our own request it is asked in the name of, or null.
   * @returns false when there is no room for it; it is answered that way.
   * @throws {ProtocolError} when its id is in use.
   */
  answer(message: RpcMessage & { t: 'request' }, context: unknown): boolean {
    const { id } = message;
    if (this.#requests.has(id)) throw new ProtocolError('A request id is used twice.');
    if (this.#requests.size >= this.#options.maxOpen) {
      this.refuse(id, rpcError(rpcCodes.busy, 'Too many requests are waiting.'));
      return false;
    }
    const request = new IncomingRequest(message.stream ?? 0, message.parent ?? null);
    this.#requests.set(id, request);
    const call: RpcCall = {
      id,
      method: message.method,
      params: message.params,
      isStream: message.stream !== undefined,
      parent: request.parent,
      context,
      signal: request.signal,
    };
    void this.#run(call, request);
    return true;
  }

  refuse(id: number, error: unknown): void {
    this.#options.outbox.post(encodeError(id, error));
  }

  /** @returns false when nothing is waiting for it. */
  addCredit(id: number, count: number): boolean {
    return this.#requests.get(id)?.addCredit(count) ?? false;
  }

  /** @returns false when there is nothing to cancel. */
  cancel(id: number): boolean {
    const request = this.#requests.get(id);
    if (request === undefined || request.signal.aborted) return false;
    request.abort(rpcError(rpcCodes.cancelled, 'The request was cancelled.'));
    return true;
  }

  /** What is asked in the name of a request we gave up has nobody to work for any more. */
  cancelChildren(parent: number): void {
    for (const request of this.#requests.values()) {
      if (request.parent === parent) {
        request.abort(rpcError(rpcCodes.cancelled, 'The call it belongs to is over.'));
      }
    }
  }

  close(error: Error): void {
    for (const request of this.#requests.values()) request.abort(error);
    this.#requests.clear();
  }

  async #run(call: RpcCall, request: IncomingRequest): Promise<void> {
    const { id } = call;
    const { handle, outbox } = this.#options;
    try {
      const answer = handle(call);
      if (call.isStream) {
        await this.#sendItems(id, answer as AsyncIterable<unknown>, request);
        outbox.post(`{"t":"end","id":${id}}`);
      } else {
        outbox.post(`{"t":"result","id":${id},"value":${encodeJson(await answer)}}`);
      }
    } catch (error) {
      this.refuse(id, error);
    } finally {
      // A closed peer may have forgotten it, and given its id to another.
      if (this.#requests.get(id) === request) this.#requests.delete(id);
    }
  }

  async #sendItems(
    id: number,
    items: AsyncIterable<unknown>,
    request: IncomingRequest,
  ): Promise<void> {
    for await (const item of items) {
      await request.room();
      await this.#options.whenWritable();
      if (request.signal.aborted) return;
      if (item instanceof Uint8Array) {
        request.sent(item.length);
        this.#options.outbox.sendBytes(id, item);
      } else {
        const text = encodeJson(item);
        request.sent(text.length);
        this.#options.outbox.postItem(id, text);
      }
    }
  }
}

/** An error whose details cannot be written still ends the request. */
function encodeError(id: number, error: unknown): string {
  try {
    return `{"t":"error","id":${id},"error":${encodeJson(toWireError(error))}}`;
  } catch {
    const code = JSON.stringify(rpcCodes.internal);
    return `{"t":"error","id":${id},"error":{"code":${code},"message":"It failed with an error that cannot be sent."}}`;
  }
}
