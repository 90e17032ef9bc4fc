import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { formatElapsed, say } from './console.mjs';
import { watchParent } from './parent-watch.mjs';

const progressIntervalMs = 5000;
const keptOutputCharacters = 20_000;

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {string} cwd
 * @property {Record<string, string>} [env] - Added to the environment of this process.
 * @property {boolean} [shell]
 */

/**
 * Runs a preparation step quietly: a line when it starts, one every few seconds, one at the end.
 * Its output is kept and only shown by the caller, when the step failed.
 * @param {string} title - What the step does, as in "Installing packages".
 * @param {Command} command
 * @param {(line: string) => void} [tell] - Where the progress goes.
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export async function runStep(title, command, tell = say) {
  const startedAt = performance.now();
  const elapsed = () => formatElapsed(performance.now() - startedAt);
  tell(`${title} …`);
  const progress = setInterval(() => tell(`${title} … ${elapsed()}`), progressIntervalMs);
  try {
    const result = await captureOutput(command);
    tell(
      result.exitCode === 0
        ? `${title}: done in ${elapsed()}`
        : `${title}: failed after ${elapsed()}`,
    );
    return result;
  } finally {
    clearInterval(progress);
  }
}

/**
 * @param {Command} command
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
function captureOutput(command) {
  return new Promise((resolve) => {
    const child = start(command, ['ignore', 'pipe', 'pipe']);
    let output = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-keptOutputCharacters);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const stopForwarding = forwardSignals([child]);
    child.once('error', (error) => {
      stopForwarding();
      resolve({ exitCode: 127, output: error.message });
    });
    child.once('close', (code, signal) => {
      stopForwarding();
      resolve({ exitCode: exitCodeOf(code, signal), output });
    });
  });
}

/**
 * Runs the job itself on this terminal, passes signals on, and waits until it has ended.
 * @param {Command} command
 * @returns {Promise<number>} The exit code to end with.
 */
export function runJob(command) {
  return runJobs([command]);
}

/**
 * Runs jobs side by side on this terminal; when one ends, the others are told to end too.
 * @param {readonly Command[]} commands
 * @returns {Promise<number>} The exit code of the job that ended first.
 */
export async function runJobs(commands) {
  if (commands.length === 0) return 0;
  const children = commands.map((command) => start(command, 'inherit'));
  const stopForwarding = forwardSignals(children);
  // Only under npm: who starts this file directly may leave it running in the background.
  const stopWatching =
    process.env.npm_lifecycle_event === undefined
      ? () => undefined
      : watchParent(() => endAll(children));
  const exits = children.map(
    (child) =>
      new Promise((/** @type {(exitCode: number) => void} */ resolve) => {
        child.once('error', (error) => {
          say(`Could not start ${child.spawnfile}: ${error.message}`);
          resolve(127);
        });
        child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
      }),
  );
  const exitCode = await Promise.race(exits);
  endAll(children);
  await Promise.all(exits);
  stopForwarding();
  stopWatching();
  return exitCode;
}

/** @param {readonly import('node:child_process').ChildProcess[]} children */
function endAll(children) {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
}

/**
 * @param {Command} command
 * @param {import('node:child_process').StdioOptions} stdio
 */
function start(command, stdio) {
  return spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio,
    shell: command.shell ?? false,
    windowsHide: true,
  });
}

/**
 * Passes termination signals to the children instead of dying before them.
 *
 * A terminal sends Ctrl-C to the whole foreground group, so the children already have it; sending
 * it again would look like a second, impatient Ctrl-C.
 * @param {readonly import('node:child_process').ChildProcess[]} children
 * @returns {() => void} Stops forwarding.
 */
function forwardSignals(children) {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    for (const child of children) child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number} Shell convention for a child that a signal ended: 128 plus its number.
 */
function exitCodeOf(code, signal) {
  if (code !== null) return code;
  return signal === null ? 1 : 128 + constants.signals[signal];
}
