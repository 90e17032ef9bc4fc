import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunnablePlugin } from '../plugin-supervisor.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

export interface FixturePlugin extends RunnablePlugin {
  readonly directory: string;
  remove(): Promise<void>;
}

export interface FixtureOptions {
  readonly memoryMB?: number;
  readonly idleStopS?: number;
  readonly isNative?: boolean;
  readonly environment?: string[];
}

/** Puts a plugin together from one of the fixtures, in a folder of its own. */
export async function createFixturePlugin(
  name: string,
  { memoryMB = 64, idleStopS = 300, isNative = false, environment = [] }: FixtureOptions = {},
): Promise<FixturePlugin> {
  const directory = await mkdtemp(join(tmpdir(), `plugin-${name}-`));
  await mkdir(join(directory, 'server'));
  await cp(join(fixtures, `${name}.mjs`), join(directory, 'server', 'index.mjs'));
  await cp(join(fixtures, 'peer.mjs'), join(directory, 'server', 'peer.mjs'));
  await writeFile(join(directory, 'plugin.json'), '{}');
  return {
    directory,
    digest: `sha256-${randomUUID()}`,
    slug: name,
    version: '1.0.0',
    manifest: {
      server: { entry: 'server/index.mjs', memoryMB, idleStopS, environment },
      permissions: isNative ? { native: {} } : {},
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
