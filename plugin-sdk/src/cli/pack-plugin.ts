import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PluginError } from '../plugin-error.ts';
import { checkPlugin } from './check-plugin.ts';
import { sizeBudget, uiBytes } from './checks/size-check.ts';
import { type Finding, finding } from './finding.ts';
import { type PluginFiles, readFiles, readSources, textOf } from './plugin-files.ts';
import { signManifest } from './sign-manifest.ts';
import { packArchive } from './tar-archive.ts';

export interface PackOptions {
  /** Folder with `plugin.config.ts`, or with the built files and their `plugin.json`. */
  readonly root: string;
  /** Where the archive is written. */
  readonly outDir: string;
  /** Path of an ed25519 private key in PEM; unsigned without it. */
  readonly keyFile?: string;
  /** Builds a plugin folder into its `dist`. */
  readonly build: (root: string) => Promise<void>;
}

export interface PackResult {
  /** Path of the archive; null when errors kept it from being made. */
  readonly archive: string | null;
  /** SHA-256 of the archive in hex. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  /** Of the front-end, gzipped. */
  readonly uiBytes: number;
  readonly isSigned: boolean;
  readonly findings: readonly Finding[];
}

/** What an earlier `pack` left beside the built files. */
const archiveName = /^[^/]+\.tgz(\.sha256)?$/;

/** The built files of a plugin with what the author wrote, built first where there is a config. */
export async function loadPlugin(
  root: string,
  build: PackOptions['build'],
): Promise<{ readonly files: PluginFiles; readonly sources: ReadonlyMap<string, string> }> {
  const folder = resolve(root);
  const here: string[] = await readdir(folder).catch(() => []);
  if (here.includes('plugin.config.ts')) {
    await build(folder);
    return { files: await readFiles(join(folder, 'dist')), sources: await readSources(folder) };
  }
  if (here.includes('plugin.json')) {
    const files = [...(await readFiles(folder))].filter(([path]) => !archiveName.test(path));
    return { files: new Map(files), sources: new Map() };
  }
  throw new PluginError(
    'pack/no-plugin',
    `${basename(folder)} holds neither plugin.config.ts nor plugin.json. Name the folder of a plugin.`,
  );
}

/** Builds, checks, signs and packs a plugin into `<slug>-<version>.tgz` with its `.sha256` beside it. */
export async function packPlugin(options: PackOptions): Promise<PackResult> {
  const { files, sources } = await loadPlugin(options.root, options.build);
  const { manifest, findings } = checkPlugin(files, sources);
  const refused = {
    archive: null,
    sha256: null,
    sizeBytes: null,
    uiBytes: uiBytes(files),
    isSigned: false,
    findings,
  };
  if (manifest === null || findings.some(({ level }) => level === 'error')) return refused;
  const packed = packArchive(await signed(files, options.keyFile));
  if (packed.length > sizeBudget.packedBytes) {
    const message = `The archive is ${packed.length} bytes; the limit is ${sizeBudget.packedBytes}.`;
    const tooLarge = finding(
      'BD203',
      message,
      'Let the plugin fetch large data when it is needed.',
    );
    return { ...refused, findings: [tooLarge, ...findings] };
  }
  const sha256 = createHash('sha256').update(packed).digest('hex');
  const name = `${manifest.slug}-${manifest.version}.tgz`;
  const archive = join(resolve(options.outDir), name);
  await mkdir(resolve(options.outDir), { recursive: true });
  await writeFile(archive, packed);
  await writeFile(`${archive}.sha256`, `${sha256}  ${name}\n`);
  const isSigned = options.keyFile !== undefined || manifest.signature !== undefined;
  return { ...refused, archive, sha256, sizeBytes: packed.length, isSigned };
}

async function signed(files: PluginFiles, keyFile: string | undefined): Promise<PluginFiles> {
  const manifest = files.get('plugin.json');
  if (keyFile === undefined || manifest === undefined) return files;
  const pem = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
    throw new PluginError('pack/key-invalid', `There is no key that can be read at ${keyFile}.`, {
      cause,
    });
  });
  const text = signManifest(textOf(manifest), pem);
  return new Map([...files, ['plugin.json', new TextEncoder().encode(text)]]);
}
