import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, UserRouters } from '@braindrive/api';
import type { Log, RequestAuthenticator, Services } from '@braindrive/core';
import { readSessionCookie, sessionCookie } from '@braindrive/core';
import type { PluginServices } from '@braindrive/plugin-host';
import type { OriginReader } from './request-origin.ts';

export interface ContextPorts {
  readonly services: Services;
  readonly plugins: PluginServices;
  readonly routers: UserRouters;
  readonly authenticator: RequestAuthenticator;
  readonly origins: OriginReader;
  readonly log: Log;
}

/** Express adds the id to every request (see `create-app.ts`); an upgrade request has none. */
export interface IdentifiedRequest extends IncomingMessage {
  requestId?: string;
}

/**
 * Makes the context of one request or one WebSocket connection.
 * @param response - Null for a WebSocket, where no cookie can be set.
 */
export async function createContext(
  ports: ContextPorts,
  request: IdentifiedRequest,
  response: ServerResponse | null,
  requestId: string,
): Promise<Context> {
  const origin = ports.origins.read(request);
  const isSecure = ports.origins.isSecure(request);
  const writeCookie = (sessionId: string | null) => {
    if (response !== null && !response.headersSent)
      response.setHeader('Set-Cookie', sessionCookie(sessionId, isSecure));
  };
  const authenticated = await ports.authenticator.authenticate({
    authorization: request.headers.authorization ?? null,
    sessionId: readSessionCookie(request.headers.cookie),
    origin,
  });
  if (authenticated?.renewedSessionId) writeCookie(authenticated.renewedSessionId);
  return {
    services: ports.services,
    plugins: ports.plugins,
    actor: authenticated?.actor ?? null,
    origin,
    requestId,
    setSessionCookie: response === null ? null : writeCookie,
    log: ports.log,
  };
}
