import { createParser } from 'eventsource-parser';
import { ProviderError } from '../../models/provider-error.ts';
import { providerErrorFromReport } from './error-report.ts';
import type { ModelServer, ServerRequest } from './model-server.ts';
import { RequestDeadline } from './request-deadline.ts';
import {
  invalidResponseError,
  parseJson,
  readBounded,
  readErrorFields,
  send,
  silenceError,
} from './response-error.ts';

/** Most text that is taken in without a complete event or line in it. No model API comes near it. */
const maxEventLength = 1024 * 1024;

/** How long the end of a finished answer may take before its connection is given up instead of kept for reuse. */
const drainTimeoutMs = 500;

/**
 * An open streamed answer. Read it once, with {@link ResponseStream.events} or {@link ResponseStream.lines}; leaving
 * that loop cancels the HTTP request, except after {@link ResponseStream.complete}.
 *
 * Both yield one array per piece that arrived, not one item at a time: with hundreds of streams a promise per token
 * costs more than decoding it.
 */
export class ResponseStream {
  readonly #server: ModelServer;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #deadline: RequestDeadline;
  readonly #idleMs: number;
  #isComplete = false;

  /** Use {@link openStream}. */
  constructor(options: {
    readonly server: ModelServer;
    readonly body: ReadableStream<Uint8Array>;
    readonly deadline: RequestDeadline;
    readonly idleMs: number;
  }) {
    this.#server = options.server;
    this.#reader = options.body.getReader();
    this.#deadline = options.deadline;
    this.#idleMs = options.idleMs;
  }

  /** The answer's own end was seen: what may still come is dropped and the connection is kept for the next request. */
  complete(): void {
    this.#isComplete = true;
  }

  /** The data of Server-Sent Events. @throws {ProviderError} when the stream breaks, is silent or is no event stream. */
  events(): AsyncGenerator<readonly string[]> {
    let batch: string[] = [];
    const parser = createParser({ onEvent: ({ data }) => batch.push(data) });
    return this.#batches((text) => {
      batch = [];
      parser.feed(text);
      return batch;
    });
  }

  /**
   * Lines without their ends, blank ones left out. What follows the last line end is not a line: the stream was cut there.
   * @throws {ProviderError} when the stream breaks, is silent or one line is longer than 1 MB.
   */
  lines(): AsyncGenerator<readonly string[]> {
    let rest = '';
    return this.#batches((text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      return lines.filter((line) => line.trim() !== '');
    });
  }

  async *#batches(split: (text: string) => readonly string[]): AsyncGenerator<readonly string[]> {
    const decoder = new TextDecoder();
    let lengthWithoutEvent = 0;
    try {
      for (;;) {
        const { value, done } = await this.#read();
        if (done) return;
        this.#deadline.pause();
        const text = decoder.decode(value, { stream: true });
        const batch = split(text);
        lengthWithoutEvent = batch.length > 0 ? 0 : lengthWithoutEvent + text.length;
        if (lengthWithoutEvent > maxEventLength) {
          throw invalidResponseError(this.#server, 'more than 1 MB without one complete event');
        }
        if (batch.length > 0) yield batch;
        this.#deadline.restart(this.#idleMs);
      }
    } finally {
      await this.#close();
    }
  }

  async #read(): Promise<{ value?: Uint8Array | undefined; done: boolean }> {
    try {
      return await this.#reader.read();
    } catch (cause) {
      if (this.#deadline.isAbortedByCaller) throw cause;
      if (this.#deadline.hasExpired)
        throw silenceError(this.#server, this.#deadline.timeoutMs, cause);
      throw streamCutError(this.#server, cause);
    }
  }

  async #close(): Promise<void> {
    if (this.#isComplete && !this.#deadline.isAbortedByCaller) {
      this.#deadline.restart(drainTimeoutMs);
      void this.#drain();
      return;
    }
    this.#deadline.abort();
    this.#deadline.end();
    // The body is in error already when the server broke it; there is nothing left to free then.
    await this.#reader.cancel().catch(() => undefined);
  }

  async #drain(): Promise<void> {
    try {
      // A server that goes on after its own end event is cut off by the deadline, which is not restarted here.
      while (!(await this.#reader.read()).done);
    } catch {
      // Broken or too slow: the connection is gone, the answer is complete.
    } finally {
      this.#deadline.end();
    }
  }
}

/** The stream ended before its closing event. */
export const streamCutError = (server: ModelServer, cause?: unknown): ProviderError =>
  new ProviderError(
    'provider/stream-cut',
    `${server.name} cut the answer off. The text so far is kept.`,
    { cause },
  );

/**
 * Sends a request and opens its streamed answer.
 * @throws {ProviderError} with advice: no connection, silence, a status that is not 2xx, a web page.
 * @throws the signal's reason when the caller aborts.
 */
export async function openStream(
  server: ModelServer,
  request: ServerRequest,
): Promise<ResponseStream> {
  const timeouts = request.timeouts ?? server.timeouts;
  const deadline = new RequestDeadline(request.signal, timeouts.firstByteMs);
  try {
    const response = await send(server, request, deadline);
    if (response.body === null) throw streamCutError(server);
    await refuseJson(server, request, response);
    return new ResponseStream({ server, body: response.body, deadline, idleMs: timeouts.idleMs });
  } catch (cause) {
    deadline.abort();
    deadline.end();
    throw cause;
  }
}

/** Some gateways report an error as one JSON object with status 200 where a stream was asked for. */
async function refuseJson(
  server: ModelServer,
  request: ServerRequest,
  response: Response,
): Promise<void> {
  if (!/^application\/json\b/i.test(response.headers.get('content-type') ?? '')) return;
  const { text } = await readBounded(response, maxEventLength);
  const fields = readErrorFields(parseJson(text));
  if (fields.message === '')
    throw invalidResponseError(server, 'one JSON object instead of a stream');
  throw providerErrorFromReport(server, {
    ...fields,
    modelId: request.modelId ?? null,
    retryAfterMs: null,
  });
}
