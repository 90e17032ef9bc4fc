import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Request, RequestHandler } from 'express';
import expressStaticGzip from 'express-static-gzip';
import type { IdentifiedRequest } from './create-context.ts';
import type { FirstFiles } from './first-files.ts';
import { pagePolicy } from './security-headers.ts';

const yearSeconds = 31_536_000;

/**
 * Built files with their precompressed twins; names under `/assets` carry a hash and never change. A file that is gone
 * (the page is being built anew under a running host) is not found, nothing worse.
 */
export function serveAssets(directory: string): RequestHandler {
  const serve = expressStaticGzip(directory, {
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    index: false,
    serveStatic: {
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = path.includes(`${sep}assets${sep}`);
        response.setHeader(
          'Cache-Control',
          isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache',
        );
        // Frames of plugins have no origin, so to them even this host is another.
        if (path.includes(`${sep}frame${sep}`)) {
          response.setHeader('Access-Control-Allow-Origin', '*');
          response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        }
      },
    },
  });
  return (request, response, next) => {
    // The page itself is never served as a file: it needs a nonce.
    if (request.path === '/' || request.path.endsWith('.html')) next();
    else serve(request, response, next);
  };
}

const preloadOf = (path: string): string =>
  path.endsWith('.css')
    ? `<link rel="preload" as="style" crossorigin href="${path}">`
    : `<link rel="modulepreload" crossorigin href="${path}">`;

/**
 * The page, for every address that is not something else: the router in the browser decides what it shows. What the
 * plugin of that address loads first is named in it, so that the browser fetches it beside the app.
 */
export function servePage(directory: string, firstFiles: FirstFiles): RequestHandler {
  const path = join(directory, 'index.html');
  const template = existsSync(path) ? readFileSync(path, 'utf8') : null;
  return async (request: IdentifiedRequest & Request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (template === null) {
      response.status(503).type('text').send('The web page is not built. Run: npm start');
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('Content-Security-Policy', pagePolicy(nonce));
    response.setHeader('Cache-Control', 'no-store');
    const preloads = (await firstFiles(request, response)).map(preloadOf).join('');
    response
      .type('html')
      .send(
        template.replaceAll('__CSP_NONCE__', nonce).replace('</head>', () => `${preloads}</head>`),
      );
  };
}
