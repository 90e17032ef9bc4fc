import type { Actor } from '@braindrive/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';

let fixture: PluginHostFixture;
let ada: Actor;
beforeEach(async () => {
  fixture = await createPluginHostFixture();
  ada = await fixture.join();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const settings = {
  type: 'object',
  properties: {
    limit: { type: 'number', default: 20, maximum: 100 },
    token: { type: 'string', secret: true },
  },
};

describe('settings', () => {
  it('are checked, defaulted and told to open pages, and secrets never come back', async () => {
    await fixture.install(ada, { manifest: { settings, permissions: { secrets: {} } } });
    const { installations } = fixture.host.services;
    const detail = await installations.updateSettings(ada, 'notes', { limit: 5, token: 'geheim' });
    expect(detail.settings).toEqual({ limit: 5 });
    expect(detail.secrets.token).toBeInstanceOf(Date);
    expect(JSON.stringify(detail)).not.toContain('geheim');
    const target = await fixture.host.targets.find(ada.userId, 'notes');
    expect(target?.settings).toEqual({ limit: 5 });
    await expect(installations.updateSettings(ada, 'notes', { limit: 500 })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fieldErrors: { limit: [expect.any(String)] },
    });
    const cleared = await installations.updateSettings(ada, 'notes', { token: null });
    expect(cleared).toMatchObject({ settings: { limit: 20 }, secrets: { token: null } });
  });

  it('survive an upgrade and come back with a rollback', async () => {
    await fixture.install(ada, { manifest: { settings } });
    const { installations } = fixture.host.services;
    await installations.updateSettings(ada, 'notes', { limit: 7 });
    await fixture.install(ada, { version: '1.1.0', manifest: { settings } });
    expect((await installations.detail(ada, 'notes')).settings).toEqual({ limit: 7 });
    await installations.updateSettings(ada, 'notes', { limit: 8 });
    await installations.rollback(ada, 'notes');
    expect((await installations.detail(ada, 'notes')).settings).toEqual({ limit: 7 });
  });
});

describe('somebody else’s plugin', () => {
  it('cannot be seen or touched', async () => {
    const bob = await fixture.join('member');
    await fixture.install(ada, {});
    const { installations } = fixture.host.services;
    const attempts = [
      () => installations.get(bob, 'notes'),
      () => installations.detail(bob, 'notes'),
      () => installations.enable(bob, 'notes'),
      () => installations.disable(bob, 'notes'),
      () => installations.rollback(bob, 'notes'),
      () => installations.repair(bob, 'notes'),
      () => installations.uninstall(bob, 'notes'),
      () => installations.restore(bob, 'notes'),
      () => installations.purge(bob, 'notes'),
      () => installations.updateSettings(bob, 'notes', {}),
      () => installations.revokeGrant(bob, 'notes', 'storage'),
      () => installations.log(bob, 'notes', 10),
      () => installations.readState(bob, 'notes', 'x'),
      () => installations.writeState(bob, 'notes', 'x', 1),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(fixture.eventsOf(bob)).toEqual([]);
  });

  it('says nothing in the log of a person who shares its process', async () => {
    const bob = await fixture.join('member');
    await fixture.install(ada, {});
    await fixture.install(bob, {});
    const { installations } = fixture.host.services;
    const { digest, id } = await installations.get(ada, 'notes');
    const line = { level: 'info', text: 'about Ada' } as const;
    fixture.host.logs.append(digest, { ...line, event: 'plugin.output' });
    fixture.host.logs.append(id, { ...line, event: 'note.saved' });
    expect(await installations.log(bob, 'notes', 10)).toEqual([]);
    expect(await installations.log(ada, 'notes', 10)).toHaveLength(2);
  });
});

it('keeps what the screens remember, up to a limit', async () => {
  await fixture.install(ada, {});
  const { installations } = fixture.host.services;
  await installations.writeState(ada, 'notes', 'tab', { open: 2 });
  expect(await installations.readState(ada, 'notes', 'tab')).toEqual({ open: 2 });
  await installations.writeState(ada, 'notes', 'tab', null);
  expect(await installations.readState(ada, 'notes', 'tab')).toBeNull();
  for (const [key, value] of [
    ['big', 'x'.repeat(300_000)],
    ['', 1],
    ['k'.repeat(101), 1],
  ] as const) {
    await expect(installations.writeState(ada, 'notes', key, value)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  }
});

it('fails no call while versions are exchanged under load', async () => {
  await fixture.install(ada, { version: '1.0.0' });
  let isRunning = true;
  let calls = 0;
  const failures: unknown[] = [];
  const caller = async (path: string) => {
    while (isRunning) {
      calls++;
      await fixture.call(ada, path, 'x').catch((error: unknown) => failures.push(error));
    }
  };
  const callers = ['version', 'read', 'write', 'version', 'read', 'write'].map(caller);
  for (let minor = 1; minor <= 4; minor++) {
    const done = await fixture.install(ada, { version: `1.${minor}.0`, dataVersion: minor });
    expect(done).toMatchObject({ state: 'done' });
  }
  await fixture.host.services.installations.rollback(ada, 'notes');
  isRunning = false;
  await Promise.all(callers);
  expect(failures).toEqual([]);
  expect(calls).toBeGreaterThan(20);
  expect(await fixture.call(ada, 'version')).toBe('1.3.0');
});
