import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the search looks at; given by tests, read from this machine otherwise. */
export interface ChromiumSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  readonly isExecutable: (path: string) => boolean;
  /** Names in a folder; empty when there is no such folder. */
  readonly listFolder: (path: string) => readonly string[];
}

const usualPaths: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/opt/homebrew/bin/chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Where Playwright keeps the browsers it downloads, and the program inside one. */
const playwrightCache: Partial<
  Record<NodeJS.Platform, { readonly folder: string; readonly programs: readonly string[] }>
> = {
  linux: {
    folder: '.cache/ms-playwright',
    programs: ['chrome-linux64/chrome', 'chrome-linux/chrome'],
  },
  darwin: {
    folder: 'Library/Caches/ms-playwright',
    programs: ['chrome-mac/Chromium.app/Contents/MacOS/Chromium'],
  },
  win32: {
    folder: 'AppData/Local/ms-playwright',
    programs: ['chrome-win64/chrome.exe', 'chrome-win/chrome.exe'],
  },
};

/**
 * Finds a Chromium: the one that `BRAINDRIVE_CHROMIUM` or `CHROME_PATH` names, one in the usual
 * places, or Playwright's own.
 * @returns Its path, undefined when there is none.
 * @throws {Error} When an environment variable names a program that cannot be run.
 */
export function findChromium(search: ChromiumSearch = thisMachine()): string | undefined {
  for (const name of ['BRAINDRIVE_CHROMIUM', 'CHROME_PATH']) {
    const path = search.env[name];
    if (path === undefined || path === '') continue;
    if (search.isExecutable(path)) return path;
    throw new Error(`${name} names ${path}, which is not a program that can be run.`);
  }
  const candidates = [...(usualPaths[search.platform] ?? []), ...playwrightPaths(search)];
  return candidates.find(search.isExecutable);
}

/**
 * Finds a Chromium, and as root on Debian or Ubuntu installs one where there is none.
 * @throws {Error} When there is none and none can be installed, with the way out.
 */
export function ensureChromium(search: ChromiumSearch = thisMachine()): string {
  const found = findChromium(search) ?? (mayInstall(search) ? installChromium(search) : undefined);
  if (found !== undefined) return found;
  throw new Error(
    'There is no Chromium for the browser tests. Install it (Debian: apt-get install chromium, macOS: brew install --cask chromium, anywhere: npx playwright-core install chromium), or set BRAINDRIVE_CHROMIUM to its path.',
  );
}

function playwrightPaths(search: ChromiumSearch): readonly string[] {
  const cache = playwrightCache[search.platform];
  if (cache === undefined) return [];
  const folder = search.env.PLAYWRIGHT_BROWSERS_PATH ?? join(search.homeDirectory, cache.folder);
  const versions = search.listFolder(folder).filter((name) => /^chromium-\d+$/.test(name));
  const newestFirst = versions.sort((a, b) => revisionOf(b) - revisionOf(a));
  return newestFirst.flatMap((name) => cache.programs.map((path) => join(folder, name, path)));
}

function revisionOf(folderName: string): number {
  return Number(folderName.slice('chromium-'.length));
}

function mayInstall(search: ChromiumSearch): boolean {
  return (
    search.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')
  );
}

function installChromium(search: ChromiumSearch): string | undefined {
  console.error('Installing chromium with apt-get …');
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stderr}`);
  }
  return findChromium(search);
}

function thisMachine(): ChromiumSearch {
  return {
    env: process.env,
    platform: process.platform,
    homeDirectory: homedir(),
    isExecutable: (path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    listFolder: (path) => (existsSync(path) ? readdirSync(path) : []),
  };
}
