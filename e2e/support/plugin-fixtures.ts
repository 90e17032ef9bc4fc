import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildPlugin } from '@braindrive/plugin-sdk/vite';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
/** Inside the workspace, so that the copies find the libraries of an author. */
const buildFolder = join(here, '.plugin-builds');

/** A front-end that was built for a test. */
export interface BuiltFixture {
  readonly slug: string;
  readonly version: string;
  readonly digest: string;
  readonly baseUrl: string;
  /** Folder that `baseUrl` stands for. */
  readonly directory: string;
  readonly shared: Readonly<Record<string, string>>;
}

/**
 * Builds a fixture plugin as the version asked for.
 * @param changes - For each file of its `src`: texts that this version has in another way.
 * @param usualBuilder - Builds the front-end with Module Federation's own plugin, with or without a runtime in it.
 */
export async function buildFixture(
  slug: string,
  version: string,
  changes: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  usualBuilder: 'with' | 'without' | null = null,
): Promise<BuiltFixture> {
  const root = join(buildFolder, `${slug}-${version}`);
  await mkdir(root, { recursive: true });
  await cp(join(here, 'plugins'), root, { recursive: true });
  const folder = join(root, slug);
  for (const [file, texts] of Object.entries(changes)) {
    const path = join(folder, 'src', file);
    let text = await readFile(path, 'utf8');
    for (const [before, after] of Object.entries(texts)) text = text.replaceAll(before, after);
    await writeFile(path, text);
  }
  const { shared } = await buildPlugin({ root: folder, slug });
  if (usualBuilder !== null) {
    const { VITEST: _runner, NODE_ENV: _mode, ...env } = process.env;
    const args = ['--conditions=@braindrive/source', join(here, 'usual-builder.ts')];
    await run(process.execPath, [...args, folder, join(folder, 'dist', 'ui'), usualBuilder], {
      env,
    });
  }
  const digest = createHash('sha256').update(`${slug} ${version}`).digest('hex');
  return {
    slug,
    version,
    digest,
    baseUrl: `/plugins/${slug}/${version}-${digest.slice(0, 12)}/`,
    directory: join(folder, 'dist'),
    shared,
  };
}

export const removeFixtures = (): Promise<void> =>
  rm(buildFolder, { recursive: true, force: true });
