import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreEntities } from '@braindrive/core';
import { createOrm, type Orm } from '@braindrive/database';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { actorFor, createPluginHostFixture } from '../testing/plugin-host-fixture.ts';

const script = join(import.meta.dirname, '..', 'testing', 'doomed-host.ts');

let path: string;
let orm: Orm | null;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'plugin-host-killed-'));
  orm = null;
});
afterEach(async () => {
  await orm?.close(true);
  await rm(path, { recursive: true, force: true });
});

/** @returns what it printed, and the signal that ended it. */
const runDoomedHost = (...place: readonly string[]): Promise<{ text: string; signal: unknown }> =>
  new Promise((resolve) => {
    const args = ['--conditions=@braindrive/source', script, path, ...place];
    execFile(process.execPath, args, (error, text) => resolve({ text, signal: error?.signal }));
  });

it.each([
  ['stage', 'after', false],
  ['start', 'after', false],
  ['hold', 'after', false],
  ['snapshot', 'after', false],
  ['migrate', 'after', false],
  ['check', 'after', false],
  ['swap', 'after', false],
  ['done', 'before', false],
  ['done', 'after', true],
] as const)(
  'a host killed at "%s" (%s the journal wrote it) starts again with nothing lost',
  async (step, moment, isUpgraded) => {
    const { text, signal } = await runDoomedHost(step, moment);
    expect(signal).toBe('SIGKILL');
    orm = await createOrm({ entities: coreEntities, path: join(path, 'host.sqlite') });
    const owner = actorFor(text.trim(), 'owner');
    await using fixture = await createPluginHostFixture({}, { orm, path });
    expect(await fixture.call(owner, 'version')).toBe(isUpgraded ? '2.0.0' : '1.0.0');
    expect(await fixture.call(owner, 'read')).toBe(isUpgraded ? 'kept 1→2' : 'kept');
    const { history } = await fixture.host.services.installations.detail(owner, 'notes');
    expect(history.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      isUpgraded ? 'upgrade done' : 'upgrade undone',
      'install done',
    ]);
  },
  30_000,
);
