import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const startLimitMs = 60_000;

/** A real host in a process of its own, as `npm start` runs it. */
export interface HostProcess {
  readonly url: string;
  readonly dataDirectory: string;
  readonly pid: number;
  /** Everything it printed. */
  output(): string;
  /** Ends it at once, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end. @returns its exit code. */
  terminate(): Promise<number | null>;
  /** Ends it and deletes its data folder. */
  remove(): Promise<void>;
}

export interface HostProcessOptions {
  /** Data of an earlier host; a new empty folder otherwise. */
  readonly dataDirectory?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Where in an upgrade of a plugin it stands still, to be killed there. */
  readonly standsStillAt?: {
    readonly step: string;
    readonly moment: 'before' | 'after';
  };
}

/** Starts a host on a free port and waits until it says that it is ready. */
export async function startHostProcess(options: HostProcessOptions = {}): Promise<HostProcess> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'braindrive-e2e-')));
  const child = spawn(
    process.execPath,
    [
      '--conditions=@braindrive/source',
      ...entryOf(options),
      '--port',
      String(options.port ?? 0),
      '--data',
      dataDirectory,
    ],
    {
      cwd: repository,
      env: { ...process.env, BRAINDRIVE_STARTER_MODEL: 'false', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await waitForUrl(child, () => output);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    dataDirectory,
    pid: child.pid ?? 0,
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
    remove: async () => {
      await end('SIGKILL');
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

const entryOf = ({ standsStillAt }: HostProcessOptions): readonly string[] =>
  standsStillAt === undefined
    ? ['apps/host/src/main.ts']
    : ['e2e/support/doomed-host.ts', standsStillAt.step, standsStillAt.moment];

async function waitForUrl(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    const url = /BrainDrive is ready at (http:\S+)/.exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null)
      throw new Error(`The host ended with code ${child.exitCode}:\n${output()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`The host was not ready in ${startLimitMs} ms:\n${output()}`);
}
