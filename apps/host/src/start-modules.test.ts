import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Needed by some people, some time: each costs memory and start time of everybody when it is loaded too early. */
const optionalPackages = [
  'node-llama-cpp',
  'swagger-ui-dist',
  'trpc-to-openapi',
  'typescript',
  'undici',
  'vite',
  'vitest',
  'zod-openapi',
];

const repository = resolve(import.meta.dirname, '../../..');

// Writes the address of every module that is loaded, required ones too, to file descriptor 3.
const listModules = `
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => { writeSync(3, url + '\\n'); return next(url, context); } });
`;

async function readUntil(stream: Readable, wanted: string): Promise<void> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes(wanted)) return;
  }
  throw new Error(`The host ended before it was ready:\n${text}`);
}

/** Starts a host, stops it when it says that it is ready. @returns the modules it had loaded by then. */
async function modulesLoadedAtStart(dataDirectory: string): Promise<string[]> {
  const preload = `data:text/javascript,${encodeURIComponent(listModules)}`;
  const main = join('apps', 'host', 'src', 'main.ts');
  const flags = ['--port', '0', '--data', dataDirectory];
  const host = spawn(
    execPath,
    ['--import', preload, '--conditions=@braindrive/source', main, ...flags],
    {
      cwd: repository,
      env: { ...env, BRAINDRIVE_STARTER_MODEL: 'false', BRAINDRIVE_LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  let listed = '';
  (host.stdio[3] as Readable).on('data', (chunk: Buffer) => {
    listed += chunk.toString();
  });
  await readUntil(host.stderr as Readable, 'is ready at');
  const exited = new Promise((done) => host.once('close', done));
  host.kill('SIGTERM');
  await exited;
  return listed.trim().split('\n');
}

describe('a host that has just started', () => {
  let directory: string;
  let modules: string[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'braindrive-start-'));
    modules = await modulesLoadedAtStart(directory);
  }, 60_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('has loaded what it needs', () => {
    expect(modules.some((url) => url.includes('/node_modules/express/'))).toBe(true);
    expect(modules.some((url) => url.includes('/node_modules/@mikro-orm/sqlite/'))).toBe(true);
  });

  it.each(optionalPackages)('has not loaded %s', (name) => {
    expect(modules.filter((url) => url.includes(`/node_modules/${name}/`))).toEqual([]);
  });
});
