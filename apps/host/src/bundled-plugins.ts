import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { BundledFolder } from '@braindrive/plugin-host';
import { z } from 'zod';

const repositoryPlugins = resolve(import.meta.dirname, '../../../plugins');
const webPackage = resolve(import.meta.dirname, '../../web/package.json');

const slugSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);
/** A slug alone is given to everybody; with `isOffered` it waits in the list of plugins until somebody wants it. */
const listSchema = z.array(
  z.union([
    slugSchema.transform((slug) => ({ slug, isOffered: false })),
    z.strictObject({ slug: slugSchema, isOffered: z.boolean() }),
  ]),
);
const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });
const versionSchema = z.object({ version: z.string() });

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** Built folders of the plugins that come with BrainDrive, in the order of the one list that names them. */
export async function bundledFolders(
  pluginsDirectory = repositoryPlugins,
): Promise<readonly BundledFolder[]> {
  const entries = listSchema.parse(await readJson(join(pluginsDirectory, 'bundled.json')));
  return entries.map(({ slug, isOffered }) => ({
    slug,
    directory: join(pluginsDirectory, slug, 'dist'),
    isOffered,
  }));
}

/** Version of each library that the page gives to front-ends: what the page itself is built with. */
export async function sharedVersions(): Promise<Readonly<Record<string, string>>> {
  const sdkPackage = createRequire(import.meta.url).resolve('@braindrive/plugin-sdk/package.json');
  const { dependencies } = packageSchema.parse(await readJson(webPackage));
  const sdk = versionSchema.parse(await readJson(sdkPackage));
  return { ...dependencies, '@braindrive/plugin-sdk': sdk.version };
}
