import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, readAll, startBridgeFixture } from '../testing/bridge-fixture.ts';

const script = resolve(import.meta.dirname, '../testing/killed-host.ts');
let dataDirectory: string;
let caller: BridgeCaller;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'killed-host-'));
  await withHost(async (host) => {
    const { userId } = await host.addPerson();
    const permissions = { storage: { quotaMB: 5 } };
    caller = await host.install({ ownerId: userId, slug: 'notes', permissions });
    await host.ask(caller, 'storage.set', { key: 'k0', value: 'old' });
    await host.ask(caller, 'storage.putBlob', { name: 'blob', body: { text: 'old' } });
  });
});
afterEach(() => rm(dataDirectory, { recursive: true }));

async function withHost<Result>(work: (host: BridgeFixture) => Promise<Result>): Promise<Result> {
  const host = await startBridgeFixture({ dataDirectory });
  try {
    return await work(host);
  } finally {
    await host.stop();
  }
}

async function killHost(where: string, turns: number): Promise<void> {
  const conditions = '--conditions=@braindrive/source';
  const args = [conditions, script, dataDirectory, caller.installationId, where, String(turns)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

/** What the next life finds, after it has tidied up. */
const found = () =>
  withHost(async (host) => {
    await host.data.removeOrphans();
    const { items } = await host.ask(caller, 'storage.list', { limit: 500 });
    const { bytes } = await readAll(host.follow(caller, 'storage.getBlob', { name: 'blob' }));
    const version = await host.database.read((session) =>
      session.get<{ version: number }>('select data_version as version from plugin_installation'),
    );
    const files = await readdir(join(dataDirectory, 'plugins', 'blobs'));
    const copies = await readdir(join(dataDirectory, 'plugins', 'migrations')).catch(() => []);
    return {
      first: items[0]?.value,
      count: items.length,
      blob: bytes.toString(),
      ...version,
      files: files.length,
      copies,
    };
  });

const old = { first: 'old', count: 1, blob: 'old', version: 1, files: 1, copies: [] };
const migrated = { first: 0, count: 500, blob: 'new', version: 2, files: 1, copies: [] };

describe('a host that is killed', () => {
  it('in a migration finds the old data', async () => {
    await killHost('migrating', 0);
    expect(await found()).toEqual(old);
  });

  it.each([0, 1, 2, 4, 8])(
    'while it commits one (turn %i) finds the old data or the new, whole',
    async (turns) => {
      await killHost('committing', turns);
      expect([old, migrated]).toContainEqual(await found());
    },
  );

  it.each([0, 2, 6])(
    'while it restores a snapshot (turn %i) finds what was, or what is put back, whole',
    async (turns) => {
      await killHost('restoring', turns);
      const changed = { ...old, first: 0, count: 500 };
      expect([old, changed]).toContainEqual(await found());
    },
  );
});
