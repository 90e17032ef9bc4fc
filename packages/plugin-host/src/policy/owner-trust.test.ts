import type { PluginPolicy } from '@braindrive/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { livingPlugin } from '../testing/living-plugin.ts';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';

let fixture: PluginHostFixture;
beforeEach(async () => {
  fixture = await createPluginHostFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const native = { manifest: { permissions: { storage: { quotaMB: 1 }, native: {} } } };
const trusting: PluginPolicy = {
  slug: 'notes',
  rule: 'allowed',
  deniedPermissions: [],
  isNativeTrusted: true,
};

it('lets native code run only once the owner trusts the plugin', async () => {
  const owner = await fixture.join();
  expect(await fixture.install(owner, native)).toMatchObject({
    state: 'failed',
    error: { code: 'NOT_PERMITTED' },
  });
  await fixture.host.services.policies.set(owner, trusting);
  expect(await fixture.install(owner, native)).toMatchObject({ state: 'done' });
  expect(await fixture.call(owner, 'version')).toBe('1.0.0');
  expect(await fixture.install(owner, { ...native, version: '1.1.0' })).toMatchObject({
    state: 'done',
  });
});

it('lets others run the very version that the owner has, but nothing else by its name', async () => {
  const owner = await fixture.join();
  const bob = await fixture.join('member');
  await fixture.host.services.policies.set(owner, trusting);
  await fixture.install(owner, native);
  const namesake = await fixture.upload(bob, livingPlugin({ ...native, version: '9.9.9' }));
  expect(namesake).toMatchObject({ state: 'failed', error: { code: 'NOT_PERMITTED' } });
  expect(await fixture.install(bob, native)).toMatchObject({ state: 'done' });
  expect(await fixture.call(bob, 'version')).toBe('1.0.0');
});

it('does not draw a namesake of a listed plugin in the page', async () => {
  const owner = await fixture.join();
  const bob = await fixture.join('member');
  await fixture.host.services.policies.set(owner, { ...trusting, isNativeTrusted: false });
  const files = livingPlugin({
    manifest: { ui: { entry: 'ui/remoteEntry.js', mode: 'realm' } },
    files: { 'ui/remoteEntry.js': 'export {};' },
  });
  expect((await fixture.upload(bob, files)).plugin).toMatchObject({ mode: 'frame' });
  expect((await fixture.upload(owner, files)).plugin).toMatchObject({ mode: 'realm' });
});
