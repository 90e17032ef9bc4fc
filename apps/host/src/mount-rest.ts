import type { IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { appRouter } from '@braindrive/api';
import express, { type RequestHandler, Router } from 'express';
import { type ContextPorts, createContext, type IdentifiedRequest } from './create-context.ts';

const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const docsPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>BrainDrive API</title>
<link rel="stylesheet" href="docs/assets/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="docs/assets/swagger-ui-bundle.js"></script><script src="docs/start.js"></script></body>
</html>`;

const docsScript =
  "window.ui = SwaggerUIBundle({ url: new URL('openapi.json', location.href).pathname, dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });";

/**
 * REST under `/api/v1`, its OpenAPI document and its documentation, all from the same procedures as tRPC.
 * The adapter is imported with the first request, because most people never make one.
 */
export function restRouter(ports: ContextPorts, version: string): Router {
  let loading: Promise<RequestHandler> | null = null;
  const handler = () => {
    loading ??= loadRest(ports);
    return loading;
  };
  let document: Promise<unknown> | null = null;
  return Router()
    .get('/openapi.json', async (_request, response) => {
      document ??= createDocument(version);
      response.json(await document);
    })
    .use('/docs', docsRouter())
    .use(async (request, response, next) => {
      const handle = await handler();
      simplifyContentType(request.headers);
      await handle(request, response, next);
    });
}

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

async function loadRest(ports: ContextPorts): Promise<RequestHandler> {
  const { createOpenApiExpressMiddleware } = await import('trpc-to-openapi');
  const handle = createOpenApiExpressMiddleware({
    router: appRouter,
    maxBodySize: 2 * 1024 * 1024,
    createContext: ({
      req,
      res,
    }: {
      req: IdentifiedRequest;
      res: Parameters<typeof createContext>[2];
    }) => createContext(ports, req, res, req.requestId ?? ''),
    // biome-ignore lint/suspicious/noExplicitAny: the adapter is typed for Express 4 and for routers without a transformer.
  } as any);
  return handle as RequestHandler;
}

async function createDocument(version: string): Promise<unknown> {
  const { generateOpenApiDocument } = await import('trpc-to-openapi');
  return generateOpenApiDocument(appRouter, {
    title: 'BrainDrive API',
    description:
      'The same procedures that the web page uses. Send an access token or an API key as `Authorization: Bearer …`.',
    version,
    openApiVersion: '3.1.0',
    baseUrl: '/api/v1',
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  });
}

function docsRouter(): Router {
  const require = createRequire(import.meta.url);
  const assets = express.static(dirname(require.resolve('swagger-ui-dist/package.json')), {
    index: false,
  });
  const withPolicy: RequestHandler = (_request, response, next) => {
    response.setHeader('Content-Security-Policy', docsPolicy);
    next();
  };
  return Router()
    .get('/', withPolicy, (_request, response) => void response.type('html').send(docsPage))
    .get('/start.js', (_request, response) => void response.type('js').send(docsScript))
    .use('/assets', assets);
}
