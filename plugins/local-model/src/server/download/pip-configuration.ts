import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';

/** Index that pip uses when nobody has configured another one. */
export const publicPackageIndex = 'https://pypi.org/simple';

/** Where pip keeps its configuration; the later file wins. See pip's documentation, "Configuration". */
function pipConfigurationPaths(home: string, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    return [
      'C:\\ProgramData\\pip\\pip.ini',
      join(home, 'pip', 'pip.ini'),
      join(home, 'AppData', 'Roaming', 'pip', 'pip.ini'),
    ];
  }
  const forUser = [join(home, '.pip', 'pip.conf'), join(home, '.config', 'pip', 'pip.conf')];
  if (platform === 'darwin') {
    const library = 'Library/Application Support/pip/pip.conf';
    return [`/${library}`, ...forUser, join(home, library)];
  }
  return ['/etc/xdg/pip/pip.conf', '/etc/pip.conf', ...forUser];
}

/**
 * Finds the package index the way pip does, so that a mirror that works for pip works here.
 * @param configured - `PIP_INDEX_URL`, or null.
 * @param readText - Reads a file; null when there is none.
 */
export async function resolvePackageIndex(
  configured: string | null,
  readText: (path: string) => Promise<string | null> = readTextFile,
): Promise<string> {
  if (configured !== null && configured !== '') {
    return configured;
  }
  const paths = pipConfigurationPaths(os.homedir(), process.platform);
  const texts = await Promise.all(paths.map((path) => readText(path)));
  const urls = texts.map((text) => indexUrlOf(text ?? '')).filter((url) => url !== null);
  return urls.at(-1) ?? publicPackageIndex;
}

/** `index-url` of an INI file; what is set for the command `download` goes before `global`. */
function indexUrlOf(text: string): string | null {
  const found = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim() ?? section;
    const value = /^index[-_]url\s*[=:]\s*(\S+)/.exec(line)?.[1];
    if (value !== undefined) {
      found.set(section, value);
    }
  }
  return found.get('download') ?? found.get('global') ?? null;
}

const readTextFile = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch(() => null);
