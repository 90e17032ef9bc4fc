import { SqlDatabase } from '@braindrive/test-kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';

let fixture: PluginHostFixture;
beforeEach(async () => {
  fixture = await createPluginHostFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const user = (id: string) =>
  ({ user: { id } }) as Parameters<PluginHostFixture['host']['userStep']['run']>[0];
const slugs = async (actor: Parameters<PluginHostFixture['call']>[0]) =>
  (await fixture.host.services.installations.listInstalled(actor)).map(({ slug }) => slug);

it('gives what comes with the host to everybody, with its permissions, and runs hooks at the first use', async () => {
  const ada = await fixture.join();
  await fixture.bundle({ hooks: ['install', 'enable'] });
  await fixture.restart();
  expect(await fixture.host.services.installations.get(ada, 'notes')).toMatchObject({
    isBundled: true,
    state: 'enabled',
    runState: 'idle',
    signature: { state: 'signed', trust: 'bundled' },
  });
  expect(await fixture.call(ada, 'hooks')).toEqual(['install', 'enable']);
  expect(await fixture.call(ada, 'hooks')).toEqual(['install', 'enable']);

  const bob = await fixture.join('guest');
  expect(await slugs(bob)).toEqual([]);
  await fixture.host.userStep.run(user(bob.userId));
  await fixture.host.userStep.run(user(bob.userId));
  expect(await fixture.call(bob, 'version')).toBe('1.0.0');
});

it('does not give again what somebody uninstalled, not even after its data was deleted', async () => {
  const ada = await fixture.join();
  await fixture.bundle({});
  await fixture.restart();
  const { installations } = fixture.host.services;
  await installations.uninstall(ada, 'notes');
  await fixture.restart();
  expect(await slugs(ada)).toEqual([]);
  await fixture.host.services.installations.purge(ada, 'notes');
  await fixture.restart();
  expect(await slugs(ada)).toEqual([]);
  const again = await fixture.host.services.operations.install(ada, {
    kind: 'bundled',
    slug: 'notes',
  });
  const { operations } = fixture.host.services;
  await operations.settled(ada, again.id);
  await operations.consent(ada, again.id, true);
  expect(await operations.settled(ada, again.id)).toMatchObject({ state: 'done' });
  await fixture.restart();
  expect(await slugs(ada)).toEqual(['notes']);
});

it('keeps what is only offered for those who install it, who move to newer versions like everybody', async () => {
  const ada = await fixture.join();
  await fixture.bundle({ version: '1.0.0' }, true);
  await fixture.restart();
  expect(await slugs(ada)).toEqual([]);
  const { catalogue, operations } = fixture.host.services;
  expect(await catalogue.available(ada, {})).toMatchObject([
    { slug: 'notes', registryId: 'bundled', installedVersion: null },
  ]);
  const asked = await operations.install(ada, {
    kind: 'registry',
    registryId: 'bundled',
    version: null,
    slug: 'notes',
  });
  expect(await operations.settled(ada, asked.id)).toMatchObject({
    state: 'consent',
    plugin: { signature: { state: 'signed', trust: 'bundled' } },
  });
  await operations.consent(ada, asked.id, true);
  expect(await operations.settled(ada, asked.id)).toMatchObject({ state: 'done' });
  const bob = await fixture.join('member');
  await fixture.host.userStep.run(user(bob.userId));
  expect(await slugs(bob)).toEqual([]);
  await fixture.bundle({ version: '1.1.0' }, true);
  await fixture.restart();
  expect(await fixture.call(ada, 'version')).toBe('1.1.0');
  expect(await slugs(bob)).toEqual([]);
});

it('moves everybody to the version of a newer host, and their data at the first use', async () => {
  const ada = await fixture.join();
  await fixture.bundle({ version: '1.0.0' });
  await fixture.restart();
  await fixture.call(ada, 'write', 'kept');
  await fixture.bundle({ version: '2.0.0', dataVersion: 2, hooks: ['upgrade'] });
  await fixture.restart();
  expect(await fixture.host.services.installations.get(ada, 'notes')).toMatchObject({
    version: '2.0.0',
    runState: 'idle',
  });
  expect(await fixture.call(ada, 'read')).toBe('kept 1→2');
  expect(await fixture.call(ada, 'hooks')).toEqual(['upgrade from 1.0.0']);
  expect(await fixture.call(ada, 'read')).toBe('kept 1→2');
});

it('keeps the data when the migration of a newer host fails, and goes on with the host that mends it', async () => {
  const ada = await fixture.join();
  await fixture.bundle({ version: '1.0.0' });
  await fixture.restart();
  await fixture.call(ada, 'write', 'kept');
  await fixture.bundle({ version: '2.0.0', dataVersion: 2, failsIn: 'migrate' });
  await fixture.restart();
  await expect(fixture.call(ada, 'read')).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  const { problem } = await fixture.host.services.installations.get(ada, 'notes');
  expect(problem?.message).toContain('could not move its data');
  await fixture.bundle({ version: '2.0.1', dataVersion: 2 });
  await fixture.restart();
  expect(await fixture.call(ada, 'read')).toBe('kept 1→2');
  expect((await fixture.host.services.installations.get(ada, 'notes')).problem).toBeNull();
});

it('shows a plugin that no longer comes with the host as broken, with its data kept', async () => {
  const ada = await fixture.join();
  await fixture.bundle({});
  await fixture.restart();
  await fixture.call(ada, 'write', 'kept');
  await fixture.restart({ bundled: [] });
  expect(await fixture.host.services.installations.get(ada, 'notes')).toMatchObject({
    problem: { code: 'PLUGIN_DIGEST_MISMATCH' },
  });
  await fixture.restart();
  expect(await fixture.call(ada, 'read')).toBe('kept');
});

it('gives what the owner requires to everybody and keeps it on', async () => {
  const owner = await fixture.join();
  const bob = await fixture.join('member');
  await fixture.install(owner, {});
  const { policies, installations } = fixture.host.services;
  await policies.set(owner, {
    slug: 'notes',
    rule: 'required',
    deniedPermissions: [],
    isNativeTrusted: false,
  });
  expect(await fixture.call(bob, 'version')).toBe('1.0.0');
  expect(await installations.get(bob, 'notes')).toMatchObject({ isRequired: true });
  await expect(installations.disable(bob, 'notes')).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
  });
  await expect(installations.uninstall(bob, 'notes')).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
  });
  await expect(policies.list(bob)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
});

