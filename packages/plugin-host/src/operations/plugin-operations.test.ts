import { generateKeyPairSync } from 'node:crypto';
import type { PluginPolicy } from '@braindrive/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { livingPlugin } from '../testing/living-plugin.ts';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';
import { startReleaseServer } from '../testing/release-server.ts';
import { asTgz } from '../testing/sample-plugin.ts';

let fixture: PluginHostFixture;
beforeEach(async () => {
  fixture = await createPluginHostFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const permissions = { storage: { quotaMB: 1 }, http: { hosts: ['api.example.com'] } };
const rule = (changes: Partial<PluginPolicy>): PluginPolicy => ({
  slug: 'notes',
  rule: 'allowed',
  deniedPermissions: [],
  isNativeTrusted: false,
  ...changes,
});

describe('an install', () => {
  it('shows steps with what they came to, asks, and runs nothing before the answer', async () => {
    const ada = await fixture.join();
    const asked = await fixture.upload(ada, livingPlugin({ manifest: { permissions } }));
    expect(asked).toMatchObject({
      kind: 'install',
      state: 'consent',
      plugin: {
        slug: 'notes',
        previousVersion: null,
        signature: { state: 'unsigned' },
        permissions: [{ title: 'Store up to 1 MB' }, { title: 'Talk to api.example.com' }],
      },
    });
    expect(asked.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'fetch done',
      'check done',
      'compatibility done',
      'consent running',
      'install waiting',
      'ready waiting',
    ]);
    expect(asked.steps[1]?.text).toBe('4 files, all digests match');
    expect(asked.receivedBytes).toBe(asked.totalBytes);
    const { operations, installations } = fixture.host.services;
    expect(await installations.listInstalled(ada)).toEqual([]);
    // After a reload of the page it is found again.
    expect(operations.listOperations(ada)).toMatchObject([{ id: asked.id, state: 'consent' }]);
    await operations.consent(ada, asked.id, true);
    const done = await operations.settled(ada, asked.id);
    expect(done).toMatchObject({ state: 'done', steps: [{}, {}, {}, {}, {}, { state: 'done' }] });
    const detail = await installations.detail(ada, 'notes');
    expect(detail.grants.map(({ permission }) => permission)).toEqual(['storage', 'http']);
    expect(detail.readme).toBe('# Notes 1.0.0\n');
  });

  it('takes the address of a page on the GitHub that the host asks for the repository itself', async () => {
    await using server = await startReleaseServer();
    await fixture.restart({ gitHub: server.settings });
    const ada = await fixture.join();
    const assets = { 'notes.tgz': asTgz(livingPlugin()) };
    server.publish('ada/notes', { tag: 'v1.0.0', assets });
    const { operations } = fixture.host.services;
    const { id } = await operations.install(ada, { kind: 'url', url: `${server.url}/ada/notes` });
    expect(await operations.settled(ada, id)).toMatchObject({
      state: 'consent',
      source: { kind: 'github', repository: 'ada/notes', tag: null },
    });
  });

  it('keeps no file of what was refused or cancelled', async () => {
    const ada = await fixture.join();
    const { operations } = fixture.host.services;
    for (const end of [
      (id: string) => operations.consent(ada, id, false),
      (id: string) => operations.cancel(ada, id),
    ]) {
      const asked = await fixture.upload(ada, livingPlugin());
      await end(asked.id);
      expect(await operations.settled(ada, asked.id).then(({ state }) => state)).toMatch(
        /cancelled|consent/,
      );
      await expect
        .poll(() => operations.listOperations(ada).find(({ id }) => id === asked.id)?.state)
        .toBe('cancelled');
    }
    expect(fixture.host.services.operations.listOperations(ada)).toHaveLength(2);
    expect(await fixture.files()).toEqual([]);
  });

  it('is nobody else’s business', async () => {
    const ada = await fixture.join();
    const bob = await fixture.join('member');
    const asked = await fixture.upload(ada, livingPlugin());
    const { operations } = fixture.host.services;
    expect(operations.listOperations(bob)).toEqual([]);
    await expect(operations.consent(bob, asked.id, true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(operations.cancel(bob, asked.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const guest = await fixture.join('guest');
    await expect(fixture.upload(guest, livingPlugin())).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await expect(operations.install(bob, { kind: 'folder', path: '/etc' })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    });
  });

  it.each([
    ['check', { ...livingPlugin(), 'README.md': 'changed' }, 'PLUGIN_ARCHIVE_REFUSED'],
    [
      'compatibility',
      livingPlugin({ manifest: { engines: { host: '^2.0.0', protocol: 1 } } }),
      'PLUGIN_INCOMPATIBLE',
    ],
    [
      'compatibility',
      livingPlugin({
        manifest: {
          ui: { entry: 'ui/remoteEntry.js' },
          shared: { react: '^18.0.0' },
        },
        files: { 'ui/remoteEntry.js': 'export {};' },
      }),
      'PLUGIN_INCOMPATIBLE',
    ],
    ['compatibility', livingPlugin({ manifest: { permissions: { native: {} } } }), 'NOT_PERMITTED'],
  ])('says that it failed in %s, and why', async (failedStep, files, code) => {
    const ada = await fixture.join();
    const failed = await fixture.upload(ada, files);
    expect(failed).toMatchObject({ state: 'failed', failedStep, error: { code } });
    expect(failed.error?.message).toMatch(/\.$/);
    expect(failed.steps.find(({ name }) => name === failedStep)?.state).toBe('failed');
  });

  it('does not offer what the owner denies, and leaves out permissions that are denied', async () => {
    const owner = await fixture.join();
    const bob = await fixture.join('member');
    const { policies, installations } = fixture.host.services;
    await policies.set(owner, rule({ slug: '*', deniedPermissions: ['http'] }));
    const asked = await fixture.upload(bob, livingPlugin({ manifest: { permissions } }));
    expect(
      asked.plugin?.permissions.map(({ permission, isDenied }) => [permission, isDenied]),
    ).toEqual([
      ['storage', false],
      ['http', true],
    ]);
    await fixture.host.services.operations.consent(bob, asked.id, true);
    await fixture.host.services.operations.settled(bob, asked.id);
    expect(await fixture.host.targets.find(bob.userId, 'notes')).toMatchObject({
      grants: { storage: { quotaMB: 1 } },
    });
    expect((await fixture.host.targets.find(bob.userId, 'notes'))?.grants.http).toBeUndefined();
    await policies.set(owner, rule({ rule: 'denied' }));
    expect(await installations.get(bob, 'notes')).toMatchObject({
      state: 'disabled',
      problem: { code: 'NOT_PERMITTED' },
    });
    await expect(fixture.call(bob, 'version')).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
    const refused = await fixture.upload(owner, livingPlugin());
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'NOT_PERMITTED' } });
  });
});

describe('screens of a plugin', () => {
  const files = { 'ui/remoteEntry.js': 'export {};' };
  const ui = { entry: 'ui/remoteEntry.js', mode: 'realm' } as const;
  const { privateKey: key } = generateKeyPairSync('ed25519');

  it.each([
    ['in a closed frame when nobody signed it', {}, 'frame'],
    ['in the page when it is signed', { key }, 'realm'],
  ])('run %s', async (_, signing, mode) => {
    const ada = await fixture.join();
    const asked = await fixture.upload(ada, livingPlugin({ manifest: { ui }, files, ...signing }));
    expect(asked.plugin).toMatchObject({ mode });
    await fixture.host.services.operations.consent(ada, asked.id, true);
    await fixture.host.services.operations.settled(ada, asked.id);
    expect(await fixture.host.services.installations.get(ada, 'notes')).toMatchObject({
      ui: { mode, baseUrl: expect.stringMatching(/^\/plugins\/notes\/1\.0\.0-[0-9a-f]{12}\/$/) },
    });
  });

  it('run in the page when the owner put the plugin on the list', async () => {
    const ada = await fixture.join();
    await fixture.host.services.policies.set(ada, rule({}));
    const asked = await fixture.upload(ada, livingPlugin({ manifest: { ui }, files }));
    expect(asked.plugin).toMatchObject({ mode: 'realm' });
  });
});

describe('an update', () => {
  it('that asks for nothing more needs no consent', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { manifest: { permissions } });
    const done = await fixture.upload(
      ada,
      livingPlugin({ version: '1.1.0', manifest: { permissions: { storage: { quotaMB: 1 } } } }),
    );
    expect(done).toMatchObject({ kind: 'update', state: 'done' });
    const { grants } = await fixture.host.services.installations.detail(ada, 'notes');
    expect(grants.map(({ permission }) => permission)).toEqual(['storage']);
  });

  it('that asks for more shows the difference, and changes nothing when it is refused', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, {});
    const { operations, installations } = fixture.host.services;
    const next = livingPlugin({ version: '1.1.0', manifest: { permissions } });
    const asked = await fixture.upload(ada, next);
    expect(asked).toMatchObject({
      kind: 'update',
      state: 'consent',
      plugin: {
        previousVersion: '1.0.0',
        permissions: [
          { permission: 'http', change: 'new' },
          { permission: 'storage', change: 'same' },
        ],
      },
    });
    await operations.consent(ada, asked.id, false);
    await expect.poll(() => operations.listOperations(ada).at(-1)?.state).toBe('cancelled');
    expect(await installations.get(ada, 'notes')).toMatchObject({ version: '1.0.0' });
    const again = await fixture.upload(ada, next);
    await operations.consent(ada, again.id, true);
    expect(await operations.settled(ada, again.id)).toMatchObject({ state: 'done' });
    const { grants } = await installations.detail(ada, 'notes');
    expect(grants.map(({ permission }) => permission).toSorted()).toEqual(['http', 'storage']);
  });

  it('by another author asks first', async () => {
    const keys = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')] as const;
    const ada = await fixture.join();
    await fixture.install(ada, { key: keys[0].privateKey });
    const same = await fixture.upload(
      ada,
      livingPlugin({ version: '1.1.0', key: keys[0].privateKey }),
    );
    expect(same).toMatchObject({ state: 'done', plugin: { signature: { trust: 'same-key' } } });
    const other = await fixture.upload(
      ada,
      livingPlugin({ version: '1.2.0', key: keys[1].privateKey }),
    );
    expect(other).toMatchObject({
      state: 'consent',
      plugin: { signature: { trust: 'key-changed' } },
    });
    const unsigned = await fixture.upload(ada, livingPlugin({ version: '1.3.0' }));
    expect(unsigned).toMatchObject({
      state: 'consent',
      plugin: { signature: { state: 'unsigned' } },
    });
  });

  it('keeps taken back what was taken back', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { manifest: { permissions } });
    const { installations } = fixture.host.services;
    await installations.revokeGrant(ada, 'notes', 'http');
    const done = await fixture.upload(
      ada,
      livingPlugin({ version: '1.1.0', manifest: { permissions } }),
    );
    expect(done.state).toBe('done');
    const { grants } = await installations.detail(ada, 'notes');
    expect(grants.map(({ permission }) => permission)).toEqual(['storage']);
  });
});

