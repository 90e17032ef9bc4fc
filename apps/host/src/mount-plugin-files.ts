import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginFiles } from '@braindrive/plugin-host';
import { framePage } from '@braindrive/plugin-sdk/frame-page';
import { type RequestHandler, type Response, Router } from 'express';
import { CompressedFileCache, encodingOf } from './compressed-file-cache.ts';
import type { IdentifiedRequest } from './create-context.ts';
import { pluginFileType } from './plugin-file-type.ts';
import type { OriginReader } from './request-origin.ts';

export interface PluginFilesPorts {
  /** The files of an installed version. @param digestStart - First twelve characters of its digest. */
  readonly locatePlugin: (
    slug: string,
    version: string,
    digestStart: string,
  ) => Promise<PluginFiles | null>;
  readonly origins: Pick<OriginReader, 'ownOrigin'>;
}

const release = /^(.{1,64})-([0-9a-f]{12})$/;
const immutable = 'public, max-age=31536000, immutable';
const maxCachedBytes = 32 * 1_024 * 1_024;

/**
 * Files of plugin versions at `/plugins/<slug>/<version>-<digest>/…`. They are public and never change: whoever knows the
 * digest knows the files. Only paths that the manifest lists are looked up, so no path can lead out of the folder.
 */
export function pluginFiles(ports: PluginFilesPorts): Router {
  const cache = new CompressedFileCache(maxCachedBytes);
  const locate: RequestHandler = async (request, response, next) => {
    const { slug = '', release: name = '' } = request.params as Record<string, string>;
    const [, version, digestStart] = release.exec(name) ?? [];
    // Screens of the plugin manager have addresses below `/plugins` too.
    if (version === undefined || digestStart === undefined) return next('router');
    const files = await ports.locatePlugin(slug, version, digestStart);
    if (files === null) return next('route');
    response.locals.files = files;
    next();
  };
  return Router()
    .get('/:slug/:release/frame.html', locate, (request: IdentifiedRequest, response) => {
      const files = response.locals.files as PluginFiles;
      const { slug, release: name } = (request as unknown as { params: Record<string, string> })
        .params;
      const page = framePage(
        ports.origins.ownOrigin(request),
        `/plugins/${slug}/${name}/`,
        files.manifest.name,
      );
      response.set(page.headers).send(page.html);
    })
    .get('/:slug/:release/*path', locate, async (request, response, next) => {
      const files = response.locals.files as PluginFiles;
      const parts = (request.params as unknown as { readonly path: readonly string[] }).path;
      const path = parts.join('/');
      const type = Object.hasOwn(files.manifest.files, path) ? pluginFileType(path) : null;
      const bytes = type === null ? null : await readPlainFile(join(files.directory, path));
      if (type === null || bytes === null) return next();
      setHeaders(response, type.contentType, files.manifest.files[path] ?? '');
      if (request.fresh) return void response.status(304).end();
      const encoding = type.isText ? encodingOf(request.headers['accept-encoding']) : 'identity';
      const body = await cache.body(`${files.digest}/${path}`, bytes, encoding);
      if (body !== bytes) response.setHeader('Content-Encoding', encoding);
      response.setHeader('Vary', 'Accept-Encoding');
      response.send(body);
    })
    .use((request, response, next) => {
      const [, name = ''] = request.path.split('/').slice(1);
      if (release.test(name)) refuse(request, response);
      else next();
    });
}

const refuse = (request: IdentifiedRequest, response: Response): void => {
  const message = 'No installed plugin has this file.';
  response.status(404).json({ message, code: 'NOT_FOUND', requestId: request.requestId ?? null });
};

function setHeaders(response: Response, contentType: string, digest: string): void {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Cache-Control', immutable);
  response.setHeader('ETag', `"${digest}"`);
  // A frame has no origin, so to it every host is another; nothing here is anybody's own.
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  // For a picture or a file that is opened as a page.
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
}

/** @returns null when it is gone, or a link. */
async function readPlainFile(path: string): Promise<Buffer | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
