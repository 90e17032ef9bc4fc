import { PluginError, type PluginErrorOptions } from '../plugin-error.ts';

/** The closed list of what can go wrong between a provider and its model server. */
export const providerErrorCodes = [
  /** No connection, or it was cut before the first byte. */
  'provider/unreachable',
  /** Connected, but no byte within the time limit. */
  'provider/timeout',
  /** 401 or 403: the key is missing, wrong or may not do this. */
  'provider/unauthorized',
  /** 429: wait `retryAfterMs`. */
  'provider/rate-limited',
  /** The account has no credit left. */
  'provider/quota-exceeded',
  'provider/model-not-found',
  /** The prompt is longer than the model's context. */
  'provider/prompt-too-long',
  /** The server refused the request for another reason (4xx). */
  'provider/bad-request',
  /** 5xx or an error event inside the stream. */
  'provider/server-error',
  /** What came back is not the provider's protocol, or is larger than any sane answer. */
  'provider/invalid-response',
  /** The stream ended without its closing event: the text so far is kept. */
  'provider/stream-cut',
  /** A local model does not fit into the memory that is free. */
  'provider/insufficient-memory',
  /** A local model's file is missing or damaged. */
  'provider/model-file-invalid',
  /** No room on the disk for a download. */
  'provider/disk-full',
] as const;
export type ProviderErrorCode = (typeof providerErrorCodes)[number];

/** A typed failure of a model provider, with advice in its message ("Ollama at … does not answer. Is it running?"). */
export class ProviderError extends PluginError {
  constructor(code: ProviderErrorCode, message: string, options: PluginErrorOptions = {}) {
    super(code, message, options);
  }
}
