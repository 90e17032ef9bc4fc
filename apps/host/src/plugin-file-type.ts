import { extname } from 'node:path';

interface FileType {
  readonly contentType: string;
  readonly isText: boolean;
}

const text = (contentType: string): FileType => ({
  contentType: `${contentType}; charset=utf-8`,
  isText: true,
});
const binary = (contentType: string): FileType => ({ contentType, isText: false });

const scriptTypes: Readonly<Record<string, FileType>> = {
  '.js': text('text/javascript'),
  '.mjs': text('text/javascript'),
  '.css': text('text/css'),
  '.json': text('application/json'),
  '.map': text('application/json'),
  '.txt': text('text/plain'),
  '.wasm': binary('application/wasm'),
  '.woff': binary('font/woff'),
  '.woff2': binary('font/woff2'),
  '.ttf': binary('font/ttf'),
  '.mp3': binary('audio/mpeg'),
  '.mp4': binary('video/mp4'),
  '.webm': binary('video/webm'),
};

const imageTypes: Readonly<Record<string, FileType>> = {
  '.svg': text('image/svg+xml'),
  '.png': binary('image/png'),
  '.jpg': binary('image/jpeg'),
  '.jpeg': binary('image/jpeg'),
  '.gif': binary('image/gif'),
  '.webp': binary('image/webp'),
  '.avif': binary('image/avif'),
  '.ico': binary('image/x-icon'),
};

/**
 * What a file of a plugin is to a browser, or null for files that are not for browsers: those outside `ui/`, but for
 * pictures of the readme and the licence.
 */
export function pluginFileType(path: string): FileType | null {
  const extension = extname(path).toLowerCase();
  const image = imageTypes[extension];
  if (path.startsWith('ui/')) return scriptTypes[extension] ?? image ?? null;
  if (path.startsWith('server/')) return null;
  if (image !== undefined) return image;
  return path === 'LICENSE' || path === 'LICENSE.md' ? text('text/plain') : null;
}
