import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child-process.mjs';
import { say } from './console.mjs';
import { fingerprint, readStamp } from './fingerprint.mjs';
import { explainInstallFailure } from './install-failure.mjs';
import { hasDevelopmentPackages, isInstalled } from './installed-packages.mjs';
import { hasBundledNode } from './node-binary.mjs';
import { ensureNodeRuns } from './node-check.mjs';
import { manifestFiles } from './workspaces.mjs';

/** @typedef {import('./installed-packages.mjs').PackageSet} PackageSet */

// Sources of native parts that come ready built, 45 MB.
const unusedSources = ['better-sqlite3/deps', 'node-llama-cpp/llama/gitRelease.bundle'];

/**
 * Installs the packages from the lockfile, if what is installed is not what it says.
 * @param {string} root
 * @param {PackageSet} wantedSet
 * @returns {Promise<boolean>} False when it failed; the reason has been printed.
 */
export async function ensureInstalled(root, wantedSet) {
  const stampFile = join(root, 'node_modules', '.braindrive-install');
  const stamp = parseInstallStamp(readStamp(stampFile));
  const wanted = installFingerprint(root);
  const set = setToInstall(wantedSet, stamp?.set, installRecord(root));
  if (stamp?.fingerprint === wanted && stamp.set === set && hasBundledNode(root)) return true;

  const present = presentSet(root);
  if (present !== undefined && covers(present, set) && hasBundledNode(root)) {
    writeFileSync(stampFile, `${wanted} ${present}\n`);
    return true;
  }
  const isAddition = present === 'runtime' && hasBundledNode(root);
  if (!(await (isAddition ? addDevelopment(root) : npmCi(root, set)))) return false;
  if (!(hasBundledNode(root) || (await fetchBundledNode(root)))) return false;
  if (!(await ensureNodeRuns(root))) return false;
  for (const path of unusedSources) {
    rmSync(join(root, 'node_modules', path), { recursive: true, force: true });
  }
  writeFileSync(stampFile, `${wanted} ${set}\n`);
  return true;
}

/**
 * Reads what an earlier run noted: the fingerprint of the lockfile and what was installed from it.
 * @param {string | undefined} stamp
 * @returns {{ fingerprint: string, set: PackageSet } | undefined}
 */
export function parseInstallStamp(stamp) {
  const [fingerprint = '', set] = stamp?.split(' ') ?? [];
  return set === 'runtime' || set === 'development' ? { fingerprint, set } : undefined;
}

/**
 * Where somebody develops, nothing takes the test tools away: not a start after a change of the lockfile, and not a
 * build in a folder that npm filled and no earlier run noted.
 * @param {PackageSet} wanted
 * @param {PackageSet | undefined} noted - What an earlier run installed.
 * @param {import('./installed-packages.mjs').Lockfile | undefined} record - What npm says is in node_modules.
 * @returns {PackageSet}
 */
export function setToInstall(wanted, noted, record) {
  const isDeveloping =
    noted === 'development' || (record !== undefined && hasDevelopmentPackages(record));
  return isDeveloping ? 'development' : wanted;
}

/**
 * @param {PackageSet} present
 * @param {PackageSet} wanted
 */
function covers(present, wanted) {
  return present === wanted || present === 'development';
}

/** @param {string} root */
function installFingerprint(root) {
  const files = [join(root, 'package-lock.json'), ...manifestFiles(root)];
  return fingerprint(root, files, [process.platform, process.arch]);
}

/**
 * What is installed completely, by npm's own record. A developer who ran `npm install` has
 * everything already: no need to throw the folder away.
 * @param {string} root
 * @returns {PackageSet | undefined} Undefined when neither set is there.
 */
function presentSet(root) {
  const record = installRecord(root);
  if (record === undefined) return undefined;
  const lockfile = readJson(join(root, 'package-lock.json'));
  const manifests = manifestFiles(root).map((file) => ({ file, manifest: readJson(file) }));
  const state = { root, lockfile, record, manifests };
  if (isInstalled('development', state)) return 'development';
  return isInstalled('runtime', state) ? 'runtime' : undefined;
}

/**
 * @param {string} root
 * @returns {import('./installed-packages.mjs').Lockfile | undefined} Undefined where npm installed nothing.
 */
function installRecord(root) {
  const file = join(root, 'node_modules', '.package-lock.json');
  return existsSync(file) ? readJson(file) : undefined;
}

// Packages may not run scripts: older npm versions would compile what is shipped ready to use.
const commonFlags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * @param {string} root
 * @param {PackageSet} set
 */
function npmCi(root, set) {
  const selection = set === 'development' ? '--include=dev' : '--omit=dev';
  return installWith(root, 'Installing packages', ['ci', selection, ...commonFlags]);
}

/**
 * Adds to what is there. `npm ci` would empty the folder, under a host that may be running.
 * @param {string} root
 */
function addDevelopment(root) {
  const args = ['install', '--no-save', '--include=dev', ...commonFlags];
  return installWith(root, 'Installing packages for development', args);
}

/**
 * @param {string} root
 * @param {string} title
 * @param {readonly string[]} args
 */
async function installWith(root, title, args) {
  const result = await runStep(title, { ...npmCommand(args), cwd: root });
  if (result.exitCode === 0) return true;
  say(`\n${result.output.trim()}\n\n${explainInstallFailure(result.output)}`);
  return false;
}

/**
 * The one install script that is needed: the `node` package fetches its binary with it.
 * @param {string} root
 */
async function fetchBundledNode(root) {
  const folder = join(root, 'node_modules', 'node');
  const result = await runStep('Fetching Node', {
    // Somebody may have started this with the Node that npm has just removed.
    file: existsSync(process.execPath) ? process.execPath : 'node',
    args: ['installArchSpecificPackage.js'],
    cwd: folder,
  });
  if (result.exitCode !== 0 || !hasBundledNode(root)) {
    say(`\n${result.output.trim()}\n\n${explainInstallFailure(result.output)}`);
    return false;
  }
  // What the binary came in: headers and manuals of 70 MB that nothing reads.
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  // Lets npm make the .bin link that it could not make while the binary was missing.
  const linked = await runStep('Linking Node', {
    ...npmCommand(['rebuild', 'node', '--ignore-scripts']),
    cwd: root,
  });
  return linked.exitCode === 0;
}

/** @param {readonly string[]} args */
function npmCommand(args) {
  const npmCli = process.env.npm_execpath;
  if (npmCli !== undefined && /npm-cli\.[cm]?js$/.test(npmCli)) {
    return { file: process.execPath, args: [npmCli, ...args] };
  }
  return { file: 'npm', args, shell: process.platform === 'win32' };
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
