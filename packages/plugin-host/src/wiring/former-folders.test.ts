import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestSchema } from '@braindrive/plugin-sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BundledPlugins } from '../store/index.ts';
import { moveFormerFolders } from './former-folders.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'former-'));
});
afterEach(() => rm(directory, { recursive: true }));

function bundled(slug: string, isNative: boolean): Pick<BundledPlugins, 'list'> {
  const manifest = manifestSchema.parse({
    manifestVersion: 1,
    slug,
    version: '1.0.0',
    name: slug,
    author: { name: 'Us' },
    engines: { host: '*', protocol: 1 },
    permissions: isNative ? { native: {} } : {},
    files: {},
  });
  const files = { directory: '', manifest, digest: '0'.repeat(64), signature: null };
  return {
    list: () => [{ state: 'ready', files }] as unknown as ReturnType<BundledPlugins['list']>,
  };
}

async function keep(path: string, text: string): Promise<void> {
  await mkdir(join(directory, path), { recursive: true });
  await writeFile(join(directory, path, 'model.gguf'), text);
}

it('moves what a provider fetched before it was a plugin', async () => {
  await keep('engine', 'weights');
  expect(await moveFormerFolders(bundled('engine', true), directory)).toEqual(['engine']);
  expect(await readFile(join(directory, 'native', 'engine', 'model.gguf'), 'utf8')).toBe('weights');
  expect(await readdir(directory)).toEqual(['native']);
  expect(await moveFormerFolders(bundled('engine', true), directory)).toEqual([]);
});

it('leaves what is in use, and folders of plugins that keep no files', async () => {
  await keep('engine', 'old');
  await keep('native/engine', 'new');
  expect(await moveFormerFolders(bundled('engine', true), directory)).toEqual([]);
  expect(await readFile(join(directory, 'native', 'engine', 'model.gguf'), 'utf8')).toBe('new');
  await keep('remote', 'x');
  expect(await moveFormerFolders(bundled('remote', false), directory)).toEqual([]);
});
