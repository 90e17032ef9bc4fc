import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child-process.mjs';
import { say } from './console.mjs';
import { fingerprint, listFiles, readStamp } from './fingerprint.mjs';
import { bundledNodePath } from './node-binary.mjs';

// Of packages/api the web client takes types only, which the build erases: it is no input.
const inputFolders = ['apps/web', 'packages/contracts', 'plugin-sdk'];

/**
 * Builds the web client when one of its inputs has changed since the last build.
 * @param {string} root
 * @returns {Promise<boolean>} False when the build failed; the reason has been printed.
 */
export async function ensureWebBuilt(root) {
  const webFolder = join(root, 'apps', 'web');
  const stampFile = join(webFolder, 'dist', '.build-fingerprint');
  const wanted = webFingerprint(root);
  if (readStamp(stampFile) === wanted && existsSync(join(webFolder, 'dist', 'index.html'))) {
    return true;
  }
  const result = await runStep('Building the web client', {
    file: bundledNodePath(root),
    args: [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    cwd: webFolder,
    env: { NODE_ENV: 'production' },
  });
  if (result.exitCode !== 0) {
    say(`\n${result.output.trim()}\n\nThe web client could not be built; the reason stands above.`);
    return false;
  }
  writeFileSync(stampFile, `${wanted}\n`);
  return true;
}

/** @param {string} root */
function webFingerprint(root) {
  const files = inputFolders
    .flatMap((folder) => listFiles(join(root, folder)))
    .filter((file) => !/\.test\.[cm]?tsx?$/.test(file));
  return fingerprint(root, [...files, join(root, 'package-lock.json')]);
}
