import type { Actor } from '@braindrive/core';
import { SqlDatabase } from '@braindrive/test-kit';
import { afterEach, expect, it } from 'vitest';
import type { LivingPlugin } from '../testing/living-plugin.ts';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';
import type { Checkpoint, LifecycleOperation } from './lifecycle-journal.ts';

let fixture: PluginHostFixture;
afterEach(() => fixture[Symbol.asyncDispose]());

interface Place {
  readonly operation: LifecycleOperation;
  readonly step: string;
  readonly moment: 'before' | 'after';
}

/** A host that stops for ever at one place: what it was about to do is not done, as with a kill. */
function killAt(): { readonly checkpoint: Checkpoint; arm(place: Place): Promise<void> } {
  let armed: { readonly place: Place; readonly reached: () => void } | null = null;
  return {
    checkpoint: async (place) => {
      const { operation, step, moment } = armed?.place ?? {};
      if (place.operation !== operation || place.step !== step || place.moment !== moment) return;
      armed?.reached();
      await new Promise(() => {});
    },
    arm: (place) =>
      new Promise((reached) => {
        armed = { place, reached };
      }),
  };
}

const before: LivingPlugin = { version: '1.0.0', hooks: ['enable', 'disable', 'uninstall'] };
const after: LivingPlugin = { version: '2.0.0', dataVersion: 2, hooks: ['upgrade', 'check'] };

const places = (operation: LifecycleOperation, ...steps: readonly string[]): Place[] =>
  steps.flatMap((step) => [
    { operation, step, moment: 'before' },
    { operation, step, moment: 'after' },
  ]);

async function openJournal(): Promise<number> {
  const rows = await new SqlDatabase(fixture.orm).read((session) =>
    session.all('select id from plugin_journal where outcome is null'),
  );
  return rows.length;
}

async function storedVersions(): Promise<string[]> {
  const rows = await new SqlDatabase(fixture.orm).read((session) =>
    session.all<{ version: string }>('select version from plugin_version order by version'),
  );
  return rows.map(({ version }) => version);
}

/** Kills the host in the work and starts it again. */
async function killDuring(place: Place, work: (kill: PluginHostFixture) => Promise<unknown>) {
  const killer = killAt();
  await fixture.restart({ checkpoint: killer.checkpoint });
  const reached = killer.arm(place);
  void work(fixture).catch(() => {});
  await reached;
  await fixture.restart();
  expect(await openJournal()).toBe(0);
}

async function prepare(): Promise<Actor> {
  fixture = await createPluginHostFixture();
  const ada = await fixture.join();
  await fixture.install(ada, before);
  await fixture.call(ada, 'write', 'kept');
  return ada;
}

it.each(places('install', 'rows', 'hooks', 'done'))(
  'leaves all or nothing of an install killed $moment "$step"',
  async (place) => {
    fixture = await createPluginHostFixture();
    const ada = await fixture.join();
    await killDuring(place, ({ install }) => install(ada, { ...before, hooks: ['install'] }));
    const installed = await fixture.host.services.installations.listInstalled(ada);
    const isDone = place.step === 'done' && place.moment === 'after';
    expect(installed).toHaveLength(isDone ? 1 : 0);
    if (!isDone) expect(await fixture.install(ada, before)).toMatchObject({ state: 'done' });
    expect(await fixture.call(ada, 'version')).toBe('1.0.0');
  },
);

it.each(
  places('upgrade', 'stage', 'start', 'hold', 'snapshot', 'migrate', 'check', 'swap', 'done'),
)('loses nothing when an upgrade is killed $moment "$step"', async (place) => {
  const ada = await prepare();
  await killDuring(place, ({ install }) => install(ada, after));
  const isDone = place.step === 'done' && place.moment === 'after';
  expect(await storedVersions()).toEqual(isDone ? ['1.0.0', '2.0.0'] : ['1.0.0']);
  expect(await fixture.call(ada, 'version')).toBe(isDone ? '2.0.0' : '1.0.0');
  expect(await fixture.call(ada, 'read')).toBe(isDone ? 'kept 1→2' : 'kept');
  // Nothing of the cut-off attempt stands in the way of the next.
  if (!isDone) expect(await fixture.install(ada, after)).toMatchObject({ state: 'done' });
  expect(await fixture.call(ada, 'read')).toBe('kept 1→2');
});

it.each(places('rollback', 'restore', 'done'))(
  'finishes a rollback that was killed $moment "$step"',
  async (place) => {
    const ada = await prepare();
    await fixture.install(ada, after);
    await killDuring(place, ({ host }) => host.services.installations.rollback(ada, 'notes'));
    const isBegun = place.step === 'done' || place.moment === 'after';
    expect(await fixture.call(ada, 'version')).toBe(isBegun ? '1.0.0' : '2.0.0');
    expect(await fixture.call(ada, 'read')).toBe(isBegun ? 'kept' : 'kept 1→2');
  },
);

it.each([
  ...places('disable', 'begin', 'done'),
  ...places('uninstall', 'begin', 'done'),
  ...places('enable', 'begin', 'done'),
])('leaves a plugin whole when $operation is killed $moment "$step"', async (place) => {
  const ada = await prepare();
  const { installations } = fixture.host.services;
  if (place.operation === 'enable') await installations.disable(ada, 'notes');
  await killDuring(place, ({ host }) => {
    const service = host.services.installations;
    if (place.operation === 'disable') return service.disable(ada, 'notes');
    if (place.operation === 'enable') return service.enable(ada, 'notes');
    return service.uninstall(ada, 'notes');
  });
  const service = fixture.host.services.installations;
  if ((await service.listKept(ada)).length > 0) await service.restore(ada, 'notes');
  await service.enable(ada, 'notes');
  expect(await fixture.call(ada, 'read')).toBe('kept');
});

it.each(places('purge', 'begin', 'done'))(
  'deletes all data or none when a purge is killed $moment "$step"',
  async (place) => {
    const ada = await prepare();
    await fixture.host.services.installations.uninstall(ada, 'notes');
    await killDuring(place, ({ host }) => host.services.installations.purge(ada, 'notes'));
    const kept = await fixture.host.services.installations.listKept(ada);
    const isBegun = place.step === 'done' || place.moment === 'after';
    expect(kept).toHaveLength(isBegun ? 0 : 1);
    if (!isBegun) await fixture.host.services.installations.restore(ada, 'notes');
    else await fixture.install(ada, before);
    expect(await fixture.call(ada, 'read')).toBe(isBegun ? null : 'kept');
  },
);

it('starts although one plugin cannot be brought back, and says so to who touches it', async () => {
  const ada = await prepare();
  const place = { operation: 'upgrade', step: 'check', moment: 'after' } as const;
  const killer = killAt();
  await fixture.restart({ checkpoint: killer.checkpoint });
  const reached = killer.arm(place);
  void fixture.install(ada, after).catch(() => {});
  await reached;
  await new SqlDatabase(fixture.orm).write((session) => session.run('delete from plugin_snapshot'));
  await fixture.restart();
  expect(await openJournal()).toBe(1);
  await expect(fixture.host.services.installations.uninstall(ada, 'notes')).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  expect(await fixture.install(ada, { slug: 'other' })).toMatchObject({ state: 'done' });
});
