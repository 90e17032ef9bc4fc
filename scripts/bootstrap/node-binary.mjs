import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the `node` npm package puts the Node that runs BrainDrive.
 * @param {string} root
 * @param {NodeJS.Platform} [platform]
 */
export function bundledNodePath(root, platform = process.platform) {
  return join(root, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * @param {string} root
 * @param {NodeJS.Platform} [platform]
 */
export function hasBundledNode(root, platform = process.platform) {
  return existsSync(bundledNodePath(root, platform));
}
