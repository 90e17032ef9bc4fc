import type { Context } from '@braindrive/api';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { RequestHandler } from 'express';
import { type ContextPorts, createContext, type IdentifiedRequest } from './create-context.ts';

const maxBodyBytes = 2 * 1024 * 1024;

/** One endpoint for everybody; what is behind it is the router of whoever calls. */
export function trpcHandler(ports: ContextPorts): RequestHandler {
  return async (request, response) => {
    const { requestId = '' } = request as IdentifiedRequest;
    // The router depends on the caller, so who it is has to be known first. A refusal is told by tRPC in its own shape.
    let context: Context | null = null;
    let refusal: unknown = null;
    try {
      context = await createContext(ports, request, response, requestId);
    } catch (error) {
      refusal = error;
    }
    await nodeHTTPRequestHandler({
      req: request,
      res: response,
      path: request.path.slice(request.path.lastIndexOf('/') + 1),
      router: ports.routers.live(() => context?.actor?.userId ?? null),
      maxBodySize: maxBodyBytes,
      createContext: async () => {
        if (context === null) throw refusal;
        return context;
      },
    });
  };
}
