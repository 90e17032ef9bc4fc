import { createHash, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestInput } from '@braindrive/plugin-sdk';
import { type JsonObject, signDocument } from '../signatures/index.ts';
import { rawTgz } from './raw-tar.ts';
import { rawZip } from './raw-zip.ts';

export interface SamplePluginOptions {
  readonly manifest?: Partial<Omit<ManifestInput, 'files'>>;
  /** Path → content, beside `plugin.json`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly key?: KeyObject;
}

const sampleFiles = {
  'server/index.mjs': 'export const serve = () => {};\n',
  'README.md': '# Dice\n',
};

const digestOf = (content: string): string =>
  `sha256-${createHash('sha256').update(content).digest('base64')}`;

/** The files of a small valid plugin, `plugin.json` included. */
export function samplePlugin(options: SamplePluginOptions = {}): Record<string, string> {
  const files = options.files ?? sampleFiles;
  const manifest = {
    manifestVersion: 1,
    slug: 'dice',
    version: '1.0.0',
    name: 'Dice',
    author: { name: 'Ada' },
    engines: { host: '>=0.0.0', protocol: 1 },
    ...('server/index.mjs' in files ? { server: { entry: 'server/index.mjs' } } : {}),
    ...options.manifest,
    files: Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, digestOf(content)]),
    ),
  };
  // Through text, so that what is signed is what will be read.
  const document: JsonObject = JSON.parse(JSON.stringify(manifest));
  const signed = options.key === undefined ? document : signDocument(document, options.key);
  return { 'plugin.json': JSON.stringify(signed, null, 2), ...files };
}

export const asTgz = (files: Readonly<Record<string, string>>, wrapper = ''): Buffer =>
  rawTgz(Object.entries(files).map(([name, content]) => ({ name: wrapper + name, content })));

export const asZip = (files: Readonly<Record<string, string>>, wrapper = ''): Buffer =>
  rawZip(Object.entries(files).map(([name, content]) => ({ name: wrapper + name, content })));

/** Writes the files into a folder. @returns the folder. */
export async function asFolder(
  files: Readonly<Record<string, string>>,
  directory: string,
): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}
