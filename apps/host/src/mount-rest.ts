import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { appRouter, lifecyclePrefix } from '@braindrive/api';
import express, { type RequestHandler, Router } from 'express';
import type { ContextPorts } from './create-context.ts';
import { RestAdapter } from './rest-adapter.ts';
import { RestDocuments } from './rest-documents.ts';

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

export interface Rest {
  /** At `/api/v1`. */
  readonly api: Router;
  /** At `/api/plugins`: the universal lifecycle API. */
  readonly lifecycle: RequestHandler;
}

/**
 * REST, its OpenAPI document and its documentation, all from the same procedures as tRPC: the core for everybody,
 * plugins for whoever has them. The adapter is imported with the first request, because most people never make one.
 */
export function mountRest(ports: ContextPorts, version: string): Rest {
  const adapter = new RestAdapter(ports);
  const documents = new RestDocuments(version);
  const api = Router()
    .get('/openapi.json', async (request, response) => {
      response.json(await documents.of(await adapter.pluginRouter(request, response)));
    })
    .use('/docs', docsRouter())
    .use(async (request, response) => {
      const isPlugin = request.path.startsWith('/plugins/');
      const router = isPlugin ? await adapter.pluginRouter(request, response) : appRouter;
      await adapter.answer(router, request, response);
    });
  const lifecycle: RequestHandler = (request, response) => {
    request.url = `${lifecyclePrefix}${request.url}`;
    return adapter.answer(appRouter, request, response);
  };
  return { api, lifecycle };
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
