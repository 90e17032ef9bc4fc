import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundledNodePath } from './node-binary.mjs';

/** @typedef {{ root: string, args: readonly string[] }} JobContext */
/** @typedef {import('./child-process.mjs').Command} Command */
/**
 * @typedef {object} Job
 * @property {import('./installed-packages.mjs').PackageSet} packages
 * @property {import('./builds.mjs').Build} builds - What has to be current before.
 * @property {(context: JobContext) => Command[]} commands - More than one run side by side.
 */

export const usage = `Usage: node scripts/bootstrap.mjs <job> [options]

  start   run BrainDrive (options: --port, --host, --data)
  dev     run BrainDrive and reload on every change
  test    run every check and test
  check   run the quick checks only
  build   build the web client and the bundled plugins
  bench   measure it (options: names of benchmarks)
  screenshots
          take a picture of every screen (options: names of screens)
  assemble <folder>
          put together what a container needs to run
  run     run a script of this project: run scripts/<name>.ts [options]`;

/** @type {Readonly<Record<string, Job>>} */
const jobs = {
  start: {
    packages: 'runtime',
    builds: 'everything',
    commands: (context) => [host(context, [], context.args)],
  },
  dev: {
    packages: 'development',
    builds: 'plugins',
    commands: (context) => [host(context, ['--watch'], context.args), viteServer(context)],
  },
  test: {
    packages: 'development',
    builds: 'nothing',
    commands: (context) => [script(context, ['scripts/run-tests.ts', ...context.args])],
  },
  check: {
    packages: 'development',
    builds: 'nothing',
    commands: (context) => [script(context, ['scripts/run-tests.ts', '--quick', ...context.args])],
  },
  build: { packages: 'runtime', builds: 'everything', commands: () => [] },
  bench: {
    packages: 'development',
    builds: 'everything',
    commands: (context) => [script(context, ['bench/run.ts', ...context.args])],
  },
  screenshots: {
    packages: 'development',
    builds: 'everything',
    commands: (context) => [script(context, ['e2e/screenshots.ts', ...context.args])],
  },
  assemble: {
    packages: 'runtime',
    builds: 'everything',
    commands: (context) => [script(context, ['scripts/assemble-runtime.ts', ...context.args])],
  },
  run: {
    packages: 'development',
    builds: 'nothing',
    commands: (context) => [script(context, context.args)],
  },
};

/**
 * @param {string} name
 * @returns {Job | undefined}
 */
export function findJob(name) {
  return Object.hasOwn(jobs, name) ? jobs[name] : undefined;
}

/**
 * @param {JobContext} context
 * @param {readonly string[]} nodeFlags
 * @param {readonly string[]} args
 * @returns {Command}
 */
function host({ root }, nodeFlags, args) {
  const entry = join(root, 'apps', 'host', 'src', 'main.ts');
  return {
    file: bundledNodePath(root),
    args: [...nodeFlags, '--conditions=@braindrive/source', entry, ...args],
    cwd: root,
  };
}

/**
 * The web server of Vite passes calls on to the host, so it has to know where that listens.
 * @param {JobContext} context
 * @returns {Command}
 */
function viteServer({ root, args }) {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' } },
    strict: false,
  });
  const port = typeof values.port === 'string' ? values.port : (process.env.PORT ?? '3000');
  return {
    file: bundledNodePath(root),
    args: [join(root, 'node_modules', 'vite', 'bin', 'vite.js')],
    cwd: join(root, 'apps', 'web'),
    env: { BRAINDRIVE_DEV_HOST: `http://127.0.0.1:${port}` },
  };
}

/**
 * @param {JobContext} context
 * @param {readonly string[]} args
 * @returns {Command}
 */
function script({ root }, args) {
  return {
    file: bundledNodePath(root),
    args: ['--conditions=@braindrive/source', ...args],
    cwd: root,
  };
}