describe('the update check', () => {
  it('finds a newer release, says whether it needs consent, and updates from there', async () => {
    const server = await startReleaseServer();
    await fixture.restart({ gitHub: server.settings });
    const ada = await fixture.join();
    const { operations, catalogue, installations } = fixture.host.services;
    const publish = (version: string, more = {}) =>
      server.publish('ada/notes', {
        tag: `v${version}`,
        notes: `What is new in ${version}`,
        assets: { 'notes.tgz': asTgz(livingPlugin({ version, ...more })) },
      });
    publish('1.0.0');
    const source = { kind: 'github', repository: 'ada/notes', tag: null } as const;
    const started = await operations.install(ada, source);
    await operations.settled(ada, started.id);
    await operations.consent(ada, started.id, true);
    expect(await operations.settled(ada, started.id)).toMatchObject({ state: 'done' });

    publish('1.1.0', { manifest: { permissions } });
    expect(await catalogue.checkUpdates(ada)).toMatchObject([
      { slug: 'notes', update: { version: '1.1.0', needsConsent: true, isFailed: false } },
    ]);
    // Not asked again within a minute, and known after a restart.
    const { length } = server.requests;
    await catalogue.checkUpdates(ada);
    expect(server.requests).toHaveLength(length);

    const update = await operations.update(ada, 'notes', null);
    expect(await operations.settled(ada, update.id)).toMatchObject({
      state: 'consent',
      plugin: { notes: 'What is new in 1.1.0' },
    });
    await operations.cancel(ada, update.id);

    publish('1.0.1');
    await installations.setAutoUpdate(ada, 'notes', 'patch');
    fixture.clock.advance(7 * 3_600_000);
    await fixture.host.updates.round();
    expect(await installations.get(ada, 'notes')).toMatchObject({
      version: '1.0.1',
      update: { version: '1.1.0', needsConsent: true },
    });
    await server[Symbol.asyncDispose]();
  });

  it('does not try a version again by itself that failed on this host', async () => {
    const server = await startReleaseServer();
    await fixture.restart({ gitHub: server.settings });
    const ada = await fixture.join();
    const { operations, installations } = fixture.host.services;
    const publish = (plugin: Parameters<typeof livingPlugin>[0]) =>
      server.publish('ada/notes', {
        tag: `v${plugin?.version}`,
        assets: { 'notes.tgz': asTgz(livingPlugin(plugin)) },
      });
    publish({ version: '1.0.0' });
    const source = { kind: 'github', repository: 'ada/notes', tag: null } as const;
    const { id } = await operations.install(ada, source);
    await operations.settled(ada, id);
    await operations.consent(ada, id, true);
    await operations.settled(ada, id);
    await installations.setAutoUpdate(ada, 'notes', 'minor');
    publish({ version: '1.1.0', dataVersion: 2, failsIn: 'migrate' });
    const failures = () =>
      operations.listOperations(ada).filter(({ state }) => state === 'failed').length;
    for (let round = 0; round < 3; round++) {
      fixture.clock.advance(7 * 3_600_000);
      await fixture.host.updates.round();
      expect(await installations.get(ada, 'notes')).toMatchObject({
        version: '1.0.0',
        state: 'enabled',
        update: { version: '1.1.0', isFailed: true },
      });
      expect(failures()).toBe(round === 0 ? 1 : 0);
    }
    await server[Symbol.asyncDispose]();
  });
});
