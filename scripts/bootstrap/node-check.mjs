import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runStep } from './child-process.mjs';
import { say } from './console.mjs';
import { bundledNodePath } from './node-binary.mjs';

/**
 * Makes sure that the freshly fetched Node runs on this system. Node 26 for Linux needs libatomic,
 * which small Debian systems do not have; as root it is installed.
 * @param {string} root
 * @returns {Promise<boolean>} False when it does not run; the reason has been printed.
 */
export async function ensureNodeRuns(root) {
  let problem = startProblem(root);
  if (problem?.includes('libatomic') && mayInstall() && (await installLibatomic(root))) {
    problem = startProblem(root);
  }
  if (problem === undefined) return true;
  say(`\n${problem}\n\n${explainStartProblem(problem)}`);
  return false;
}

/**
 * Turns the failure to start Node into the way out.
 * @param {string} problem - What the system said.
 */
export function explainStartProblem(problem) {
  const library = /(lib[\w+.-]+\.so[.\d]*): cannot open shared object file/.exec(problem)?.[1];
  if (library?.startsWith('libatomic')) {
    return 'Node needs the library libatomic. Install it (Debian and Ubuntu: apt-get install libatomic1, Fedora: dnf install libatomic), then run the command again.';
  }
  if (library !== undefined) {
    return `Node needs the library ${library}. Install the package of your system that has it, then run the command again.`;
  }
  return 'The Node that BrainDrive brings does not run on this system. It needs Linux with glibc 2.28 or newer, macOS 13.5 or newer, or Windows 10 or newer.';
}

/** @param {string} root */
function startProblem(root) {
  const { error, status, stderr } = spawnSync(bundledNodePath(root), ['--version'], {
    encoding: 'utf8',
  });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : stderr.trim();
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** @param {string} root */
async function installLibatomic(root) {
  const script = 'apt-get update && apt-get install --yes --no-install-recommends libatomic1';
  const result = await runStep('Installing libatomic1', {
    file: 'sh',
    args: ['-c', script],
    cwd: root,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  return result.exitCode === 0;
}
