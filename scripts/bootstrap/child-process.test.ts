import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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
});