it('gives what the owner made a default to new accounts only', async () => {
  const owner = await fixture.join();
  const bob = await fixture.join('member');
  await fixture.install(owner, {});
  await fixture.host.services.policies.set(owner, {
    slug: 'notes',
    rule: 'default',
    deniedPermissions: [],
    isNativeTrusted: false,
  });
  await fixture.install(owner, { version: '1.1.0' });
  const eve = await fixture.join('member');
  await fixture.host.userStep.run(user(eve.userId));
  await fixture.restart();
  expect(await slugs(bob)).toEqual([]);
  expect(await slugs(eve)).toEqual(['notes']);
  // The version that the owner has now.
  expect(await fixture.call(eve, 'version')).toBe('1.1.0');
});

it('starts quickly with many people, and starts no plugin for it', async () => {
  await fixture.bundle({});
  const database = new SqlDatabase(fixture.orm);
  await database.write((session) => {
    for (let count = 0; count < 500; count++) {
      session.run(
        `insert into user (id, name, email, role, status, created_at) values (?, 'x', ?, 'member', 'ready', 0)`,
        `user-${count}`,
        `${count}@home.example`,
      );
    }
  });
  await fixture.restart();
  const rows = await database.read((session) =>
    session.all<{ digest: string }>('select digest from plugin_installation'),
  );
  expect(rows).toHaveLength(500);
  expect(fixture.host.supervisor.state(rows[0]?.digest ?? '')).toBe('idle');
});
