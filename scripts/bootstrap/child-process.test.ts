import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { runJobs, runStep } from './child-process.mjs';

const modulePath = fileURLToPath(new URL('./child-process.mjs', import.meta.url));

function nodeCommand(code: string) {
  return { file: process.execPath, args: ['-e', code], cwd: process.cwd() };
}

describe('runStep', () => {
  it('keeps what the step printed, for the case that it failed', async () => {
    const lines: string[] = [];
    const command = nodeCommand('console.error("no"); process.exit(3)');
    const result = await runStep('Trying', command, (line) => lines.push(line));
    expect(result).toEqual({ exitCode: 3, output: 'no\n' });
    expect(lines).toEqual(['Trying …', expect.stringMatching(/^Trying: failed after /)]);
  });

  it('reports a program that does not exist', async () => {
    const command = { file: '/nowhere/node', args: [], cwd: '/' };
    const result = await runStep('Trying', command, () => undefined);
    expect(result.exitCode).toBe(127);
  });
});

describe('runJobs', () => {
  it('ends with the exit code of the job', async () => {
    expect(await runJobs([nodeCommand('process.exit(7)')])).toBe(7);
  });

  it('ends the other jobs when one has ended', async () => {
    const waiting = nodeCommand('setInterval(() => {}, 1000)');
    expect(await runJobs([nodeCommand('process.exit(4)'), waiting])).toBe(4);
  });

  it('passes SIGTERM on, waits for the job and takes its exit code', async () => {
    const job = `process.on('SIGTERM', () => setTimeout(() => process.exit(5), 50)); console.log('ready'); setInterval(() => {}, 1000)`;
    const wrapper = `import { runJobs } from ${JSON.stringify(modulePath)};
      process.exitCode = await runJobs([{ file: process.execPath, args: ['-e', ${JSON.stringify(job)}], cwd: '.' }]);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', wrapper], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  it('ends the job when npm, which started it, is gone', async () => {
    const job = 'console.log(process.pid); setInterval(() => {}, 1000)';
    const wrapper = `import { runJobs } from ${JSON.stringify(modulePath)};
      await runJobs([{ file: process.execPath, args: ['-e', ${JSON.stringify(job)}], cwd: '.' }]);`;
    // Stands for npm's shell: it dies of the signal and does not pass it on.
    const shell = `require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(wrapper)}], { stdio: 'inherit' })`;
    const child = spawn(process.execPath, ['-e', shell], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    const jobId = Number(output.toString());
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(jobId, 0)).toThrow('ESRCH'), 10_000);
  });
});
