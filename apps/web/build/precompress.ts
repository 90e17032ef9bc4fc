import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);
const compressible = /\.(?:js|css|svg|json|txt|webmanifest)$/;

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.byteLength < 400) return;
  const [best, fallback] = await Promise.all([
    brotli(content, {
      params: {
        [zlib.BROTLI_PARAM_QUALITY]: 11,
        [zlib.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
      },
    }),
    deflate(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, best), writeFile(`${path}.gz`, fallback)]);
}

/**
 * Writes `.br` and `.gz` beside each text asset, so that the host never compresses at run time.
 * HTML is left alone: the host writes a nonce into it for every response.
 */
export function precompress(): Plugin {
  let directory = 'dist';
  return {
    name: 'braindrive-precompress',
    apply: 'build',
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir);
    },
    // Not closeBundle, which also runs after a failed build and would hide its error.
    async writeBundle() {
      const names = await readdir(directory, { recursive: true });
      for (const name of names.filter((candidate) => compressible.test(candidate))) {
        await compressFile(join(directory, name));
      }
    },
  };
}
