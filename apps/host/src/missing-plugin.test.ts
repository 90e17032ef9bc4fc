import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';
import { startHost } from './start-host.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'braindrive-missing-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('starts without plugins that should have come with it, and names each in the log', async () => {
  const list = ['first', { slug: 'second', isOffered: true }];
  await writeFile(join(directory, 'bundled.json'), JSON.stringify(list));
  const errors: unknown[] = [];
  const quiet = () => {};
  const host = await startHost({
    environment: readEnvironment({ PORT: '0', BRAINDRIVE_DATA: join(directory, 'data') }, {}),
    log: {
      debug: quiet,
      info: quiet,
      warn: quiet,
      error: ({ slug }, event) => errors.push([event, slug]),
    },
    restore: null,
    variables: {},
    pluginsDirectory: directory,
  });
  try {
    expect((await fetch(`${host.url}/health/ready`)).status).toBe(200);
    expect(errors).toEqual([
      ['plugin.bundled-missing', 'first'],
      ['plugin.bundled-missing', 'second'],
    ]);
  } finally {
    await host.close();
  }
});
