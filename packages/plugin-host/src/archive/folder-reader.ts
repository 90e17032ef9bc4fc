import { constants } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveEntry } from './archive-entry.ts';
import { PluginArchiveError, shownPath } from './archive-error.ts';

/**
 * The files of a folder as if it were an archive. Links are refused, also those that appear between looking and
 * opening.
 * @throws {PluginArchiveError}
 */
export async function* readFolder(root: string, under = ''): AsyncGenerator<ArchiveEntry> {
  for await (const found of await opendir(join(root, under))) {
    const name = under === '' ? found.name : `${under}/${found.name}`;
    if (found.isDirectory()) {
      yield* readFolder(root, name);
    } else if (found.isFile()) {
      yield { name, kind: 'file', content: contentOf(join(root, name)) };
    } else {
      throw new PluginArchiveError(
        'entry-kind',
        `${shownPath(name)} is ${found.isSymbolicLink() ? 'a symbolic link' : 'not a regular file'}. A plugin has regular files only.`,
        { path: name },
      );
    }
  }
}

async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  yield* file.createReadStream();
}
