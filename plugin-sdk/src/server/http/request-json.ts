import type { z } from 'zod';
import { isPluginError } from '../../plugin-error.ts';
import type { ModelServer, ServerRequest } from './model-server.ts';
import { RequestDeadline } from './request-deadline.ts';
import {
  invalidResponseError,
  parseJson,
  providerErrorFromFailure,
  readBounded,
  send,
} from './response-error.ts';

/** Largest JSON answer that is read; the longest known model list is a tenth of it. */
const maxBodyLength = 16 * 1024 * 1024;

/** A checked JSON answer. */
export interface JsonAnswer<Value> {
  readonly value: Value;
  /** Time to the answer's headers, in milliseconds. */
  readonly latencyMs: number;
  readonly headers: Headers;
}

/**
 * Sends one request and checks its JSON answer. Memory is bounded whatever the server sends.
 * @throws {ProviderError} with advice: no connection, silence, a status that is not 2xx, not JSON, not the schema.
 * @throws the signal's reason when the caller aborts.
 */
export async function requestJson<Schema extends z.ZodType>(
  server: ModelServer,
  request: ServerRequest,
  schema: Schema,
): Promise<JsonAnswer<z.infer<Schema>>> {
  const deadline = new RequestDeadline(
    request.signal,
    (request.timeouts ?? server.timeouts).firstByteMs,
  );
  try {
    const startedAt = server.now();
    const response = await send(server, request, deadline);
    const latencyMs = Math.max(0, server.now() - startedAt);
    const { text, isComplete } = await readBounded(response, maxBodyLength);
    if (!isComplete) throw invalidResponseError(server, 'more than 16 MB for one answer');
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success)
      throw invalidResponseError(server, 'something that is not its API', parsed.error);
    return { value: parsed.data, latencyMs, headers: response.headers };
  } catch (cause) {
    throw isPluginError(cause) ? cause : providerErrorFromFailure(server, cause, deadline);
  } finally {
    deadline.end();
  }
}
