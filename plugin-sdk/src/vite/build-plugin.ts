import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { buildServer } from './build-server.ts';
import { buildUi } from './build-ui.ts';

export interface BuildPluginOptions {
  /** Folder of the plugin. */
  readonly root: string;
  /** Where the archive's files are written. @defaultValue `dist` in the plugin's folder. */
  readonly outDir?: string;
  /** @defaultValue The folder's name. */
  readonly slug?: string;
  /** Packages that the server half does not bundle: native ones. */
  readonly externals?: readonly string[];
  /** Programs that the server half starts itself, by name with their source file. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** What was built, for the manifest. */
export interface PluginBuild {
  readonly hasServer: boolean;
  readonly hasUi: boolean;
  /** For each library that the host provides: the range the front-end was built for. */
  readonly shared: Readonly<Record<string, string>>;
  /** Files of the archive that the front-end loads at once. */
  readonly preload: readonly string[];
}

async function firstExisting(candidates: readonly string[]): Promise<string | null> {
  for (const candidate of candidates) {
    const exists = await access(candidate).then(
      () => true,
      () => false,
    );
    if (exists) return candidate;
  }
  return null;
}

/**
 * Builds a plugin folder: `src/ui/index.ts(x)` to `ui/remoteEntry.js` with its assets, `src/server/index.ts` to
 * `server/index.mjs`. Either half may be missing.
 * @throws Error - With file and reason, when a half imports what it must not.
 */
export async function buildPlugin(options: BuildPluginOptions): Promise<PluginBuild> {
  const root = resolve(options.root);
  const outDir = resolve(root, options.outDir ?? 'dist');
  const slug = options.slug ?? basename(root);
  const ui = await firstExisting([
    join(root, 'src', 'ui', 'index.ts'),
    join(root, 'src', 'ui', 'index.tsx'),
  ]);
  const server = await firstExisting([join(root, 'src', 'server', 'index.ts')]);
  const built =
    ui === null ? null : await buildUi({ root, slug, main: ui, outDir: join(outDir, 'ui') });
  if (server !== null) {
    const externals = options.externals ?? [];
    const { programs = {} } = options;
    await buildServer({ root, main: server, outDir: join(outDir, 'server'), externals, programs });
  }
  return {
    hasServer: server !== null,
    hasUi: ui !== null,
    shared: built?.shared ?? {},
    preload: built?.first.map((name) => `ui/${name}`) ?? [],
  };
}
