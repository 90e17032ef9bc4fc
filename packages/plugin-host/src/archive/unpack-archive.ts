import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArchiveEntry } from './archive-entry.ts';
import { PluginArchiveError, shownPath } from './archive-error.ts';
import { type ArchiveLimits, archiveLimits } from './archive-limits.ts';
import { pathProblem } from './archive-path.ts';
import { checkFiles } from './file-list.ts';
import { manifestFileName, type ReadManifest, readManifest } from './manifest-file.ts';
import { type PackedPlugin, readPacked, tooLarge } from './packed-plugin.ts';
import { PathSet } from './path-set.ts';

/** A plugin whose files lie in a folder and match its manifest. */
export interface UnpackedPlugin extends ReadManifest {
  /** Holds `plugin.json`. Inside the target, and below it when the archive wraps everything in one folder. */
  readonly directory: string;
  readonly fileCount: number;
  readonly sizeBytes: number;
}

/**
 * Writes the files of a plugin into an empty folder, checking every rule on the way, and checks them against the
 * manifest. Runs nothing of it. After an error the folder may hold some of the files; whoever made it removes it.
 * @throws {PluginArchiveError}
 * @throws {DomainError} `PLUGIN_INCOMPATIBLE`
 */
export async function unpackPlugin(
  packed: PackedPlugin,
  target: string,
  options: { readonly signal?: AbortSignal; readonly limits?: ArchiveLimits } = {},
): Promise<UnpackedPlugin> {
  const limits = options.limits ?? archiveLimits;
  const unpacking = new Unpacking(target, limits);
  for await (const entry of readPacked(packed, limits)) {
    options.signal?.throwIfAborted();
    await unpacking.add(entry);
  }
  const wrapper = wrapperOf([...unpacking.digests.keys()]);
  const directory = join(target, wrapper);
  const read = await readManifest(directory);
  checkFiles(read.manifest, withoutPrefix(unpacking.digests, wrapper));
  return {
    ...read,
    directory,
    fileCount: unpacking.digests.size,
    sizeBytes: unpacking.sizeBytes,
  };
}

class Unpacking {
  /** Path → digest of each file written. */
  readonly digests = new Map<string, string>();
  sizeBytes = 0;
  readonly #target: string;
  readonly #limits: ArchiveLimits;
  readonly #paths = new PathSet();
  #entries = 0;

  constructor(target: string, limits: ArchiveLimits) {
    this.#target = target;
    this.#limits = limits;
  }

  async add(entry: ArchiveEntry): Promise<void> {
    this.#entries++;
    // tar writes `./plugin.json` when it packs the current folder.
    const path = entry.name.replace(/^\.\//, '');
    if (entry.kind === 'directory') {
      if (path === '.' || path === '') return;
      this.#check(path, (checked) => this.#paths.addFolder(checked));
      return;
    }
    this.#check(path, (checked) => this.#paths.addFile(checked));
    this.digests.set(path, await this.#write(path, entry.content));
  }

  #check(path: string, register: (path: string) => string | null): void {
    const { files, depth } = this.#limits;
    if (this.#entries > files * 2 || this.digests.size >= files) {
      throw new PluginArchiveError('file-count', `The archive has more than ${files} files.`);
    }
    const problem = pathProblem(path, depth);
    if (problem !== null) {
      throw new PluginArchiveError(
        problem.rule,
        `The path "${shownPath(path)}" ${problem.reason}. A plugin cannot have such a file.`,
        { path },
      );
    }
    const clash = register(path);
    if (clash !== null) {
      throw new PluginArchiveError('path-clash', `${shownPath(path)} ${clash}.`, { path });
    }
  }

  async #write(path: string, content: AsyncIterable<Uint8Array>): Promise<string> {
    const target = join(this.#target, path);
    await mkdir(dirname(target), { recursive: true });
    // `wx`: whatever lies there was not checked, and is never followed or replaced.
    const file = await open(target, 'wx', 0o644);
    try {
      const hash = createHash('sha256');
      for await (const chunk of content) {
        this.sizeBytes += chunk.length;
        if (this.sizeBytes > this.#limits.unpackedBytes) throw tooLarge(this.#limits);
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
      return `sha256-${hash.digest('base64')}`;
    } finally {
      await file.close();
    }
  }
}

/** Name of the one folder that holds everything, or nothing when `plugin.json` lies at the top. */
function wrapperOf(paths: readonly string[]): string {
  if (paths.includes(manifestFileName)) return '';
  const [wrapper = ''] = paths[0]?.split('/') ?? [];
  return paths.every((path) => path.startsWith(`${wrapper}/`)) ? wrapper : '';
}

const withoutPrefix = (
  digests: ReadonlyMap<string, string>,
  wrapper: string,
): ReadonlyMap<string, string> =>
  wrapper === ''
    ? digests
    : new Map([...digests].map(([path, digest]) => [path.slice(wrapper.length + 1), digest]));
