import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child-process.mjs';
import { say } from './console.mjs';
import { fingerprint, readStamp } from './fingerprint.mjs';
import { explainInstallFailure } from './install-failure.mjs';
import { isInstalled } from './installed-packages.mjs';
import { hasBundledNode } from './node-binary.mjs';
import { ensureNodeRuns } from './node-check.mjs';
import { manifestFiles } from './workspaces.mjs';

/**
 * Installs the packages from the lockfile, if what is installed is not what it says.
 * @param {string} root
 * @returns {Promise<boolean>} False when it failed; the reason has been printed.
 */
export async function ensureInstalled(root) {
  const stampFile = join(root, 'node_modules', '.braindrive-install');
  const wanted = installFingerprint(root);
  if (readStamp(stampFile) === wanted && hasBundledNode(root)) return true;

  if (!(isUpToDate(root) && hasBundledNode(root))) {
    if (!(await npmCi(root))) return false;
    if (!(hasBundledNode(root) || (await fetchBundledNode(root)))) return false;
    if (!(await ensureNodeRuns(root))) return false;
  }
  writeFileSync(stampFile, `${wanted}\n`);
  return true;
}

/** @param {string} root */
function installFingerprint(root) {
  const files = [join(root, 'package-lock.json'), ...manifestFiles(root)];
  return fingerprint(root, files, [process.platform, process.arch]);
}

/**
 * A developer who ran `npm install` has everything already: npm's own record tells, and saves
 * throwing the folder away.
 * @param {string} root
 */
function isUpToDate(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const lockfile = readJson(join(root, 'package-lock.json'));
  const manifests = manifestFiles(root).map((file) => ({ file, manifest: readJson(file) }));
  return isInstalled({ root, lockfile, record: readJson(record), manifests });
}

/** @param {string} root */
async function npmCi(root) {
  // Packages may not run scripts: older npm versions would compile what is shipped ready to use.
  const flags = [
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const result = await runStep('Installing packages', {
    ...npmCommand(['ci', ...flags]),
    cwd: root,
  });
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
    file: process.execPath,
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
