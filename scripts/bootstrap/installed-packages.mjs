import { dirname, relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {boolean} [devOptional]
 * @property {Record<string, string>} [dependencies]
 */
/** @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile */
/**
 * `runtime` is what building and running BrainDrive needs; `development` adds what checks and
 * tests need.
 * @typedef {'runtime' | 'development'} PackageSet
 */

const dependencyFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
];

/**
 * Tells whether npm's record of node_modules (`node_modules/.package-lock.json`) is what the
 * lockfile asks for, and the lockfile what the package.json files ask for.
 * @param {PackageSet} set - What has to be there; more may be.
 * @param {object} state
 * @param {string} state.root
 * @param {Lockfile} state.lockfile
 * @param {Lockfile} state.record
 * @param {readonly { file: string, manifest: Record<string, unknown> }[]} state.manifests
 */
export function isInstalled(set, { root, lockfile, record, manifests }) {
  const locked = lockfile.packages ?? {};
  const installed = record.packages ?? {};
  return (
    hasEveryPackage(set, locked, installed) &&
    hasNothingElse(locked, installed) &&
    manifests.every(({ file, manifest }) => agrees(locked[lockKey(root, file)], manifest))
  );
}

/**
 * Tells whether npm put packages there that only development needs.
 * @param {Lockfile} record - `node_modules/.package-lock.json`.
 */
export function hasDevelopmentPackages({ packages = {} }) {
  return Object.entries(packages).some(
    ([path, { dev, link }]) => path.startsWith('node_modules/') && dev === true && link !== true,
  );
}

/**
 * @param {PackageSet} set
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 */
function hasEveryPackage(set, locked, installed) {
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    if (set === 'runtime' && entry.dev === true) return true;
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
