import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, startBridgeFixture } from '../testing/bridge-fixture.ts';
import { PluginManifests } from './plugin-manifests.ts';

let fixture: BridgeFixture;
let caller: BridgeCaller;
beforeEach(async () => {
  fixture = await startBridgeFixture();
  const { userId } = await fixture.addPerson();
  caller = await fixture.install({
    ownerId: userId,
    slug: 'notes',
    permissions: { secrets: {} },
    settings: {
      limit: { type: 'integer', minimum: 1, default: 20 },
      name: { type: 'string' },
      // Would take years on the value below.
      slow: { type: 'string', pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' },
      list: { type: 'array', items: { type: 'string' }, default: [] },
      token: { type: 'string', secret: true },
      other: { type: 'string', secret: true },
    },
  });
});
afterEach(() => fixture.stop());

const set = (values: Record<string, unknown>) => fixture.ask(caller, 'settings.set', { values });
const get = () => fixture.ask(caller, 'settings.get', null);

/** As the person's form saves them. */
async function save(values: Record<string, unknown>): Promise<void> {
  const manifest = await new PluginManifests(fixture.database).of(caller);
  const { installationId } = caller;
  await fixture.bridges.settings.replace(
    { database: fixture.database, installationId, nowMs: 5 },
    manifest,
    values,
  );
}

describe('settings', () => {
  it('have the defaults of the schema, and merge', async () => {
    expect(await get()).toEqual({ limit: 20, list: [] });
    expect(await set({ limit: 5, name: 'Ada' })).toEqual({ limit: 5, name: 'Ada', list: [] });
    expect(await set({ limit: null, list: ['a'] })).toEqual({
      limit: 20,
      name: 'Ada',
      list: ['a'],
    });
    expect(await get()).toEqual({ limit: 20, name: 'Ada', list: ['a'] });
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 'many' }, 'limit'],
    [{ list: [1] }, 'list'],
    [{ unknown: 1 }, 'unknown'],
    [{ token: 'secret' }, 'token'],
    [{ name: 'x'.repeat(300_000) }, 'settings'],
  ])('that do not fit change nothing: %#', async (values, name) => {
    await expect(set({ name: 'Ada', ...values })).rejects.toMatchObject({
      code: 'settings/invalid',
      issues: expect.arrayContaining([expect.objectContaining({ path: [name] })]),
    });
    expect(await get()).toEqual({ limit: 20, list: [] });
  });
});

describe('a pattern of the schema', () => {
  it('is not run by the host, which it could stop', async () => {
    await expect(set({ slow: 'a'.repeat(5_000) })).resolves.toMatchObject({ limit: 20 });
  });
});

describe('secrets', () => {
  const secret = async (name: string) => (await fixture.ask(caller, 'secrets.get', { name })).value;

  it('are what the person entered, and never among the settings', async () => {
    expect(await secret('token')).toBeNull();
    await save({ limit: 3, token: 'hush', other: 'more' });
    expect(await secret('token')).toBe('hush');
    expect(await get()).toEqual({ limit: 3, list: [] });
    await save({ limit: 4, other: null, token: '' });
    expect([await secret('token'), await secret('other')]).toEqual(['hush', null]);
    const stored = await fixture.database.read((session) =>
      session.get('select settings, secrets, secrets_set_at as setAt from plugin_installation'),
    );
    expect(JSON.stringify(stored)).not.toContain('hush');
    expect(stored).toMatchObject({ setAt: '{"token":5}' });
  });

  it('are refused by name when the schema has no such secret', async () => {
    for (const name of ['limit', 'nothing', '__proto__', 'constructor']) {
      await expect(secret(name)).rejects.toMatchObject({ code: 'secrets/unknown' });
    }
  });

  it('of another installation do not open, even when their rows are mixed up', async () => {
    await save({ token: 'hush' });
    const { userId } = await fixture.addPerson();
    const settings = { token: { type: 'string', secret: true } };
    const other = await fixture.install({
      ownerId: userId,
      slug: 'thief',
      permissions: { secrets: {} },
      settings,
    });
    await fixture.database.write((session) =>
      session.run(
        'update plugin_installation set secrets = (select secrets from plugin_installation where id = ?) where id = ?',
        caller.installationId,
        other.installationId,
      ),
    );
    expect((await fixture.ask(other, 'secrets.get', { name: 'token' })).value).toBeNull();
  });

  it('need the grant', async () => {
    await save({ token: 'hush' });
    await fixture.revoke(caller, 'secrets');
    await expect(secret('token')).rejects.toMatchObject({ code: 'permission/not-granted' });
  });
});

describe('state', () => {
  const write = (key: string, value: unknown) => fixture.ask(caller, 'state.set', { key, value });
  const read = async (key: string) => (await fixture.ask(caller, 'state.get', { key })).value;

  it('is kept by key, and deleted by null', async () => {
    await write('open', { tab: 1 });
    await write('open', { tab: 2 });
    expect(await read('open')).toEqual({ tab: 2 });
    await write('open', null);
    expect(await read('open')).toBeNull();
  });

  it('has room for so much together', async () => {
    await write('a', 'x'.repeat(200_000));
    await expect(write('b', 'x'.repeat(100_000))).rejects.toMatchObject({
      code: 'state/too-large',
    });
    await expect(write('a', 'x'.repeat(300_000))).rejects.toMatchObject({
      code: 'state/too-large',
    });
    expect(await read('a')).toHaveLength(200_000);
    await write('a', 1);
    await expect(write('b', 'x'.repeat(100_000))).resolves.toBeNull();
  });
});
