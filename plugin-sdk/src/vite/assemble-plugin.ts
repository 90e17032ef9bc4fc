import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createManifest, renderManifest } from '../config/create-manifest.ts';
import type { PluginConfig } from '../config/plugin-config.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { PluginError } from '../plugin-error.ts';
import { describePlugin } from '../runtime/describe-plugin.ts';
import type { AnyPlugin } from '../server/define-plugin.ts';
import { buildPlugin } from './build-plugin.ts';

/** Read by people and shown in the plugin manager; taken along when they are there. */
const texts = ['README.md', 'CHANGELOG.md', 'LICENSE'];

export interface AssemblePluginOptions {
  /** Folder of the plugin, with its `plugin.config.ts`. */
  readonly root: string;
  /** Where the archive's files are written; emptied first. @defaultValue `dist` in the plugin's folder. */
  readonly outDir?: string;
}

/**
 * Builds a plugin folder into exactly the files of its archive: both halves, the texts, and `plugin.json` with a digest
 * for each. Runs the author's config and loads the built server half to ask it what it contributes.
 * @throws {ManifestError} naming every problem of the config. @throws Error - when a half does not build.
 */
export async function assemblePlugin(options: AssemblePluginOptions): Promise<Manifest> {
  const root = resolve(options.root);
  const outDir = resolve(root, options.outDir ?? 'dist');
  const config = await loadConfig(root);
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const build = await buildPlugin({
    root,
    outDir,
    slug: config.slug,
    externals: config.server?.external ?? [],
    programs: config.server?.programs ?? {},
  });
  await copyTexts(root, outDir);
  const description = build.hasServer
    ? describePlugin(await loadServer(join(outDir, 'server', 'index.mjs')))
    : null;
  const manifest = createManifest(config, description, {
    files: await digestFiles(outDir),
    shared: build.shared,
    preload: build.preload,
  });
  await writeFile(join(outDir, 'plugin.json'), renderManifest(manifest));
  return manifest;
}

/** A fresh copy each time: the author may have changed it since. */
const importFresh = (path: string): Promise<unknown> =>
  import(`${pathToFileURL(path).href}?changed=${performance.now()}`);

async function loadConfig(root: string): Promise<PluginConfig> {
  const path = join(root, 'plugin.config.ts');
  const module = (await importFresh(path)) as { readonly default?: PluginConfig };
  if (module.default === undefined) {
    throw new PluginError(
      'plugin/no-config',
      'plugin.config.ts has no default export. Write: export default defineConfig({ … }).',
    );
  }
  return module.default;
}

const loadServer = async (path: string): Promise<AnyPlugin> =>
  ((await importFresh(path)) as { readonly definition: AnyPlugin }).definition;

async function copyTexts(root: string, outDir: string): Promise<void> {
  for (const name of texts) {
    const isThere = await access(join(root, name)).then(
      () => true,
      () => false,
    );
    if (isThere) await copyFile(join(root, name), join(outDir, name));
  }
}

/** `sha256-<base64>` of each file below the folder, by its path with forward slashes. */
async function digestFiles(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const digests: Record<string, string> = {};
  for (const path of paths) {
    const digest = createHash('sha256').update(await readFile(path));
    digests[relative(folder, path).split(sep).join('/')] = `sha256-${digest.digest('base64')}`;
  }
  return digests;
}
