import { z } from 'zod';
import { ProviderError } from '../../models/provider-error.ts';
import { isPluginError } from '../../plugin-error.ts';
import { type ErrorReport, providerErrorFromReport } from './error-report.ts';
import type { ModelServer, ServerRequest } from './model-server.ts';
import type { RequestDeadline } from './request-deadline.ts';
import { addressOf, isNearby, joinUrl } from './server-address.ts';

const maxErrorBodyLength = 64 * 1024;

// The shapes seen in the wild: OpenAI and Anthropic nest the error, Ollama and Hugging Face give a text,
// Mistral and FastAPI servers use `message` or `detail`.
const errorFieldsSchema = z.object({
  message: z.string().catch(''),
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  type: z.string().nullish().catch(null),
  param: z.string().nullish().catch(null),
});
const errorBodySchema = z.object({
  error: z
    .union([z.string().transform((message) => ({ message })), errorFieldsSchema])
    .optional()
    .catch(undefined),
  message: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
});

/** Reads the error fields out of a decoded JSON body or event, whichever of the usual shapes it has. */
export function readErrorFields(
  value: unknown,
): Pick<ErrorReport, 'code' | 'message' | 'parameter'> & { status: number | null } {
  const body = errorBodySchema.safeParse(value).data;
  const fields = errorFieldsSchema.safeParse(body?.error).data;
  const code = fields?.code ?? null;
  return {
    status: typeof code === 'number' && code >= 400 && code < 600 ? code : null,
    code: [typeof code === 'string' ? code : '', fields?.type ?? '']
      .filter((text) => text !== '')
      .join(' '),
    message: fields?.message || body?.message || body?.detail || '',
    parameter: fields?.param ?? null,
  };
}

/**
 * Maps an answer that is not 2xx to a typed error with advice. Reads at most 64 kB of its body and frees it.
 * @param modelId - The model that was asked for, or null.
 */
export async function providerErrorFromResponse(
  server: ModelServer,
  response: Response,
  modelId: string | null,
): Promise<ProviderError> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    const location = response.headers.get('location');
    const target =
      location === null
        ? ''
        : ` to ${URL.parse(location, server.baseUrl)?.host ?? 'another address'}`;
    return new ProviderError(
      'provider/bad-request',
      `${addressOf(server.baseUrl)} redirects${target}. Enter that address in the connection.`,
      { details: { status: response.status } },
    );
  }
  const { text } = await readBounded(response, maxErrorBodyLength).catch(() => ({ text: '' }));
  const fields = readErrorFields(parseJson(text));
  // A plain-text error is worth showing, a web page is not.
  const message = fields.message || (/^\s*[<{[]/.test(text) ? '' : text);
  const retryAfterMs = readRetryAfter(response.headers, server.now());
  return providerErrorFromReport(server, {
    ...fields,
    message,
    status: response.status,
    modelId,
    retryAfterMs,
  });
}

/** Reads `retry-after-ms` or `retry-after` (seconds or a date). @returns milliseconds, or null without such a header. */
export function readRetryAfter(headers: Headers, now: number): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return Math.round(milliseconds);
  const text = headers.get('retry-after') ?? '';
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Math.round(Number.parseFloat(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Maps what `fetch` threw before the answer began.
 * @returns the caller's own abort unchanged, a {@link ProviderError} as it is, else a typed error with advice.
 */
export function providerErrorFromFailure(
  server: ModelServer,
  cause: unknown,
  deadline: RequestDeadline,
): unknown {
  if (deadline.isAbortedByCaller || isPluginError(cause)) return cause;
  const code = systemCode(cause);
  if (deadline.hasExpired || code === 'UND_ERR_HEADERS_TIMEOUT')
    return silenceError(server, deadline.timeoutMs, cause);
  return new ProviderError('provider/unreachable', unreachableAdvice(server, code), {
    cause,
    details: { systemCode: code },
  });
}

/** The server was silent for too long. */
export const silenceError = (
  server: ModelServer,
  timeoutMs: number,
  cause?: unknown,
): ProviderError =>
  new ProviderError(
    'provider/timeout',
    `${server.name} at ${addressOf(server.baseUrl)} sent nothing for ${Math.round(timeoutMs / 1000)} s. Try again, or raise the time limit of the connection.`,
    { cause },
  );

function unreachableAdvice(server: ModelServer, code: string | null): string {
  const address = addressOf(server.baseUrl);
  if (code === 'ENOTFOUND')
    return `There is no server called ${new URL(server.baseUrl).hostname}. Check the address.`;
  if (code !== null && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
    return `No secure connection to ${address} (${code}). Check the address and the certificate.`;
  }
  const way = isNearby(server.baseUrl) ? 'Is it running?' : 'Is this machine online?';
  const what =
    code === null || unreachableCodes.has(code) || code === 'EAI_AGAIN'
      ? 'does not answer'
      : 'broke the connection';
  return `${server.name} at ${address} ${what}. ${way}`;
}

/** Node hides the system's code in `cause`, or in the errors of an AggregateError when a name has two addresses. */
function systemCode(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  if ('code' in error && typeof error.code === 'string' && !(error instanceof DOMException))
    return error.code;
  if (error instanceof AggregateError) return systemCode(error.errors[0], depth + 1);
  return 'cause' in error ? systemCode(error.cause, depth + 1) : null;
}

/** Reads a body of bounded size. `isComplete` is false when there was more; the rest is not read. */
export async function readBounded(
  response: Response,
  maxLength: number,
): Promise<{ text: string; isComplete: boolean }> {
  if (response.body === null) return { text: '', isComplete: true };
  const decoder = new TextDecoder();
  let text = '';
  // Leaving the loop cancels the body.
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxLength) return { text: text.slice(0, maxLength), isComplete: false };
  }
  return { text: text + decoder.decode(), isComplete: true };
}

/** @returns undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What came is not the protocol. `what` completes the sentence "Ollama sent …". */
export const invalidResponseError = (
  server: ModelServer,
  what: string,
  cause?: unknown,
): ProviderError =>
  new ProviderError(
    'provider/invalid-response',
    `${server.name} at ${addressOf(server.baseUrl)} sent ${what}. Check the address of the connection.`,
    { cause },
  );

/** Sends a request. @throws {ProviderError} for a failed connection and for every answer that is not 2xx. */
export async function send(
  server: ModelServer,
  request: ServerRequest,
  deadline: RequestDeadline,
): Promise<Response> {
  const attempt = () =>
    server.fetch(joinUrl(server.baseUrl, request.path), toFetchOptions(server, request, deadline));
  let response: Response;
  try {
    response = await attempt().catch((cause: unknown) => {
      if (deadline.signal.aborted || !staleCodes.has(systemCode(cause) ?? '')) throw cause;
      return attempt();
    });
  } catch (cause) {
    throw providerErrorFromFailure(server, cause, deadline);
  }
  if (!response.ok)
    throw await providerErrorFromResponse(server, response, request.modelId ?? null);
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw invalidResponseError(server, 'a web page instead of an answer');
  }
  return response;
}

// What a kept connection fails with when the server has closed it meanwhile: the request was not read, one more
// attempt opens a new connection.
const staleCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function toFetchOptions(
  server: ModelServer,
  request: ServerRequest,
  deadline: RequestDeadline,
): RequestInit {
  const hasBody = request.body !== undefined;
  return {
    method: request.method,
    headers: {
      accept: '*/*',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...server.headers,
    },
    ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
    // A redirect would carry the key to another server.
    redirect: 'manual',
    signal: deadline.signal,
  };
}
