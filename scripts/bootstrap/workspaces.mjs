import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The package.json files that decide what is installed: the root's and every workspace's.
 * Understands the two pattern forms the root uses, `folder` and `folder/*`.
 * @param {string} root
 * @returns {string[]} Absolute paths, root first, the rest sorted.
 */
export function manifestFiles(root) {
  const rootManifest = join(root, 'package.json');
  /** @type {{ workspaces?: string[] }} */
  const { workspaces = [] } = JSON.parse(readFileSync(rootManifest, 'utf8'));
  const folders = workspaces.flatMap((pattern) => expandPattern(root, pattern));
  const manifests = folders.map((folder) => join(folder, 'package.json')).filter(existsSync);
  return [rootManifest, ...manifests.sort()];
}

/**
 * @param {string} root
 * @param {string} pattern
 */
function expandPattern(root, pattern) {
  if (!pattern.endsWith('/*')) return [join(root, pattern)];
  const parent = join(root, pattern.slice(0, -2));
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name));
}
