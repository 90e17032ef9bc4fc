import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AccessEndings, Actor } from '@braindrive/core';
import { createId } from '@braindrive/database';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ContextPorts, createContext } from './create-context.ts';
import type { Readiness } from './health.ts';

export interface WebSocketPorts extends ContextPorts {
  readonly readiness: Readiness;
  readonly endings: AccessEndings;
}

const maxMessageBytes = 256 * 1024;
const pingEveryMs = 30_000;
const pongWithinMs = 10_000;
/** Of tRPC's protocol: the client comes back by itself. */
const reconnectMessage = JSON.stringify({ id: null, method: 'reconnect' });
const closeCodes = { policyViolation: 1008, serviceRestart: 1012 } as const;

/** One WebSocket per page, for subscriptions, at `/trpc`. @returns a function that tells clients to come back, and closes. */
export function mountWebSocket(server: Server, ports: WebSocketPorts): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  // Who is behind a socket is found out once, when it opens; a session that ends later takes its sockets along.
  const actors = new WeakMap<WebSocket, Actor>();
  const stopListening = ports.endings.onEnded((ended) => {
    for (const client of sockets.clients) {
      const actor = actors.get(client);
      if (actor !== undefined && ended.includes(actor)) {
        client.close(closeCodes.policyViolation, 'The session ended.');
      }
    }
  });
  const accept = (client: WebSocket, request: IncomingMessage): void => {
    // Plugins come and go while a socket is open, so each has a router that is always its person's current one.
    const serve = getWSConnectionHandler({
      wss: sockets,
      router: ports.routers.live(() => actors.get(client)?.userId ?? null),
      createContext: async ({ req }) => {
        const context = await createContext(ports, req, null, createId());
        if (context.actor !== null) actors.set(client, context.actor);
        return context;
      },
      keepAlive: { enabled: true, pingMs: pingEveryMs, pongWaitMs: pongWithinMs },
    });
    serve(client, request);
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, ports);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => accept(client, request));
  });
  return async () => {
    stopListening();
    for (const client of sockets.clients) {
      client.send(reconnectMessage);
      client.close(closeCodes.serviceRestart, 'The host restarts.');
    }
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
  };
}

function refusalOf(request: IncomingMessage, ports: WebSocketPorts): string | null {
  if (new URL(request.url ?? '/', 'http://host').pathname !== '/trpc') return '404 Not Found';
  if (ports.readiness.reason !== null) return '503 Service Unavailable';
  if (!ports.origins.isKnownHost(request)) return '421 Misdirected Request';
  return ports.origins.isOwnOrigin(request) ? null : '403 Forbidden';
}
