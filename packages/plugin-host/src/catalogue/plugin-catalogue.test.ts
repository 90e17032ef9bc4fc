import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '@braindrive/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildRegistryIndex } from '../registry/index.ts';
import { PluginStore } from '../store/index.ts';
import { type LivingPlugin, livingPlugin } from '../testing/living-plugin.ts';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';
import { runServer, type TestServer } from '../testing/run-server.ts';
import { asTgz } from '../testing/sample-plugin.ts';

let fixture: PluginHostFixture;
let owner: Actor;
let server: TestServer;
const { privateKey: key } = generateKeyPairSync('ed25519');

beforeEach(async () => {
  fixture = await createPluginHostFixture();
  await fixture.bundle({ slug: 'built-in', manifest: { name: 'Built in', category: 'blocks' } });
  await fixture.restart();
  owner = await fixture.join();
  await mkdir(join(fixture.directory, 'registry'));
  server = await runServer((request, response) => {
    readFile(join(fixture.directory, 'registry', request.url ?? '')).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
});
afterEach(async () => {
  await fixture[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function publish(...plugins: readonly LivingPlugin[]): Promise<void> {
  const folder = join(fixture.directory, 'registry');
  for (const plugin of plugins) {
    const name = `${plugin.slug ?? 'notes'}-${plugin.version ?? '1.0.0'}.tgz`;
    await writeFile(join(folder, name), asTgz(livingPlugin(plugin)));
  }
  await writeIndex([]);
}

async function writeIndex(
  revoked: NonNullable<Parameters<typeof buildRegistryIndex>[1]['revoked']>,
): Promise<void> {
  const folder = join(fixture.directory, 'registry');
  const index = await buildRegistryIndex(folder, {
    name: 'Home',
    key,
    generatedAt: fixture.clock.now(),
    store: new PluginStore(join(fixture.directory, 'elsewhere')),
    revoked,
  });
  await writeFile(join(folder, 'index.json'), JSON.stringify(index));
}

it('offers what comes with the host and what registries have, by words and category', async () => {
  await publish({ version: '1.0.0' }, { version: '1.1.0' }, { slug: 'built-in', version: '9.0.0' });
  const { catalogue } = fixture.host.services;
  expect(await catalogue.addRegistry(owner, `${server.url}/index.json`)).toMatchObject({
    name: 'Home',
    state: 'ready',
    pluginCount: 2,
  });
  await expect(catalogue.addRegistry(owner, `${server.url}/index.json`)).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  const all = await catalogue.available(owner, {});
  // A namesake elsewhere does not stand in for what came with the host.
  expect(all.map(({ slug, version, registryName }) => [slug, version, registryName])).toEqual([
    ['built-in', '1.0.0', 'BrainDrive index'],
    ['notes', '1.1.0', 'Home'],
  ]);
  expect(await catalogue.available(owner, { category: 'blocks' })).toHaveLength(1);
  expect(await catalogue.available(owner, { query: 'nothing like it' })).toEqual([]);
});

it('installs from a registry, updates to its next version, and shows what is installed', async () => {
  await publish({ version: '1.0.0' });
  const { catalogue, operations, installations } = fixture.host.services;
  const registry = await catalogue.addRegistry(owner, `${server.url}/index.json`);
  const source = {
    kind: 'registry',
    registryId: registry.id,
    version: null,
    slug: 'notes',
  } as const;
  const { id } = await operations.install(owner, source);
  await operations.settled(owner, id);
  await operations.consent(owner, id, true);
  expect(await operations.settled(owner, id)).toMatchObject({ state: 'done' });
  expect(await catalogue.available(owner, { query: 'notes' })).toMatchObject([
    { installedVersion: '1.0.0' },
  ]);
  fixture.clock.advance(120_000);
  await publish({ version: '1.1.0' });
  expect(await catalogue.checkUpdates(owner)).toMatchObject([
    { update: { version: '1.1.0', needsConsent: false } },
  ]);
  const update = await operations.update(owner, 'notes', null);
  expect(await operations.settled(owner, update.id)).toMatchObject({ state: 'done' });
  expect(await installations.get(owner, 'notes')).toMatchObject({ version: '1.1.0', update: null });
});

it('keeps the last list of a registry that does not answer, and says since when', async () => {
  await publish({});
  const { catalogue } = fixture.host.services;
  const { id } = await catalogue.addRegistry(owner, `${server.url}/index.json`);
  await writeFile(join(fixture.directory, 'registry', 'index.json'), 'spoiled');
  fixture.clock.advance(25 * 3_600_000);
  const [, home] = await catalogue.refresh(owner);
  expect(home).toMatchObject({ id, state: 'failed', pluginCount: 1, error: expect.any(String) });
  expect(await catalogue.available(owner, { query: 'notes' })).toHaveLength(1);
  await catalogue.removeRegistry(owner, id);
  expect(await catalogue.registries(owner)).toHaveLength(1);
});

it('turns off a version that its registry took back, and says why', async () => {
  await publish({});
  const { catalogue, operations, installations } = fixture.host.services;
  const { id: registryId } = await catalogue.addRegistry(owner, `${server.url}/index.json`);
  const source = { kind: 'registry', registryId, version: null, slug: 'notes' } as const;
  const { id } = await operations.install(owner, source);
  await operations.settled(owner, id);
  await operations.consent(owner, id, true);
  await operations.settled(owner, id);
  const bob = await fixture.join('member');
  await fixture.install(bob, {});
  const { digest } = await installations.get(owner, 'notes');
  fixture.clock.advance(1_000);
  const revoked = [{ digest, slug: 'notes', version: '1.0.0', reason: 'It leaked notes.' }];
  await writeIndex(revoked);
  await catalogue.refresh(owner);
  expect(await installations.get(owner, 'notes')).toMatchObject({
    state: 'disabled',
    problem: { message: expect.stringContaining('It leaked notes.') },
  });
  // Who got it from elsewhere did not ask this registry.
  expect(await installations.get(bob, 'notes')).toMatchObject({ state: 'enabled' });
  await installations.enable(owner, 'notes');
  await catalogue.refresh(owner);
  expect(await installations.get(owner, 'notes')).toMatchObject({ state: 'enabled' });
});

it('lets only the owner change the list', async () => {
  const bob = await fixture.join('member');
  const { catalogue } = fixture.host.services;
  await expect(catalogue.addRegistry(bob, server.url)).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
  });
  await expect(catalogue.removeRegistry(bob, 'bundled')).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
  });
  await expect(catalogue.removeRegistry(owner, 'bundled')).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

it('says which plugins of the host are missing, and offers the others', async () => {
  const missing = { slug: 'gone', directory: join(fixture.directory, 'gone'), isOffered: false };
  await fixture.restart({ bundled: [missing] });
  const [bundled] = await fixture.host.services.catalogue.registries(owner);
  expect(bundled).toMatchObject({
    url: null,
    state: 'old',
    pluginCount: 0,
    error: expect.stringContaining('plugins/gone'),
  });
});
