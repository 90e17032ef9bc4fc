import { lookup } from 'node:dns/promises';
import type { Agent, RequestInfo, RequestInit as UndiciRequestInit } from 'undici';
import { DomainError } from '../domain-error.ts';
import { addressRefused, type EgressPolicy } from './egress-policy.ts';
import { guardedConnector, type ResolveHost } from './guarded-connector.ts';
import { redirectedRequest, redirectTarget } from './redirect.ts';

const maxRedirects = 5;

// A model on a small machine may read a long prompt for minutes. Callers have limits of their own; this one only
// frees what nobody waits for any more.
const silenceTimeoutMs = 30 * 60_000;

/** `fetch` with `string | URL` and a plain body (text, bytes, a stream). */
export type EgressFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** The way out for every request to an address that a person or a plugin named. */
export interface Egress {
  /**
   * Like the global `fetch`, streaming and aborting included.
   * @throws {DomainError} `ADDRESS_REFUSED` when the policy does not allow an address on the way.
   * @throws {TypeError} with the system's error as `cause` when the network fails, as `fetch` does.
   */
  readonly fetch: EgressFetch;
  /** Cuts all connections. */
  close(): Promise<void>;
}

const resolveBySystem: ResolveHost = (hostname) => lookup(hostname, { all: true });

/**
 * Makes a `fetch` that checks every address when the connection is made, follows redirects itself and checks again.
 * Each has its own pool: a connection that one policy allowed is never reused under another.
 * The HTTP client is loaded with the first request, because it costs 60 ms and 24 MB.
 */
export function createEgress(options: {
  readonly policy: EgressPolicy;
  readonly resolve?: ResolveHost;
}): Egress {
  let client: Promise<Client> | undefined;
  const load = () => {
    client ??= loadClient(options.policy, options.resolve ?? resolveBySystem);
    return client;
  };
  return {
    fetch: async (url, init = {}) => follow(await load(), parseUrl(url), init),
    close: async () => {
      await (await client)?.agent.destroy();
      client = undefined;
    },
  };
}

interface Client {
  readonly agent: Agent;
  readonly send: (url: URL, init: RequestInit) => Promise<Response>;
}

async function loadClient(policy: EgressPolicy, resolve: ResolveHost): Promise<Client> {
  const undici = await import('undici');
  const agent = new undici.Agent({
    headersTimeout: silenceTimeoutMs,
    bodyTimeout: silenceTimeoutMs,
    factory: (origin, poolOptions) =>
      new undici.Pool(origin, {
        ...poolOptions,
        connect: guardedConnector({
          build: undici.buildConnector,
          origin: new URL(origin),
          policy,
          resolve,
        }),
      }),
  });
  // The package and Node's global fetch have the same types of their own; the objects are interchangeable here.
  const fetch = undici.fetch as unknown as (
    url: RequestInfo,
    init: UndiciRequestInit,
  ) => Promise<Response>;
  return {
    agent,
    send: async (url, init) => {
      try {
        return await fetch(url.href, {
          ...init,
          redirect: 'manual',
          dispatcher: agent,
        } as UndiciRequestInit);
      } catch (error) {
        throw error instanceof TypeError && error.cause instanceof DomainError
          ? error.cause
          : error;
      }
    },
  };
}

function parseUrl(text: string | URL): URL {
  const url = URL.parse(text);
  if (url === null) throw addressRefused('This is not an address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw addressRefused('Only addresses with http:// or https:// can be used.');
  }
  return url;
}

async function follow(client: Client, start: URL, given: RequestInit): Promise<Response> {
  let url = start;
  let init = given;
  for (let redirects = 0; ; redirects++) {
    const response = await client.send(url, init);
    if (given.redirect === 'manual') return response;
    const target = redirectTarget(response, url);
    if (target === null) return response;
    await response.body?.cancel();
    if (given.redirect === 'error' || redirects === maxRedirects) {
      throw addressRefused(
        `${start.host} redirects ${redirects === 0 ? '' : 'too often '}to ${target.host}.`,
      );
    }
    init = redirectedRequest(init, response.status, url, target);
    url = target;
  }
}
