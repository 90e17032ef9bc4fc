import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const pluginsDirectory = resolve(import.meta.dirname, '../../../plugins');
const webPackage = resolve(import.meta.dirname, '../../web/package.json');

const listSchema = z.array(z.string().regex(/^[a-z][a-z0-9-]*$/));
const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });
const versionSchema = z.object({ version: z.string() });

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** Built folders of the plugins that come with BrainDrive, in the order of the one list that names them. */
export async function bundledDirectories(): Promise<readonly string[]> {
  const slugs = listSchema.parse(await readJson(join(pluginsDirectory, 'bundled.json')));
  return slugs.map((slug) => join(pluginsDirectory, slug, 'dist'));
}

/** Version of each library that the page gives to front-ends: what the page itself is built with. */
export async function sharedVersions(): Promise<Readonly<Record<string, string>>> {
  const sdkPackage = createRequire(import.meta.url).resolve('@braindrive/plugin-sdk/package.json');
  const { dependencies } = packageSchema.parse(await readJson(webPackage));
  const sdk = versionSchema.parse(await readJson(sdkPackage));
  return { ...dependencies, '@braindrive/plugin-sdk': sdk.version };
}
