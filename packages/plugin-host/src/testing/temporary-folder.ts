import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../store/folder-tree.ts';

/** A folder for one test, gone when its scope ends, sealed folders in it included. */
export async function temporaryFolder(): Promise<
  AsyncDisposable & { readonly path: string; files(): Promise<string[]> }
> {
  const path = await mkdtemp(join(tmpdir(), 'plugin-host-'));
  return {
    path,
    /** Paths of all files in it. */
    files: async () => {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
        .toSorted();
    },
    [Symbol.asyncDispose]: () => removeTree(path),
  };
}
