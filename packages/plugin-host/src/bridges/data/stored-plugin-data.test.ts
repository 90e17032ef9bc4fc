import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { randomNumbers } from '../../testing/broken-bytes.ts';
import { type BridgeFixture, readAll, startBridgeFixture } from '../testing/bridge-fixture.ts';

let fixture: BridgeFixture;
let caller: BridgeCaller;
beforeEach(async () => {
  fixture = await startBridgeFixture();
  caller = await installFor('notes');
});
afterEach(() => fixture.stop());

const later = new Date('2026-03-08T09:00:00.000Z');

async function installFor(slug: string): Promise<BridgeCaller> {
  const { userId } = await fixture.addPerson();
  return fixture.install({
    ownerId: userId,
    slug,
    permissions: { storage: { quotaMB: 5 } },
    settings: { theme: { type: 'string', default: 'light' } },
  });
}

/** Everything that an installation keeps, as its plugin sees it. */
async function contentOf(from: BridgeCaller): Promise<unknown> {
  const { items: entries } = await fixture.ask(from, 'storage.list', { limit: 500 });
  const documents = await fixture.ask(from, 'storage.query', { collection: 'items', limit: 500 });
  const indexed = await fixture.ask(from, 'storage.query', {
    collection: 'items',
    orderBy: { field: 'n' },
    limit: 500,
  });
  const { items: blobs } = await fixture.ask(from, 'storage.listBlobs', { limit: 500 });
  const contents = await Promise.all(
    blobs.map(async ({ name }) => {
      const { bytes } = await readAll(fixture.follow(from, 'storage.getBlob', { name }));
      return bytes.toString();
    }),
  );
  return {
    entries,
    documents: documents.items,
    indexed: indexed.items,
    blobs,
    contents,
    usage: await fixture.ask(from, 'storage.usage', null),
    settings: await fixture.ask(from, 'settings.get', null),
    state: await fixture.ask(from, 'state.get', { key: 'open' }),
  };
}

const files = async (folder: string): Promise<string[]> =>
  readdir(join(fixture.dataDirectory, 'plugins', folder)).catch(() => []);

const putBlob = (from: BridgeCaller, name: string, text: string) =>
  fixture.ask(from, 'storage.putBlob', { name, body: { text } });

/** One of the many things that a plugin may do. */
async function changeSomething(
  from: BridgeCaller,
  random: (below: number) => number,
): Promise<void> {
  const name = `n${random(6)}`;
  const value = { text: 'x'.repeat(random(500)) };
  const changes = [
    () => fixture.ask(from, 'storage.set', { key: name, value }),
    () => fixture.ask(from, 'storage.delete', { key: name }),
    () =>
      fixture.ask(from, 'storage.putDocument', {
        collection: 'items',
        id: name,
        value,
        index: random(2) === 0 ? { n: random(9) } : { other: 'text' },
      }),
    () => fixture.ask(from, 'storage.deleteDocument', { collection: 'items', id: name }),
    () => putBlob(from, name, `blob ${random(1_000)}`),
    () => fixture.ask(from, 'storage.deleteBlob', { name }),
    () => fixture.ask(from, 'settings.set', { values: { theme: `t${random(9)}` } }),
    () => fixture.ask(from, 'state.set', { key: 'open', value: random(9) }),
  ];
  await changes[random(changes.length)]?.();
}

