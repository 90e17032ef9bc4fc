import { isPluginError } from '../../plugin-error.ts';
import { bodyPieceBytes, type HttpHead } from '../../protocol/index.ts';
import type { HttpService } from '../../server/services/services.ts';
import type { BridgeClient, LentBody } from '../bridge-client.ts';
import { cutPieces, toReadableStream } from '../byte-streams.ts';

/** Longer ones are streamed. */
const maxTextLength = 1024 * 1024;
const bodiless = new Set([204, 205, 304]);
type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** `fetch` over the bridge. */
export const createHttp = (client: BridgeClient): HttpService => ({
  async fetch(input, { timeoutMs, ...init } = {}) {
    const request = new Request(input, { duplex: 'half', ...init } as RequestInit);
    request.signal.throwIfAborted();
    const lent = lendBody(client, request, init.body);
    const items = client.stream(
      'http.fetch',
      {
        url: request.url,
        method: request.method as Method,
        headers: [...request.headers],
        body: lent?.body ?? null,
        redirect: request.redirect,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      request.signal,
    );
    try {
      const first = await items.next();
      lent?.release();
      return toResponse(first.value as HttpHead, items, request);
    } catch (cause) {
      lent?.release();
      request.signal.throwIfAborted();
      throw cause;
    }
  },
});

/** A text, as most requests are, goes with the request: no second way over the border before the server is asked. */
function lendBody(
  client: BridgeClient,
  { body }: Request,
  given: RequestInit['body'],
): LentBody | null {
  if (body === null) return null;
  if (typeof given === 'string' && given.length <= maxTextLength) {
    return { body: { text: given }, release: () => undefined };
  }
  return client.lend(cutPieces(body, bodyPieceBytes));
}

function toResponse(
  head: HttpHead,
  items: AsyncGenerator<unknown, void>,
  request: Request,
): Response {
  const hasBody = !bodiless.has(head.status) && request.method !== 'HEAD';
  if (!hasBody) void items.return();
  const response = new Response(
    hasBody ? toReadableStream(withAbort(items, request.signal)) : null,
    {
      status: head.status,
      statusText: head.statusText,
      headers: head.headers,
    },
  );
  // A response that was made by hand knows neither; callers of fetch rely on both.
  Object.defineProperty(response, 'url', { value: head.url });
  Object.defineProperty(response, 'redirected', { value: head.isRedirected });
  return response;
}

/** As with `fetch`, a body whose request was aborted fails with the signal's reason. */
async function* withAbort(
  items: AsyncGenerator<unknown, void>,
  signal: AbortSignal,
): AsyncGenerator<unknown, void> {
  try {
    yield* items;
  } catch (cause) {
    if (isPluginError(cause)) signal.throwIfAborted();
    throw cause;
  }
}
