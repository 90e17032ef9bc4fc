import { isPluginError, type PluginError } from '../../plugin-error.ts';
import type { ModelServer, RequestTimeouts } from '../http/model-server.ts';
import { RequestDeadline } from '../http/request-deadline.ts';
import {
  invalidResponseError,
  providerErrorFromFailure,
  providerErrorFromResponse,
  silenceError,
} from '../http/response-error.ts';
import { streamCutError } from '../http/response-stream.ts';
import type { ProviderContext } from '../model-provider.ts';

/** Most bytes that are taken in without an event in them. No model API comes near it. */
const maxEventBytes = 1024 * 1024;
const keyHeaders = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

/**
 * The `fetch` that a provider package is given for one request. It keeps the time limits, follows no redirect, and
 * turns every failure into a typed error, which it remembers: packages wrap what `fetch` throws in errors of their own.
 */
export class FetchGuard {
  readonly #context: ProviderContext;
  readonly #timeouts: RequestTimeouts;
  readonly #modelId: string | null;
  readonly #deadline: RequestDeadline;
  #server: ModelServer;
  #failure: PluginError | null = null;
  #hasEnded = false;

  constructor(options: {
    readonly name: string;
    readonly context: ProviderContext;
    readonly timeouts: RequestTimeouts;
    readonly modelId: string | null;
    readonly signal: AbortSignal;
  }) {
    const { name, context, timeouts, modelId, signal } = options;
    this.#context = context;
    this.#timeouts = timeouts;
    this.#modelId = modelId;
    this.#deadline = new RequestDeadline(signal, timeouts.firstByteMs);
    this.#server = {
      name,
      baseUrl: 'http://localhost',
      headers: {},
      hasKey: false,
      timeouts,
      fetch: context.fetch,
      now: context.now,
    };
  }

  /** What made the request fail, as far as it happened below the provider package. */
  get failure(): PluginError | null {
    return this.#failure;
  }

  /** True when the server sent the last byte of its answer. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The server as it is known since the first request. */
  get server(): ModelServer {
    return this.#server;
  }

  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Ends what still runs. */
  end(): void {
    this.#deadline.abort();
    this.#deadline.end();
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    this.#server = describeServer(this.#server, request);
    try {
      return await this.#send(request, init);
    } catch (cause) {
      throw this.#remember(cause);
    }
  };

  async #send(request: Request, init: RequestInit | undefined): Promise<Response> {
    const signal = AbortSignal.any([request.signal, this.#deadline.signal]);
    let response: Response;
    try {
      response = await this.#context.fetch(request.url, { ...init, redirect: 'manual', signal });
    } catch (cause) {
      throw providerErrorFromFailure(this.#server, cause, this.#deadline);
    }
    if (!response.ok) {
      throw await providerErrorFromResponse(this.#server, response, this.#modelId);
    }
    if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
      await response.body?.cancel();
      throw invalidResponseError(this.#server, 'a web page instead of an answer');
    }
    const body = response.body === null ? null : ReadableStream.from(this.#pieces(response.body));
    return new Response(body, { status: response.status, headers: response.headers });
  }

  async *#pieces(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    let bytesWithoutEvent = 0;
    try {
      for await (const piece of body) {
        this.#deadline.pause();
        bytesWithoutEvent = hasEvent(piece) ? 0 : bytesWithoutEvent + piece.length;
        if (bytesWithoutEvent > maxEventBytes) {
          throw invalidResponseError(this.#server, 'more than 1 MB without an event');
        }
        yield piece;
        this.#deadline.restart(this.#timeouts.idleMs);
      }
      this.#hasEnded = true;
    } catch (cause) {
      throw this.#remember(this.#readFailure(cause));
    }
  }

  #readFailure(cause: unknown): unknown {
    if (isPluginError(cause) || this.#deadline.isAbortedByCaller) return cause;
    return this.#deadline.hasExpired
      ? silenceError(this.#server, this.#deadline.timeoutMs, cause)
      : streamCutError(this.#server, cause);
  }

  #remember(cause: unknown): unknown {
    if (isPluginError(cause)) this.#failure ??= cause;
    return cause;
  }
}

/** True when the data of an event begins in it: what has none for long is not the protocol. */
const hasEvent = (piece: Uint8Array): boolean =>
  Buffer.from(piece.buffer, piece.byteOffset, piece.length).includes('data:');

/** The key is known only from the request that carries it; its value must not appear in an error. */
function describeServer(server: ModelServer, request: Request): ModelServer {
  const keys = keyHeaders.flatMap((name) => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    ...server,
    baseUrl: new URL(request.url).origin,
    headers: Object.fromEntries(keys),
    hasKey: keys.length > 0,
  };
}
