import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../..');
const startLimitMs = 60_000;

/** A host in a process of its own, as `npm start` runs it. */
export interface MeasuredHost {
  readonly url: string;
  readonly pid: number;
  /** From spawning the process to the first 200 of `/health/ready`. */
  readonly startMs: number;
  /** Asks it to end and waits until it is gone. */
  stop(): Promise<void>;
}

export interface MeasuredHostOptions {
  readonly dataDirectory: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
}

/** Starts a host on a free port and asks it every few milliseconds whether it is ready. */
export async function startHost(options: MeasuredHostOptions): Promise<MeasuredHost> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const before = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeFlags ?? []),
      '--conditions=@braindrive/source',
      'apps/host/src/main.ts',
      '--port',
      String(port),
      '--data',
      options.dataDirectory,
    ],
    {
      cwd: repository,
      env: {
        ...process.env,
        BRAINDRIVE_STARTER_MODEL: 'false',
        BRAINDRIVE_LOG_LEVEL: 'warn',
        ...options.env,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  );
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await untilReady(child, url, () => errors);
  const startMs = performance.now() - before;
  return { url, pid: child.pid ?? 0, startMs, stop: () => stop(child) };
}

async function untilReady(child: ChildProcess, url: string, errors: () => string): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`The host ended with code ${child.exitCode}:\n${errors()}`);
    const status = await fetch(`${url}/health/ready`).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) return;
    await new Promise((done) => setTimeout(done, 5));
  }
  child.kill('SIGKILL');
  throw new Error(`The host was not ready in ${startLimitMs} ms:\n${errors()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
