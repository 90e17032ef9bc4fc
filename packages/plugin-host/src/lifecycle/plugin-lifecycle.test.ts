import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';

let fixture: PluginHostFixture;
beforeEach(async () => {
  fixture = await createPluginHostFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const stateOf = async (actor: Parameters<PluginHostFixture['call']>[0]) => {
  const installed = await fixture.host.services.installations.get(actor, 'notes');
  return { version: installed.version, state: installed.state };
};

describe('an install', () => {
  it('runs its hooks once and leaves a plugin that answers', async () => {
    const ada = await fixture.join();
    const done = await fixture.install(ada, { hooks: ['install', 'enable', 'disable'] });
    expect(done).toMatchObject({ state: 'done', error: null });
    expect(await fixture.call(ada, 'hooks')).toEqual(['install', 'enable']);
    expect(await fixture.call(ada, 'version')).toBe('1.0.0');
    expect(await stateOf(ada)).toEqual({ version: '1.0.0', state: 'enabled' });
  });

  it('leaves nothing behind when its hook fails', async () => {
    const ada = await fixture.join();
    const failed = await fixture.install(ada, { hooks: ['install'], failsIn: 'install' });
    expect(failed).toMatchObject({ state: 'failed', failedStep: 'install' });
    expect(failed.error?.message).toContain('It fails here on purpose');
    expect(await fixture.host.services.installations.listInstalled(ada)).toEqual([]);
    expect(await fixture.host.installations.ofUser(ada.userId)).toEqual([]);
  });

  it('gives two people two versions with data of their own', async () => {
    const ada = await fixture.join();
    const bob = await fixture.join('member');
    await fixture.install(ada, { version: '1.0.0' });
    await fixture.install(bob, { version: '2.0.0' });
    await fixture.call(ada, 'write', 'of Ada');
    expect(await fixture.call(ada, 'version')).toBe('1.0.0');
    expect(await fixture.call(bob, 'version')).toBe('2.0.0');
    expect(await fixture.call(bob, 'read')).toBeNull();
    expect(fixture.eventsOf(bob).some((event) => JSON.stringify(event).includes('1.0.0'))).toBe(
      false,
    );
  });
});

describe('an upgrade', () => {
  it('moves the data, keeps answering, and can be taken back with the data as it was', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { version: '1.0.0' });
    await fixture.call(ada, 'write', 'first');
    const done = await fixture.install(ada, {
      version: '2.0.0',
      dataVersion: 2,
      hooks: ['upgrade', 'check'],
    });
    expect(done).toMatchObject({ state: 'done', kind: 'update' });
    expect(await fixture.call(ada, 'version')).toBe('2.0.0');
    expect(await fixture.call(ada, 'read')).toBe('first 1→2');
    expect(await fixture.call(ada, 'hooks')).toEqual(['upgrade from 1.0.0', 'check']);
    await fixture.host.services.installations.rollback(ada, 'notes');
    expect(await fixture.call(ada, 'version')).toBe('1.0.0');
    expect(await fixture.call(ada, 'read')).toBe('first');
  });

  it.each([
    ['its migration', { failsIn: 'migrate' as const }],
    ['its check', { hooks: ['check'] as const, problems: ['The index is empty.'] }],
    ['a probe', { failsIn: 'probe' as const }],
    ['its start', { failsIn: 'start' as const }],
  ])('that fails in %s leaves the old version with its data', async (_, bad) => {
    const ada = await fixture.join();
    await fixture.install(ada, { version: '1.0.0' });
    await fixture.call(ada, 'write', 'kept');
    const failed = await fixture.install(ada, { version: '2.0.0', dataVersion: 2, ...bad });
    expect(failed).toMatchObject({ state: 'failed', failedStep: 'install' });
    expect(await stateOf(ada)).toEqual({ version: '1.0.0', state: 'enabled' });
    expect(await fixture.call(ada, 'read')).toBe('kept');
    await fixture.call(ada, 'write', 'goes on');
    expect(await fixture.call(ada, 'read')).toBe('goes on');
  });

  it('is refused when the other version could not read the data', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { version: '2.0.0', dataVersion: 2 });
    const refused = await fixture.install(ada, { version: '1.0.0', dataVersion: 1 });
    expect(refused).toMatchObject({
      state: 'failed',
      failedStep: 'compatibility',
      error: { code: 'PLUGIN_INCOMPATIBLE' },
    });
  });

  it('is taken back by itself when the new version crashes three times within a minute', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { version: '1.0.0' });
    await fixture.call(ada, 'write', 'kept');
    await fixture.install(ada, { version: '2.0.0' });
    await fixture.call(ada, 'write', 'written after the update');
    for (let count = 0; count < 3; count++) {
      await fixture.call(ada, 'crash').catch(() => {});
      fixture.clock.advance(1_000);
    }
    await expect.poll(async () => (await stateOf(ada)).version, { timeout: 10_000 }).toBe('1.0.0');
    expect(await fixture.call(ada, 'read')).toBe('written after the update');
    const { problem, update } = await fixture.host.services.installations.get(ada, 'notes');
    expect(problem?.message).toContain('You are back on 1.0.0, nothing lost');
    expect(update).toBeNull();
  });

  it('is taken back by itself when its screens cannot be drawn', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { version: '1.0.0' });
    await fixture.install(ada, { version: '2.0.0' });
    const report = { component: 'List', message: 'x is not a function', stack: null };
    const { installations } = fixture.host.services;
    await installations.reportUiError(ada, 'notes', { ...report, version: '1.0.0' });
    expect((await stateOf(ada)).version).toBe('2.0.0');
    await installations.reportUiError(ada, 'notes', { ...report, version: '2.0.0' });
    await expect.poll(async () => (await stateOf(ada)).version).toBe('1.0.0');
  });

  it('stays when the minute is over', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { version: '1.0.0' });
    await fixture.install(ada, { version: '2.0.0' });
    fixture.clock.advance(61_000);
    await fixture.host.expiry.run();
    await fixture.host.services.installations.reportUiError(ada, 'notes', {
      version: '2.0.0',
      component: 'List',
      message: 'late',
      stack: null,
    });
    expect((await stateOf(ada)).version).toBe('2.0.0');
    const detail = await fixture.host.services.installations.detail(ada, 'notes');
    expect(detail.rollback?.version).toBe('1.0.0');
    fixture.clock.advance(7 * 24 * 3_600_000);
    await fixture.host.expiry.run();
    expect((await fixture.host.services.installations.detail(ada, 'notes')).rollback).toBeNull();
  });
});