describe('a snapshot', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed))(
    'puts back exactly what was there, whatever happened since (seed %i)',
    async (seed) => {
      const random = randomNumbers(seed);
      const other = await installFor('other');
      const change = async () => {
        await changeSomething(caller, random);
        await changeSomething(other, random);
      };
      for (let n = random(30); n > 0; n--) await change();
      const before = await contentOf(caller);
      const snapshotId = await fixture.data.snapshot(caller.installationId, later);
      for (let n = random(30); n > 0; n--) await change();
      const secondId = await fixture.data.snapshot(caller.installationId, later);
      if (random(2) === 0) fixture.restart();
      for (let n = random(10); n > 0; n--) await change();
      const others = await contentOf(other);

      await fixture.data.restore(snapshotId);

      expect(await contentOf(caller)).toEqual(before);
      expect(await contentOf(other)).toEqual(others);
      await fixture.data.drop(secondId);
      await fixture.data.drop(snapshotId);
      expect(await contentOf(caller)).toEqual(before);
      fixture.restart();
      await fixture.data.removeOrphans();
      expect(await contentOf(caller)).toEqual(before);
      expect(await contentOf(other)).toEqual(others);
      const { blobs } = await fixture.data.usage(caller.installationId);
      const { blobs: otherBlobs } = await fixture.data.usage(other.installationId);
      expect(await files('blobs')).toHaveLength(blobs + otherBlobs);
      expect(await files('snapshots')).toEqual([]);
    },
  );

  it('keeps the blobs it needs when the plugin deletes them, and lets them go when it is dropped', async () => {
    await putBlob(caller, 'a', 'old');
    const snapshotId = await fixture.data.snapshot(caller.installationId, later);
    await fixture.ask(caller, 'storage.deleteBlob', { name: 'a' });
    expect(await fixture.data.removeOrphans()).toBe(0);
    expect(await files('blobs')).toHaveLength(1);
    await fixture.data.drop(snapshotId);
    expect(await files('blobs')).toEqual([]);
  });

  it('that is taken while a blob is being deleted holds it, or never had it', async () => {
    for (let n = 0; n < 10; n++) await putBlob(caller, `b${n}`, `text ${n}`);
    const deleting = Array.from({ length: 10 }, (_, n) =>
      fixture.ask(caller, 'storage.deleteBlob', { name: `b${n}` }),
    );
    const snapshotId = await fixture.data.snapshot(caller.installationId, later);
    await Promise.all(deleting);
    await fixture.data.restore(snapshotId);
    await expect(contentOf(caller)).resolves.toBeDefined();
  });

  it('whose file is gone stands in nobody’s way', async () => {
    await putBlob(caller, 'a', 'text');
    const snapshotId = await fixture.data.snapshot(caller.installationId, later);
    await rm(join(fixture.dataDirectory, 'plugins', 'snapshots'), { recursive: true });
    fixture.restart();
    await expect(fixture.ask(caller, 'storage.deleteBlob', { name: 'a' })).resolves.toBeDefined();
    await expect(fixture.data.restore(snapshotId)).rejects.toThrow();
    await fixture.data.drop(snapshotId);
    expect(await fixture.data.removeOrphans()).toBe(1);
    expect(fixture.failures).toEqual([]);
  });

  it('of which the row was never written is an orphan', async () => {
    const snapshotId = await fixture.data.snapshot(caller.installationId, later);
    await fixture.database.write((session) =>
      session.run('delete from plugin_snapshot where id = ?', snapshotId),
    );
    fixture.restart();
    expect(await fixture.data.removeOrphans()).toBe(1);
    await expect(fixture.data.restore(snapshotId)).rejects.toThrow();
    await expect(fixture.data.drop(snapshotId)).resolves.toBeUndefined();
  });
});

