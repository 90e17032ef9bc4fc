import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const ignoredFolders = new Set(['node_modules', 'dist', '.types', '.turbo']);

/**
 * Lists the files below a folder, sorted, without build output and installed packages.
 * @param {string} folder
 * @returns {string[]} Absolute paths; empty when the folder does not exist.
 */
export function listFiles(folder) {
  if (!existsSync(folder)) return [];
  /** @type {string[]} */
  const files = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!ignoredFolders.has(entry.name)) files.push(...listFiles(path));
    } else if (entry.isFile()) {
      files.push(path);
    }
  }
  return files.sort();
}

/**
 * Hashes names and contents, so that a touched but unchanged file costs no rebuild.
 * @param {string} root - Names are taken relative to this folder.
 * @param {readonly string[]} files - Absolute paths; a missing file counts as absent.
 * @param {readonly string[]} [extra] - Facts beside the files, such as the platform.
 */
export function fingerprint(root, files, extra = []) {
  const hash = createHash('sha256');
  for (const fact of extra) hash.update(`${fact}\0`);
  for (const file of files) {
    if (!existsSync(file)) continue;
    hash.update(`${relative(root, file).split(sep).join('/')}\0`);
    hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} file
 * @returns {string | undefined} The stored fingerprint, undefined when there is none.
 */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
