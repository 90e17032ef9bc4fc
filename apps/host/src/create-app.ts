import { createId } from '@braindrive/database';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { ContextPorts, IdentifiedRequest } from './create-context.ts';
import { firstFilesOf } from './first-files.ts';
import { healthRouter, type Readiness } from './health.ts';
import { type PluginFilesPorts, pluginFiles } from './mount-plugin-files.ts';
import { mountRest } from './mount-rest.ts';
import { trpcHandler } from './mount-trpc.ts';
import { pluginUpload } from './plugin-upload.ts';
import type { OriginReader } from './request-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { serveAssets, servePage } from './serve-web.ts';

export interface AppPorts extends ContextPorts, PluginFilesPorts {
  readonly readiness: Readiness;
  readonly version: string;
  readonly origins: OriginReader;
  /** Folder of the built web page. */
  readonly webDirectory: string;
  /** Reads a stored avatar, or null. */
  readonly readAvatar: (name: string) => Promise<{ bytes: Buffer; contentType: string } | null>;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The HTTP side of the host; WebSockets are mounted beside it. */
export function createApp(ports: AppPorts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestId(), securityHeaders());
  app.use('/health', healthRouter(ports.readiness, ports.version));
  app.use(
    refuseWhenNotReady(ports.readiness),
    refuseUnknownHost(ports),
    refuseForeignOrigin(ports),
  );
  app.use('/trpc', noStore(), trpcHandler(ports));
  const rest = mountRest(ports, ports.version);
  app.use('/api/v1', noStore(), rest.api);
  app.use('/api/plugins', noStore(), pluginUpload(ports), rest.lifecycle);
  app.use('/plugins', pluginFiles(ports));
  app.get('/files/avatars/:name', avatarHandler(ports));
  app.use(['/api', '/files', '/trpc'], notFound);
  app.use(serveAssets(ports.webDirectory));
  app.use('/assets', notFound);
  app.use(servePage(ports.webDirectory, firstFilesOf(ports)));
  app.use(notFound, lastResort(ports));
  return app;
}

const requestId = (): RequestHandler => (request: IdentifiedRequest, response, next) => {
  request.requestId = createId();
  response.setHeader('X-Request-Id', request.requestId);
  next();
};

const noStore = (): RequestHandler => (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const refuseWhenNotReady =
  (readiness: Readiness): RequestHandler =>
  (_request, response, next) => {
    if (readiness.reason === null) return next();
    response
      .status(503)
      .setHeader('Retry-After', '2')
      .json({ status: 'not-ready', reason: readiness.reason });
  };

const refuseUnknownHost =
  (ports: AppPorts): RequestHandler =>
  (request: IdentifiedRequest, response, next) => {
    if (ports.origins.isKnownHost(request)) return next();
    ports.log.warn(
      { host: request.headers.host, requestId: request.requestId },
      'request.host-refused',
    );
    const message =
      'This address is not known to BrainDrive. Set BRAINDRIVE_PUBLIC_URL to the address that people open, and start again.';
    response
      .status(421)
      .json({ message, code: 'MISDIRECTED_REQUEST', requestId: request.requestId ?? null });
  };

/** Cookies ride along with requests that other sites make; only our own pages may change anything. */
const refuseForeignOrigin =
  (ports: AppPorts): RequestHandler =>
  (request: IdentifiedRequest & { method: string }, response, next) => {
    if (safeMethods.has(request.method) || ports.origins.isOwnOrigin(request)) return next();
    ports.log.warn(
      { origin: request.headers.origin, requestId: request.requestId },
      'request.origin-refused',
    );
    const message =
      'This request came from another site. Open BrainDrive itself, or set BRAINDRIVE_PUBLIC_URL if a proxy stands in front.';
    response
      .status(403)
      .json({ error: { message, code: 'ORIGIN_REFUSED' }, code: 'FORBIDDEN', message });
  };

const avatarHandler =
  (ports: AppPorts): RequestHandler<{ name: string }> =>
  async (request, response, next) => {
    const avatar = await ports.readAvatar(request.params.name);
    if (avatar === null) return next();
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    response.type(avatar.contentType).send(avatar.bytes);
  };

const notFound: RequestHandler = (request: IdentifiedRequest, response) => {
  const message = 'There is nothing at this address.';
  response.status(404).json({ message, code: 'NOT_FOUND', requestId: request.requestId ?? null });
};

const lastResort =
  (ports: AppPorts): ErrorRequestHandler =>
  (error: unknown, request: IdentifiedRequest, response, next) => {
    if (response.headersSent) return next(error);
    const status =
      typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
    if (status >= 500)
      ports.log.error({ cause: error, requestId: request.requestId }, 'request.failed');
    const message =
      status >= 500
        ? 'Something failed inside BrainDrive. The log has the details under this request id.'
        : 'The request cannot be read.';
    response.status(status).json({
      message,
      code: status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST',
      requestId: request.requestId ?? null,
    });
  };