describe('a migration', () => {
  const begin = async () => {
    const transactionId = await fixture.data.begin(caller.installationId);
    const migrating: BridgeCaller = { ...caller, purpose: { kind: 'migration', transactionId } };
    return { transactionId, migrating };
  };
  const dataVersion = () =>
    fixture.database.read((session) =>
      session.get(
        'select data_version as version from plugin_installation where id = ?',
        caller.installationId,
      ),
    );
  beforeEach(async () => {
    await fixture.ask(caller, 'storage.set', { key: 'a', value: 'old' });
    await putBlob(caller, 'blob', 'old');
  });

  const migrate = async (migrating: BridgeCaller) => {
    await fixture.ask(migrating, 'storage.set', { key: 'a', value: 'new' });
    await fixture.ask(migrating, 'storage.putDocument', {
      collection: 'items',
      id: 'x',
      value: 1,
      index: { n: 1 },
    });
    await putBlob(migrating, 'blob', 'new');
    await putBlob(migrating, 'more', 'more');
    await fixture.ask(migrating, 'settings.set', { values: { theme: 'dark' } });
    await fixture.ask(migrating, 'state.set', { key: 'open', value: 1 });
  };

  it('sees its own changes, which nobody else does before it is committed', async () => {
    const before = await contentOf(caller);
    const { transactionId, migrating } = await begin();
    await migrate(migrating);
    const after = await contentOf(migrating);
    expect(await contentOf(caller)).toEqual(before);
    expect(await dataVersion()).toEqual({ version: 1 });
    await fixture.data.commit(transactionId, 2);
    expect(await contentOf(caller)).toEqual(after);
    expect(await dataVersion()).toEqual({ version: 2 });
    expect(await files('blobs')).toHaveLength(2);
    expect(await files('migrations')).toEqual([]);
    await expect(fixture.ask(migrating, 'storage.get', { key: 'a' })).rejects.toMatchObject({
      code: 'storage/not-found',
    });
  });

  it('that is aborted leaves nothing', async () => {
    const before = await contentOf(caller);
    const { transactionId, migrating } = await begin();
    await migrate(migrating);
    await fixture.data.abort(transactionId);
    await fixture.data.abort(transactionId);
    expect(await contentOf(caller)).toEqual(before);
    expect(await files('blobs')).toHaveLength(1);
    expect(await files('migrations')).toEqual([]);
    await expect(fixture.ask(caller, 'storage.set', { key: 'b', value: 1 })).resolves.toBeDefined();
  });

  it('in which the host is killed leaves the old data', async () => {
    const before = await contentOf(caller);
    const { migrating } = await begin();
    await migrate(migrating);
    fixture.restart();
    expect(await contentOf(caller)).toEqual(before);
    await fixture.data.removeOrphans();
    expect(await contentOf(caller)).toEqual(before);
    expect(await files('blobs')).toHaveLength(1);
    expect(await files('migrations')).toEqual([]);
  });

  it('whose commit fails leaves the old data, and can be undone', async () => {
    const before = await contentOf(caller);
    const { transactionId, migrating } = await begin();
    await migrate(migrating);
    // Stands for anything that the database refuses in the middle of the copy.
    await fixture.database.write((session) =>
      session.run(
        `create temp trigger refuse before insert on plugin_state begin select raise(abort, 'full'); end`,
      ),
    );
    await expect(fixture.data.commit(transactionId, 2)).rejects.toThrow('full');
    await fixture.database.write((session) => session.run('drop trigger refuse'));
    expect(await contentOf(caller)).toEqual(before);
    expect(await dataVersion()).toEqual({ version: 1 });
    await expect(fixture.ask(caller, 'storage.set', { key: 'b', value: 1 })).resolves.toBeDefined();
    fixture.restart();
    await fixture.data.removeOrphans();
    expect(await files('blobs')).toHaveLength(1);
  });

  it('lets others read and keeps them from writing', async () => {
    const { transactionId } = await begin();
    const refused = { code: 'storage/conflict', retryAfterMs: 1_000 };
    expect(await fixture.ask(caller, 'storage.get', { key: 'a' })).toMatchObject({ value: 'old' });
    await expect(fixture.ask(caller, 'storage.set', { key: 'a', value: 1 })).rejects.toMatchObject(
      refused,
    );
    await expect(putBlob(caller, 'a', 'b')).rejects.toMatchObject(refused);
    await expect(fixture.ask(caller, 'settings.set', { values: {} })).rejects.toMatchObject(
      refused,
    );
    await expect(fixture.ask(caller, 'state.set', { key: 'a', value: 1 })).rejects.toMatchObject(
      refused,
    );
    await expect(fixture.data.begin(caller.installationId)).rejects.toMatchObject(refused);
    await fixture.data.abort(transactionId);
  });

  it('of another installation cannot be joined', async () => {
    const { transactionId } = await begin();
    const other = await installFor('other');
    const intruder: BridgeCaller = { ...other, purpose: { kind: 'migration', transactionId } };
    await expect(fixture.ask(intruder, 'storage.get', { key: 'a' })).rejects.toMatchObject({
      code: 'storage/not-found',
    });
  });

  it('keeps to the quota', async () => {
    const { migrating } = await begin();
    const value = 'x'.repeat(262_000);
    const writes = Array.from({ length: 21 }, (_, n) =>
      fixture.ask(migrating, 'storage.set', { key: `k${n}`, value }),
    );
    const results = await Promise.allSettled(writes);
    const { usedBytes } = await fixture.ask(migrating, 'storage.usage', null);
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    expect(usedBytes).toBeLessThanOrEqual(5 * 1_048_576);
  });

  it('many at once end each in its own data', async () => {
    const callers = await Promise.all(Array.from({ length: 14 }, (_, n) => installFor(`many${n}`)));
    await Promise.all(
      callers.map(async (each) => {
        const transactionId = await fixture.data.begin(each.installationId);
        const migrating: BridgeCaller = { ...each, purpose: { kind: 'migration', transactionId } };
        await fixture.ask(migrating, 'storage.set', { key: 'who', value: each.slug });
        await fixture.data.commit(transactionId, 2);
      }),
    );
    for (const each of callers) {
      expect(await fixture.ask(each, 'storage.get', { key: 'who' })).toMatchObject({
        value: each.slug,
      });
    }
  });
});

describe('a purge', () => {
  it('deletes one installation and no other', async () => {
    const other = await installFor('other');
    for (const each of [caller, other]) {
      const random = randomNumbers(3);
      for (let n = 0; n < 30; n++) await changeSomething(each, random);
      await fixture.data.snapshot(each.installationId, later);
    }
    const kept = await contentOf(other);
    const empty = await contentOf(await installFor('fresh'));
    await fixture.data.purge(caller.installationId);
    expect(await contentOf(caller)).toEqual(empty);
    expect(await contentOf(other)).toEqual(kept);
    expect(await files('snapshots')).toHaveLength(1);
  });

  it('by the end of an account leaves no files', async () => {
    await putBlob(caller, 'a', 'text');
    await fixture.data.snapshot(caller.installationId, later);
    await fixture.database.write((session) =>
      session.run('delete from user where id = ?', caller.ownerId),
    );
    expect(await fixture.data.removeOrphans()).toBe(2);
  });
});
