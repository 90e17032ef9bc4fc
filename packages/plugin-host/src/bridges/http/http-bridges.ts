import {
  type ConnectionEgress,
  DomainError,
  type EgressFetch,
  redirectedRequest,
  redirectTarget,
} from '@braindrive/core';
import { isPluginError } from '@braindrive/plugin-sdk';
import {
  BridgeError,
  bodyPieceBytes,
  type HttpHead,
  httpLimits,
} from '@braindrive/plugin-sdk/protocol';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';
import { bytesOfBody } from '../outgoing-body.ts';
import type { UseCounter } from '../use-counter.ts';
import { requestHeaders, responseHeaders } from './header-rules.ts';
import { matchHost } from './host-list.ts';
import { IdleLimit } from './idle-limit.ts';

type Call = BridgeCall<'http.fetch'>;

export interface HttpBridgePorts {
  readonly egress: ConnectionEgress;
  readonly uses: UseCounter;
}

export const createHttpBridges = (ports: HttpBridgePorts): BridgeGroup<'http'> => ({
  'http.fetch': (call) => request(ports, call),
});

/** The head, then the bytes. Leaving it ends the request at the server. */
async function* request(
  ports: HttpBridgePorts,
  call: Call,
): AsyncGenerator<HttpHead | Uint8Array, void> {
  const { caller, params } = call;
  const limit = new IdleLimit({
    timeoutMs: params.timeoutMs,
    parent: call.signal,
    reason: () => timedOut(params.url, params.timeoutMs),
  });
  try {
    ports.uses.addRequest(caller.installationId);
    const { response, url, isRedirected } = await send(ports, call, limit);
    limit.touch();
    yield {
      status: response.status,
      statusText: response.statusText,
      headers: responseHeaders(response.headers),
      url,
      isRedirected,
    };
    yield* bodyOf(response, limit, caller.purpose.kind === 'connection' ? null : params.url);
  } catch (error) {
    throw told(error, limit, params.url);
  } finally {
    limit.end();
  }
}

interface Sent {
  readonly response: Response;
  readonly url: string;
  readonly isRedirected: boolean;
}

function send(ports: HttpBridgePorts, call: Call, limit: IdleLimit): Promise<Sent> {
  const { caller, params } = call;
  const init: RequestInit = {
    method: params.method,
    headers: requestHeaders(params.headers),
    redirect: params.redirect,
    signal: limit.signal,
    ...outgoing(call, limit),
  };
  if (caller.purpose.kind === 'connection')
    return sendFromConnection(caller.purpose.fetch, params.url, init);
  return follow(ports, call, init, limit);
}

/** A connection has a way out of its own, which knows what it may reach. */
async function sendFromConnection(
  fetch: EgressFetch,
  address: string,
  init: RequestInit,
): Promise<Sent> {
  const response = await fetch(address, init);
  const url = response.url === '' ? address : response.url;
  return { response, url, isRedirected: response.redirected || url !== new URL(address).href };
}

/** Each address on the way is looked up in the granted hosts, and by the egress when the connection is made. */
async function follow(
  ports: HttpBridgePorts,
  { grants, params }: Call,
  given: RequestInit,
  limit: IdleLimit,
): Promise<Sent> {
  const hosts = grants.http?.hosts ?? [];
  let url = new URL(params.url);
  let init = given;
  for (let redirects = 0; ; redirects++) {
    const fetch = wayOut(ports.egress, hosts, url);
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const target = params.redirect === 'manual' ? null : redirectTarget(response, url);
    if (target === null) return { response, url: url.href, isRedirected: redirects > 0 };
    await response.body?.cancel();
    if (params.redirect === 'error' || redirects === httpLimits.redirects) {
      throw tooManyRedirects(url, target);
    }
    limit.touch();
    init = redirectedRequest(init, response.status, url, target);
    url = target;
  }
}

/** A private address is reached when it was granted as it stands here; a name never leads to one. */
function wayOut(egress: ConnectionEgress, hosts: readonly string[], url: URL): EgressFetch {
  const match = matchHost(hosts, url);
  if (match === null) throw hostNotAllowed(url);
  return match === 'literal-address' ? egress.everywhere : egress.publicOnly;
}

function outgoing({ params, readBody }: Call, limit: IdleLimit): RequestInit {
  const { body, method, url } = params;
  if (body === null || method === 'GET' || method === 'HEAD') return {};
  if ('text' in body) return { body: body.text };
  const pieces = limited(bytesOfBody(body, readBody), limit, url);
  return { body: ReadableStream.from(pieces) as ReadableStream<Uint8Array>, duplex: 'half' };
}

async function* limited(
  source: AsyncIterable<Uint8Array>,
  limit: IdleLimit,
  url: string,
): AsyncGenerator<Uint8Array, void> {
  let sent = 0;
  for await (const piece of source) {
    sent += piece.byteLength;
    if (sent > httpLimits.bodyBytes) throw tooLarge(url, 'The request');
    limit.touch();
    yield piece;
  }
}

/** @param cappedFor - Address for the message, or null where there is no cap. */
async function* bodyOf(
  response: Response,
  limit: IdleLimit,
  cappedFor: string | null,
): AsyncGenerator<Uint8Array, void> {
  if (response.body === null) return;
  let received = 0;
  for await (const chunk of response.body) {
    received += chunk.byteLength;
    if (cappedFor !== null && received > httpLimits.bodyBytes)
      throw tooLarge(cappedFor, 'The answer');
    // The plugin may take its time to read.
    limit.pause();
    for (let start = 0; start < chunk.byteLength; start += bodyPieceBytes) {
      yield chunk.subarray(start, start + bodyPieceBytes);
    }
    limit.touch();
  }
}

function told(error: unknown, limit: IdleLimit, url: string): unknown {
  const { signal } = limit;
  if (signal.aborted && isPluginError(signal.reason)) return signal.reason;
  if (isPluginError(error) || error instanceof DomainError || signal.aborted) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (isPluginError(cause) || cause instanceof DomainError) return cause;
  if (!(error instanceof TypeError)) return error;
  return new BridgeError(
    'http/unreachable',
    `${new URL(url).host} does not answer. Check the address, and whether the server is running.`,
    { cause: error, details: { reason: reasonOf(cause) } },
  );
}

const reasonOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;

const hostNotAllowed = (url: URL): BridgeError =>
  new BridgeError(
    'http/host-not-allowed',
    `This plugin may not ask ${url.host}. It has to name that host among its permissions, with the port when it is not a usual one.`,
    { details: { host: url.host } },
  );

const tooManyRedirects = (url: URL, target: URL): BridgeError =>
  new BridgeError('http/too-many-redirects', `${url.host} redirects to ${target.host}.`);

const timedOut = (url: string, timeoutMs: number): BridgeError =>
  new BridgeError(
    'http/timeout',
    `${new URL(url).host} sent nothing for ${Math.ceil(timeoutMs / 1_000)} s. Try again later.`,
  );

const tooLarge = (url: string, what: string): BridgeError =>
  new BridgeError(
    'http/too-large',
    `${what} for ${new URL(url).host} is larger than ${httpLimits.bodyBytes / 1_048_576} MB. Ask for less at a time.`,
    { details: { maxBytes: httpLimits.bodyBytes } },
  );
