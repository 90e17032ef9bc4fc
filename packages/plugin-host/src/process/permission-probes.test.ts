import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testCaller as caller, createSupervisorFixture } from './testing/supervisor-fixture.ts';

/**
 * What Node's permission model and the runner together let through. When this fails after an upgrade of Node, read the
 * difference: a new `allowed` is a hole to close in the runner, a new `denied` is good news to write down.
 */
it('a plugin can do what the list of expected results says, and nothing else', async () => {
  const fixture = await createSupervisorFixture();
  const outsideFolder = await mkdtemp(join(tmpdir(), 'outside-'));
  const outside = join(outsideFolder, 'secret.json');
  const outsideModule = join(outsideFolder, 'secret.mjs');
  await writeFile(outside, '{"secret":1}');
  await writeFile(outsideModule, 'export const secret = 1;');
  const server = createServer((_request, response) => response.end('reached')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const plugin = await fixture.add('probes');
    const session = await fixture.supervisor.acquire(plugin);
    // The host refuses folders with links before it starts them; this one comes after.
    await symlink(outside, join(plugin.directory, 'link'));
    const outcomes = await session.request(
      'probe',
      { outside, outsideModule, port },
      { caller, timeoutMs: 25_000 },
    );
    await unlink(join(plugin.directory, 'link'));
    // Whatever the probes heard: nothing was written.
    expect((await readdir(outsideFolder)).sort()).toEqual(['secret.json', 'secret.mjs']);
    expect((await readdir(plugin.directory)).sort()).toEqual(['plugin.json', 'server']);
    const expected = await readFile(
      join(import.meta.dirname, 'fixtures', 'expected-probes.json'),
      'utf8',
    );
    expect(outcomes).toEqual(JSON.parse(expected));
  } finally {
    server.close();
    await fixture.close();
    await rm(outsideFolder, { recursive: true });
  }
}, 30_000);
