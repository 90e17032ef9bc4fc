import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@braindrive/core';

/**
 * The real path of a plugin's folder, as the permission flags need it.
 * @throws {DomainError} `PLUGIN_START_FAILED` when the folder is missing, holds a symbolic link (Node's permission
 * model follows links out of the folder) or has a name that the flags would read as a pattern.
 */
export async function resolvePluginFolder(folder: string): Promise<string> {
  try {
    const path = await realpath(folder);
    if (path.includes('*')) throw refused('The path of its folder contains "*".');
    await refuseLinks(path);
    return path;
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw refused('Its folder cannot be read. Repair the plugin.', cause);
  }
}

async function refuseLinks(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await refuseLinks(join(folder, entry.name));
    else if (!entry.isFile()) {
      throw refused(`"${entry.name}" in its folder is a link. A plugin holds regular files only.`);
    }
  }
}

const refused = (reason: string, cause?: unknown) =>
  new DomainError('PLUGIN_START_FAILED', `The plugin cannot start. ${reason}`, { cause });