describe('turning off and removing', () => {
  it('disables at once, even when the plugin fails over it, and enables again', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { hooks: ['disable'], failsIn: 'disable' });
    const { installations } = fixture.host.services;
    expect(await installations.disable(ada, 'notes')).toMatchObject({ state: 'disabled' });
    await expect(fixture.call(ada, 'version')).rejects.toMatchObject({ code: 'PLUGIN_DISABLED' });
    expect(await installations.enable(ada, 'notes')).toMatchObject({ state: 'enabled' });
    const { history } = await installations.detail(ada, 'notes');
    expect(history.map(({ operation }) => operation)).toEqual(['enable', 'disable', 'install']);
    expect(history[1]?.text).toContain('It fails here on purpose');
  });

  it('keeps the data of an uninstalled plugin for 30 days and brings it back', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { hooks: ['uninstall'] });
    await fixture.call(ada, 'write', 'kept');
    const { installations } = fixture.host.services;
    await installations.uninstall(ada, 'notes');
    expect(await installations.listInstalled(ada)).toEqual([]);
    expect(fixture.eventsOf(ada)).toContainEqual({ type: 'plugin-removed', slug: 'notes' });
    expect(await installations.listKept(ada)).toMatchObject([{ slug: 'notes' }]);
    await installations.restore(ada, 'notes');
    expect(await fixture.call(ada, 'read')).toBe('kept');

    await installations.uninstall(ada, 'notes');
    fixture.clock.advance(31 * 24 * 3_600_000);
    await fixture.host.expiry.run();
    expect(await installations.listKept(ada)).toEqual([]);
    await expect(installations.restore(ada, 'notes')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await fixture.install(ada, {});
    expect(await fixture.call(ada, 'read')).toBeNull();
  });

  it('keeps the files as long as somebody has the version', async () => {
    const ada = await fixture.join();
    const bob = await fixture.join('member');
    await fixture.install(ada, {});
    await fixture.install(bob, {});
    const { installations } = fixture.host.services;
    const { digest } = await installations.get(ada, 'notes');
    for (const [actor, expected] of [
      [ada, true],
      [bob, false],
    ] as const) {
      await installations.uninstall(actor, 'notes');
      await installations.purge(actor, 'notes');
      expect((await fixture.host.locations.locate(digest)) !== null).toBe(expected);
    }
  });
});
