import type { IncomingHttpHeaders } from 'node:http';
import type { Context, RestRouter } from '@braindrive/api';
import type { Request, RequestHandler, Response } from 'express';
import { type ContextPorts, createContext, type IdentifiedRequest } from './create-context.ts';

const maxBodyBytes = 2 * 1024 * 1024;

/**
 * The adapter knows `application/json` to the letter only, and wants it where there is no body too:
 * `curl -X POST` sends none, and other clients add a character set.
 */
export function simplifyContentType(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'];
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (type !== undefined) headers['content-type'] = type.split(';', 1)[0]?.trim().toLowerCase();
  else if (!hasBody) headers['content-type'] = 'application/json';
}

/** Answers REST requests from routers, each of which is prepared once. */
export class RestAdapter {
  readonly #ports: ContextPorts;
  readonly #handlers = new WeakMap<object, Promise<RequestHandler>>();
  readonly #contexts = new WeakMap<Request, Promise<Context>>();

  constructor(ports: ContextPorts) {
    this.#ports = ports;
  }

  /** What plugins add for the caller; empty for callers who cannot be told apart, whose refusal comes with the answer. */
  async pluginRouter(request: Request, response: Response): Promise<RestRouter> {
    const context = await this.#contextOf(request, response).catch(() => null);
    return this.#ports.routers.restFor(context?.actor?.userId ?? null);
  }

  async answer(router: object, request: Request, response: Response): Promise<void> {
    simplifyContentType(request.headers);
    const handle = await this.#handlerOf(router);
    await handle(request, response, () => {});
  }

  /** Who calls is found out once per request. */
  #contextOf(request: Request, response: Response): Promise<Context> {
    const { requestId = '' } = request as IdentifiedRequest;
    const context =
      this.#contexts.get(request) ?? createContext(this.#ports, request, response, requestId);
    this.#contexts.set(request, context);
    return context;
  }

  #handlerOf(router: object): Promise<RequestHandler> {
    const handler = this.#handlers.get(router) ?? this.#createHandler(router);
    this.#handlers.set(router, handler);
    return handler;
  }

  async #createHandler(router: object): Promise<RequestHandler> {
    const { createOpenApiExpressMiddleware } = await import('trpc-to-openapi');
    const handle = createOpenApiExpressMiddleware({
      router,
      maxBodySize: maxBodyBytes,
      createContext: ({ req, res }: { req: Request; res: Response }) => this.#contextOf(req, res),
      // biome-ignore lint/suspicious/noExplicitAny: the adapter is typed for Express 4 and for routers without a transformer.
    } as any);
    return handle as RequestHandler;
  }
}
