#!/usr/bin/env node
// Runs under any Node from 20 on, with nothing installed: it may import only Node's own modules
// and the files beside it. Everything else runs under the Node that the packages bring.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './bootstrap/builds.mjs';
import { runJobs } from './bootstrap/child-process.mjs';
import { say } from './bootstrap/console.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { findJob, usage } from './bootstrap/jobs.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNodeMajor = 20;

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} Exit code: the job's own, 1 when preparing it failed, 2 for a wrong call.
 */
async function main([name = '', ...args]) {
  if (Number.parseInt(process.versions.node, 10) < oldestNodeMajor) {
    say(
      `BrainDrive needs Node ${oldestNodeMajor} or newer to start; this is Node ${process.versions.node}.`,
    );
    return 1;
  }
  const job = findJob(name);
  if (job === undefined) {
    say(usage);
    return 2;
  }
  if (!(await ensureInstalled(root, job.packages))) return 1;
  if (!(await ensureBuilt(root, job.builds))) return 1;
  return runJobs(job.commands({ root, args }));
}

process.exitCode = await main(process.argv.slice(2));
