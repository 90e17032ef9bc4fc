import type { AppRouter } from '@braindrive/api/types';
import {
  createTRPCClient,
  createWSClient,
  httpLink,
  splitLink,
  type TRPCClient,
  wsLink,
} from '@trpc/client';
import superjson from 'superjson';
import WebSocket from 'ws';

// The option's type is stricter about `undefined` than the DOM's.
type HTTPLinkFetch = Parameters<typeof httpLink<AppRouter>>[0]['fetch'];

/** A typed client of a running host with a session of its own, as a browser would hold it. */
export interface Client {
  readonly trpc: TRPCClient<AppRouter>;
  /** The session cookie as a `Cookie` header. */
  readonly cookie: () => string;
  readonly close: () => Promise<void>;
}

export function createClient(url: string): Client {
  let cookie = '';
  const wsUrl = `${url.replace('http', 'ws')}/trpc`;
  class SessionSocket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie, origin: url } });
    }
  }
  const sockets = createWSClient({
    url: wsUrl,
    WebSocket: SessionSocket as unknown as typeof globalThis.WebSocket,
    lazy: { enabled: true, closeMs: 1_000 },
  });
  const fetchWithSession: typeof fetch = async (input, init) => {
    const response = await fetch(input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie, origin: url },
    });
    const changed = response.headers.getSetCookie().at(0);
    if (changed !== undefined) cookie = changed.split(';', 1)[0] ?? '';
    return response;
  };
  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: sockets, transformer: superjson }),
        false: httpLink({
          url: `${url}/trpc`,
          transformer: superjson,
          fetch: fetchWithSession as NonNullable<HTTPLinkFetch>,
        }),
      }),
    ],
  });
  return { trpc, cookie: () => cookie, close: () => sockets.close() };
}

export const owner = { name: 'Sam', email: 'sam@home.example', password: 'correct horse battery' };
