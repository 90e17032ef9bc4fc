import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '@braindrive/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { livingPlugin } from '../testing/living-plugin.ts';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';
import { type ReleaseServer, startReleaseServer } from '../testing/release-server.ts';
import { asTgz } from '../testing/sample-plugin.ts';

let fixture: PluginHostFixture;
let server: ReleaseServer;
beforeEach(async () => {
  server = await startReleaseServer();
  fixture = await createPluginHostFixture({ gitHub: server.settings });
});
afterEach(async () => {
  await fixture[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function installFromRelease(actor: Actor): Promise<string> {
  server.publish('ada/notes', { tag: 'v1.0.0', assets: { 'notes.tgz': asTgz(livingPlugin()) } });
  const { operations, installations } = fixture.host.services;
  const source = { kind: 'github', repository: 'ada/notes', tag: null } as const;
  const { id } = await operations.install(actor, source);
  await operations.settled(actor, id);
  await operations.consent(actor, id, true);
  await operations.settled(actor, id);
  const { digest } = await installations.get(actor, 'notes');
  return (await fixture.host.locations.locate(digest))?.directory ?? '';
}

it('finds nothing wrong with a plugin that is whole', async () => {
  const ada = await fixture.join();
  await installFromRelease(ada);
  const { installations } = fixture.host.services;
  expect(await installations.repair(ada, 'notes')).toEqual({ problems: [] });
});

it('fetches changed files again from where they came', async () => {
  const ada = await fixture.join();
  const directory = await installFromRelease(ada);
  await fixture.call(ada, 'write', 'kept');
  await chmod(join(directory, 'server/index.mjs'), 0o644);
  await writeFile(join(directory, 'server/index.mjs'), 'spoiled');
  const { installations } = fixture.host.services;
  const { problems } = await installations.repair(ada, 'notes');
  expect(problems).toEqual([
    {
      text: '1 of its files are missing or changed. They were fetched again.',
      isFixed: true,
      action: null,
    },
  ]);
  expect(await fixture.call(ada, 'read')).toBe('kept');
});

it('shows a plugin whose files are gone as broken after a start, and brings it back', async () => {
  const ada = await fixture.join();
  const directory = await installFromRelease(ada);
  await fixture.call(ada, 'write', 'kept');
  await rm(directory, { recursive: true, force: true });
  await fixture.restart();
  const { installations } = fixture.host.services;
  expect(await installations.get(ada, 'notes')).toMatchObject({
    problem: { code: 'PLUGIN_DIGEST_MISMATCH' },
  });
  await expect(fixture.call(ada, 'read')).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
  const { problems } = await installations.repair(ada, 'notes');
  expect(problems).toMatchObject([{ isFixed: true }]);
  expect(await installations.get(ada, 'notes')).toMatchObject({ problem: null });
  expect(await fixture.call(ada, 'read')).toBe('kept');
});

it('says what is left to do when the files cannot be had', async () => {
  const ada = await fixture.join();
  await fixture.install(ada, {});
  const { digest } = await fixture.host.services.installations.get(ada, 'notes');
  const directory = (await fixture.host.locations.locate(digest))?.directory ?? '';
  await rm(directory, { recursive: true, force: true });
  const { installations } = fixture.host.services;
  expect(await installations.repair(ada, 'notes')).toMatchObject({
    problems: [{ isFixed: false, action: 'Upload the file again' }],
  });
  expect(await installations.get(ada, 'notes')).toMatchObject({
    problem: { code: 'PLUGIN_DIGEST_MISMATCH' },
  });
  const done = await fixture.install(ada, {});
  expect(done).toMatchObject({ state: 'done' });
  expect(await fixture.call(ada, 'version')).toBe('1.0.0');
});

it('passes on what the check of the plugin finds, and whether its repair mended it', async () => {
  const ada = await fixture.join();
  await fixture.install(ada, { hooks: ['check', 'repair'], problems: ['The index is empty.'] });
  const { installations } = fixture.host.services;
  expect(await installations.repair(ada, 'notes')).toEqual({
    problems: [{ text: 'The index is empty.', isFixed: true, action: null }],
  });
});

it('takes a plugin out of quarantine', async () => {
  const ada = await fixture.join();
  await fixture.install(ada, {});
  for (let count = 0; count < 5; count++) {
    await fixture.call(ada, 'crash').catch(() => {});
    fixture.clock.advance(31_000);
  }
  const { installations } = fixture.host.services;
  await expect
    .poll(async () => (await installations.get(ada, 'notes')).runState)
    .toBe('quarantined');
  await installations.repair(ada, 'notes');
  expect(await fixture.call(ada, 'version')).toBe('1.0.0');
});
