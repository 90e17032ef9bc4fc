import { dirname, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {Record<string, string>} [dependencies]
 */
/** @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile */

const dependencyFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
];

/**
 * Tells whether npm's record of node_modules (`node_modules/.package-lock.json`) is what the
 * lockfile asks for, and the lockfile what the package.json files ask for.
 * @param {object} state
 * @param {string} state.root
 * @param {Lockfile} state.lockfile
 * @param {Lockfile} state.record
 * @param {readonly { file: string, manifest: Record<string, unknown> }[]} state.manifests
 */
export function isInstalled({ root, lockfile, record, manifests }) {
  const locked = lockfile.packages ?? {};
  const installed = record.packages ?? {};
  return (
    hasEveryPackage(locked, installed) &&
    hasNothingElse(locked, installed) &&
    manifests.every(({ file, manifest }) => agrees(locked[lockKey(root, file)], manifest))
  );
}

/**
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 */
function hasEveryPackage(locked, installed) {
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    return installed[path] !== undefined || entry.optional === true || entry.devOptional === true;
  });
}

/**
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 */
function hasNothingElse(locked, installed) {
  return Object.entries(installed).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const wanted = locked[path];
    return wanted?.version === entry.version && wanted?.integrity === entry.integrity;
  });
}

/**
 * @param {LockedPackage | undefined} entry
 * @param {Record<string, unknown>} manifest
 */
function agrees(entry, manifest) {
  const locked = /** @type {Record<string, unknown>} */ (entry ?? {});
  return dependencyFields.every((field) =>
    isDeepStrictEqual(locked[field] ?? {}, manifest[field] ?? {}),
  );
}

/**
 * @param {string} root
 * @param {string} manifestFile
 */
function lockKey(root, manifestFile) {
  return relative(root, dirname(manifestFile)).split(sep).join('/');
}
