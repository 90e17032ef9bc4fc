import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child-process.mjs';
import { say } from './console.mjs';
import { fingerprint, listFiles, readStamp } from './fingerprint.mjs';
import { bundledNodePath } from './node-binary.mjs';

// Of packages/api the web client takes types only, which the build erases: it is no input.
const webInputs = ['apps/web', 'packages/contracts', 'plugin-sdk'];
const stampName = '.build-fingerprint';

/** @typedef {'nothing' | 'plugins' | 'everything'} Build */

/**
 * Builds the bundled plugins and the web client, as far as their inputs changed since the last build.
 * @param {string} root
 * @param {Build} wanted - Where Vite serves the client from its sources, only the plugins are needed.
 * @returns {Promise<boolean>} False when a build failed; the reason has been printed.
 */
export async function ensureBuilt(root, wanted) {
  if (wanted === 'everything' && !(await ensureWebBuilt(root))) return false;
  return wanted === 'nothing' || (await ensurePluginsBuilt(root));
}

/** @param {string} root */
async function ensureWebBuilt(root) {
  const webFolder = join(root, 'apps', 'web');
  const stampFile = join(webFolder, 'dist', stampName);
  const wanted = inputsFingerprint(root, webInputs);
  if (readStamp(stampFile) === wanted && existsSync(join(webFolder, 'dist', 'index.html'))) {
    return true;
  }
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const isBuilt = await build(root, 'the web client', {
    args: [vite, 'build', '--logLevel', 'warn'],
    cwd: webFolder,
  });
  if (isBuilt) writeFileSync(stampFile, `${wanted}\n`);
  return isBuilt;
}

/**
 * The plugins that come with BrainDrive and are here. One whose folder is missing is none of ours: the host says so.
 * @param {string} root
 * @returns {string[]}
 */
export function bundledPlugins(root) {
  /** @type {(string | { slug: string, isOffered: boolean })[]} */
  const list = JSON.parse(readFileSync(join(root, 'plugins', 'bundled.json'), 'utf8'));
  const slugs = list.map((entry) => (typeof entry === 'string' ? entry : entry.slug));
  return slugs.filter((slug) => existsSync(join(root, 'plugins', slug, 'plugin.config.ts')));
}

/** @param {string} root */
async function ensurePluginsBuilt(root) {
  const stale = bundledPlugins(root).flatMap((slug) => {
    const folder = join(root, 'plugins', slug);
    const wanted = inputsFingerprint(root, [`plugins/${slug}`, 'plugin-sdk']);
    const isCurrent =
      readStamp(join(folder, stampName)) === wanted &&
      existsSync(join(folder, 'dist', 'plugin.json'));
    return isCurrent ? [] : [{ slug, stampFile: join(folder, stampName), wanted }];
  });
  if (stale.length === 0) return true;
  const title = stale.length === 1 ? `the plugin ${stale[0]?.slug}` : `${stale.length} plugins`;
  const isBuilt = await build(root, title, {
    args: [
      '--conditions=@braindrive/source',
      join(root, 'scripts', 'build-plugins.ts'),
      ...stale.map(({ slug }) => slug),
    ],
    cwd: root,
  });
  if (isBuilt) for (const { stampFile, wanted } of stale) writeFileSync(stampFile, `${wanted}\n`);
  return isBuilt;
}

/**
 * @param {string} root
 * @param {string} what - As in "Building the web client".
 * @param {{ args: string[], cwd: string }} command
 */
async function build(root, what, command) {
  const result = await runStep(`Building ${what}`, {
    file: bundledNodePath(root),
    env: { NODE_ENV: 'production' },
    ...command,
  });
  if (result.exitCode === 0) return true;
  say(`\n${result.output.trim()}\n\nBuilding ${what} failed; the reason stands above.`);
  return false;
}

/**
 * @param {string} root
 * @param {readonly string[]} folders - Relative to the root.
 */
function inputsFingerprint(root, folders) {
  const files = folders
    .flatMap((folder) => listFiles(join(root, folder)))
    .filter((file) => !/\.test\.[cm]?tsx?$/.test(file) && !file.endsWith(stampName));
  return fingerprint(root, [...files, join(root, 'package-lock.json')]);
}
