import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('leaves no model process behind when the host is killed', async () => {
  const fixture = fileURLToPath(new URL('./fixtures/host-process.ts', import.meta.url));
  const host = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(host.stdout, 'data');
  const childId = Number(String(line));
  expect(isAlive(childId)).toBe(true);
  host.kill('SIGKILL');
  await expect.poll(() => isAlive(childId), { timeout: 10_000 }).toBe(false);
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
