import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, readAll, startBridgeFixture } from '../testing/bridge-fixture.ts';

let fixture: BridgeFixture;
let caller: BridgeCaller;
beforeEach(async () => {
  fixture = await startBridgeFixture();
  const { userId } = await fixture.addPerson();
  caller = await fixture.install({
    ownerId: userId,
    slug: 'notes',
    permissions: { storage: { quotaMB: 1 } },
  });
});
afterEach(() => fixture.stop());

const pieces = async function* (...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
};

describe('keys', () => {
  it('keep any JSON, with a revision that grows with each write', async () => {
    const value = { text: 'ä', list: [1, null, true], nested: { deep: 'x' } };
    expect(await fixture.ask(caller, 'storage.set', { key: 'a', value })).toEqual({ revision: 1 });
    expect(await fixture.ask(caller, 'storage.get', { key: 'a' })).toEqual({
      key: 'a',
      value,
      revision: 1,
    });
    expect(await fixture.ask(caller, 'storage.set', { key: 'a', value: null })).toEqual({
      revision: 2,
    });
    expect(await fixture.ask(caller, 'storage.get', { key: 'b' })).toBeNull();
  });

  it('are written only where the revision is the expected one', async () => {
    await fixture.ask(caller, 'storage.set', { key: 'a', value: 1, ifRevision: 0 });
    const write = (ifRevision: number) =>
      fixture.ask(caller, 'storage.set', { key: 'a', value: 2, ifRevision });
    await expect(write(0)).rejects.toMatchObject({
      code: 'storage/conflict',
      details: { revision: 1 },
    });
    await expect(write(1)).resolves.toEqual({ revision: 2 });
    await expect(
      fixture.ask(caller, 'storage.delete', { key: 'a', ifRevision: 1 }),
    ).rejects.toMatchObject({
      code: 'storage/conflict',
    });
    expect(await fixture.ask(caller, 'storage.delete', { key: 'a', ifRevision: 2 })).toEqual({
      isDeleted: true,
    });
  });

  it('are listed by prefix in code point order, page by page', async () => {
    const keys = ['b', 'a/\u{1f600}', 'a/z', 'a/\uffee', 'a/%', 'a'];
    for (const key of keys) await fixture.ask(caller, 'storage.set', { key, value: key });
    const first = await fixture.ask(caller, 'storage.list', { prefix: 'a/', limit: 3 });
    expect(first.items.map(({ key }) => key)).toEqual(['a/%', 'a/z', 'a/\uffee']);
    const rest = await fixture.ask(caller, 'storage.list', {
      prefix: 'a/',
      limit: 3,
      cursor: first.nextCursor ?? '',
    });
    expect(rest).toMatchObject({ items: [{ key: 'a/\u{1f600}' }], nextCursor: null });
  });

  it('refuse a cursor of another list', async () => {
    await fixture.ask(caller, 'storage.set', { key: 'a', value: 1 });
    await fixture.ask(caller, 'storage.set', { key: 'b', value: 1 });
    const { nextCursor } = await fixture.ask(caller, 'storage.list', { limit: 1 });
    for (const cursor of [nextCursor ?? '', 'junk', Buffer.from('[1,2]').toString('base64url')]) {
      await expect(
        fixture.ask(caller, 'storage.list', { prefix: 'x', cursor }),
      ).rejects.toMatchObject({
        code: 'storage/cursor-invalid',
      });
    }
  });

  it('page through the longest keys', async () => {
    const keys = ['\u{1f600}'.repeat(256), `${'\u{1f600}'.repeat(255)}\u{1f601}`];
    for (const key of keys) await fixture.ask(caller, 'storage.set', { key, value: 1 });
    const { nextCursor } = await fixture.ask(caller, 'storage.list', { limit: 1 });
    const { items } = await fixture.ask(caller, 'storage.list', {
      limit: 1,
      cursor: nextCursor ?? '',
    });
    expect(items.map(({ key }) => key)).toEqual([keys[1]]);
  });

  it('take no value that is too large, too deep or not there, and no broken text as a name', async () => {
    const set = (value: unknown, key = 'a') => fixture.ask(caller, 'storage.set', { key, value });
    await expect(set('x'.repeat(256 * 1024))).rejects.toMatchObject({ code: 'storage/too-large' });
    await expect(set(JSON.parse(`${'['.repeat(1_500)}${']'.repeat(1_500)}`))).rejects.toMatchObject(
      {
        code: 'storage/too-large',
      },
    );
    await expect(
      set(JSON.parse(`${'['.repeat(60_000)}${']'.repeat(60_000)}`)),
    ).rejects.toMatchObject({
      code: 'storage/too-large',
    });
    await expect(set('['.repeat(2_000))).resolves.toEqual({ revision: 1 });
    await expect(set(undefined)).rejects.toMatchObject({ code: 'bridge/invalid-params' });
    await expect(set(1, 'lone \ud800')).rejects.toMatchObject({ code: 'bridge/invalid-params' });
    expect(fixture.failures).toEqual([]);
  });
});

describe('a collection', () => {
  const put = (id: string, fields: Record<string, string | number | boolean | null>) =>
    fixture.ask(caller, 'storage.putDocument', {
      collection: 'items',
      id,
      value: { id },
      index: fields,
    });
  const ids = async (query: object) => {
    const page = await fixture.ask(caller, 'storage.query', { collection: 'items', ...query });
    return page.items.map(({ id }) => id);
  };
  const values: readonly (readonly [string, string | number | boolean | null])[] = [
    ['null', null],
    ['false', false],
    ['true', true],
    ['min', -1e308],
    ['minus', -2.5],
    ['zero', 0],
    ['tiny', 5e-324],
    ['two', 2],
    ['ten', 10],
    ['empty', ''],
    ['A', 'A'],
    ['a', 'a'],
    ['ab', 'ab'],
    ['wide', 'a\uffee'],
    ['astral', 'a\u{1f600}'],
  ];

  it('orders an indexed field by type, then by value', async () => {
    for (const [id, field] of values.toReversed()) await put(id, { field });
    await put('none', {});
    const order = values.map(([id]) => id);
    expect(await ids({ orderBy: { field: 'field' } })).toEqual(order);
    expect(await ids({ orderBy: { field: 'field', direction: 'desc' } })).toEqual(
      order.toReversed(),
    );
    expect(await ids({ where: [{ field: 'field', op: 'eq', value: -0 }] })).toEqual(['zero']);
  });

  it.each([
    [{ op: 'lt', value: 0 }, ['min', 'minus']],
    [{ op: 'lte', value: 0 }, ['min', 'minus', 'zero']],
    [{ op: 'gt', value: 0 }, ['tiny', 'two', 'ten']],
    [{ op: 'gte', value: 'ab' }, ['ab', 'wide', 'astral']],
    [{ op: 'lt', value: true }, ['false']],
    [{ op: 'gt', value: null }, []],
    [{ op: 'prefix', value: 'a' }, ['a', 'ab', 'wide', 'astral']],
    [{ op: 'prefix', value: '' }, ['empty', 'A', 'a', 'ab', 'wide', 'astral']],
    [{ op: 'in', value: [10, 'A', null] }, ['null', 'ten', 'A']],
    [{ op: 'in', value: [] }, []],
    [{ op: 'eq', value: '2' }, []],
  ])('finds %j in the order of the values, and counts the same', async (condition, expected) => {
    for (const [id, field] of values) await put(id, { field });
    const where = [{ field: 'field', ...condition }];
    expect(await ids({ where, orderBy: { field: 'field' } })).toEqual(expected);
    expect(await ids({ where })).toEqual(expected.toSorted());
    const count = await fixture.ask(caller, 'storage.count', {
      collection: 'items',
      where,
    } as never);
    expect(count).toEqual({ count: expected.length });
  });

  it('finds what fits several conditions, also two on one field', async () => {
    for (let n = 0; n < 40; n++)
      await put(`d${String(n).padStart(2, '0')}`, { n, kind: n % 2 === 0 ? 'even' : 'odd' });
    const where = [
      { field: 'n', op: 'gte', value: 10 },
      { field: 'n', op: 'lt', value: 20 },
      { field: 'kind', op: 'ne', value: 'odd' },
      { field: 'n', op: 'ne', value: 14 },
    ];
    expect(await ids({ where, orderBy: { field: 'n', direction: 'desc' } })).toEqual([
      'd18',
      'd16',
      'd12',
      'd10',
    ]);
  });

  it('pages through equal values without a gap, also over many rows that do not fit', async () => {
    const operations = Array.from({ length: 2_400 }, (_, n) => ({
      op: 'put' as const,
      collection: 'items',
      id: `d${String(n).padStart(4, '0')}`,
      value: n,
      index: { same: 1, rare: n % 600 === 0 },
    }));
    for (let start = 0; start < operations.length; start += 400) {
      await fixture.ask(caller, 'storage.transaction', {
        operations: operations.slice(start, start + 400),
      });
    }
    const where = [{ field: 'rare', op: 'eq' as const, value: true }];
    const query = { collection: 'items', where, orderBy: { field: 'same' }, limit: 3 };
    const first = await fixture.ask(caller, 'storage.query', query);
    const second = await fixture.ask(caller, 'storage.query', {
      ...query,
      cursor: first.nextCursor ?? '',
    });
    expect([...first.items, ...second.items].map(({ value }) => value)).toEqual([
      0, 600, 1_200, 1_800,
    ]);
    expect(second.nextCursor).toBeNull();
    expect(await fixture.ask(caller, 'storage.count', { collection: 'items', where })).toEqual({
      count: 4,
    });
    expect(await fixture.ask(caller, 'storage.count', { collection: 'items' })).toEqual({
      count: 2_400,
    });
  });

  it('forgets what a document was found by when it changes or goes', async () => {
    await put('x', { a: 1 });
    await put('x', { b: 1 });
    expect(await ids({ where: [{ field: 'a', op: 'eq', value: 1 }] })).toEqual([]);
    await fixture.ask(caller, 'storage.deleteDocument', { collection: 'items', id: 'x' });
    expect(await ids({ where: [{ field: 'b', op: 'eq', value: 1 }] })).toEqual([]);
  });

  it('ends a page before it is too large for one frame', async () => {
    const { userId } = await fixture.addPerson();
    caller = await fixture.install({
      ownerId: userId,
      slug: 'large',
      permissions: { storage: { quotaMB: 20 } },
    });
    const value = 'x'.repeat(250_000);
    for (let n = 0; n < 20; n++) {
      await fixture.ask(caller, 'storage.putDocument', { collection: 'items', id: `d${n}`, value });
    }
    const page = await fixture.ask(caller, 'storage.query', { collection: 'items' });
    expect(page.items).toHaveLength(16);
    const rest = await fixture.ask(caller, 'storage.query', {
      collection: 'items',
      cursor: page.nextCursor ?? '',
    });
    expect(rest).toMatchObject({ items: { length: 4 }, nextCursor: null });
  });
});

describe('a transaction', () => {
  it('writes all of it in order', async () => {
    const { revisions } = await fixture.ask(caller, 'storage.transaction', {
      operations: [
        { op: 'set', key: 'a', value: 1 },
        { op: 'set', key: 'a', value: 2, ifRevision: 1 },
        { op: 'check', key: 'b', ifRevision: 0 },
        { op: 'put', collection: 'c', id: 'd', value: 3, index: { n: 3 } },
        { op: 'check-document', collection: 'c', id: 'd', ifRevision: 1 },
        { op: 'delete', key: 'a' },
        { op: 'remove', collection: 'c', id: 'other' },
      ],
    });
    expect(revisions).toEqual([1, 2, null, 1, null, null, null]);
    expect(await fixture.ask(caller, 'storage.get', { key: 'a' })).toBeNull();
  });

  it('writes nothing when one condition does not hold, and says which', async () => {
    const before = await fixture.ask(caller, 'storage.usage', null);
    const transaction = fixture.ask(caller, 'storage.transaction', {
      operations: [
        { op: 'set', key: 'a', value: 1 },
        { op: 'check-document', collection: 'c', id: 'd', ifRevision: 4 },
      ],
    });
    await expect(transaction).rejects.toMatchObject({
      code: 'storage/conflict',
      details: { operation: 1 },
    });
    expect(await fixture.ask(caller, 'storage.usage', null)).toEqual(before);
  });

  it('lets one of many writers win', async () => {
    const writes = Array.from({ length: 20 }, (_, n) =>
      fixture.ask(caller, 'storage.transaction', {
        operations: [
          { op: 'check', key: 'lock', ifRevision: 0 },
          { op: 'set', key: 'lock', value: n },
        ],
      }),
    );
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a blob', () => {
  const put = (name: string, body: AsyncIterable<unknown>, isNew = false) =>
    fixture.ask(
      caller,
      'storage.putBlob',
      { name, body: { stream: 1 }, isNew },
      { bodies: { 1: body } },
    );
  const get = (name: string, range: object = {}) =>
    readAll(fixture.follow(caller, 'storage.getBlob', { name, ...range }));

  it('is kept as it was sent, and read from anywhere', async () => {
    expect(await put('a', pieces('hello ', 'wide ', 'world'))).toMatchObject({
      name: 'a',
      sizeBytes: 16,
    });
    expect((await get('a')).bytes.toString()).toBe('hello wide world');
    expect((await get('a', { offset: 6, length: 4 })).bytes.toString()).toBe('wide');
    expect((await get('a', { offset: 99 })).bytes.toString()).toBe('');
    expect(await fixture.ask(caller, 'storage.headBlob', { name: 'a' })).toMatchObject({
      sizeBytes: 16,
    });
    await expect(get('b')).rejects.toMatchObject({ code: 'storage/not-found' });
  });

  it('stays the old one when the new one breaks off', async () => {
    await put('a', pieces('old'));
    const broken = async function* () {
      yield Buffer.from('new');
      throw new Error('the plugin died');
    };
    await expect(put('a', broken())).rejects.toThrow();
    await expect(put('a', pieces('x'), true)).rejects.toMatchObject({ code: 'storage/conflict' });
    await expect(
      put(
        'a',
        (async function* () {
          yield 'text';
        })(),
      ),
    ).rejects.toMatchObject({
      code: 'bridge/invalid-params',
    });
    expect((await get('a')).bytes.toString()).toBe('old');
    fixture.restart();
    expect(await fixture.data.removeOrphans()).toBe(0);
  });

  it('that is replaced or deleted while it is read is read to its end', async () => {
    const old = Buffer.alloc(300_000, 'a');
    await put(
      'a',
      (async function* () {
        yield old;
      })(),
    );
    const reading = fixture.follow(caller, 'storage.getBlob', { name: 'a' });
    await reading.next();
    await put('a', pieces('new'));
    await fixture.ask(caller, 'storage.deleteBlob', { name: 'a' });
    expect((await readAll(reading)).bytes.equals(old)).toBe(true);
    expect(await fixture.data.removeOrphans()).toBe(0);
  });

  it('is listed by name', async () => {
    for (const name of ['b/2', 'b/1', 'a']) await put(name, pieces(name));
    const page = await fixture.ask(caller, 'storage.listBlobs', { prefix: 'b/', limit: 1 });
    expect(page.items).toMatchObject([{ name: 'b/1', sizeBytes: 3 }]);
    const rest = await fixture.ask(caller, 'storage.listBlobs', {
      prefix: 'b/',
      cursor: page.nextCursor ?? '',
    });
    expect(rest).toMatchObject({ items: [{ name: 'b/2' }], nextCursor: null });
  });
});

describe('the quota', () => {
  const megabyte = 1_048_576;
  const text = (bytes: number) => 'x'.repeat(bytes - 2);

  it('counts keys, documents, indexes and blobs together, and gives back what is deleted', async () => {
    const empty = await fixture.ask(caller, 'storage.usage', null);
    expect(empty).toEqual({ usedBytes: 0, quotaBytes: megabyte, keys: 0, documents: 0, blobs: 0 });
    await fixture.ask(caller, 'storage.set', { key: 'ä', value: 'ö' });
    await fixture.ask(caller, 'storage.set', { key: 'ä', value: 'öö' });
    await fixture.ask(caller, 'storage.putDocument', {
      collection: 'c',
      id: 'd',
      value: 1,
      index: { n: 1, t: 'x' },
    });
    await fixture.ask(caller, 'storage.putDocument', {
      collection: 'c',
      id: 'd',
      value: 1,
      index: { n: 1 },
    });
    await fixture.ask(caller, 'storage.putBlob', { name: 'b', body: { text: 'ä' } });
    const full = await fixture.ask(caller, 'storage.usage', null);
    expect(full).toMatchObject({
      usedBytes: 64 + 2 + 6 + (64 + 3) + (64 + 1 + 9) + (64 + 1 + 2),
      keys: 1,
      documents: 1,
      blobs: 1,
    });
    await fixture.ask(caller, 'storage.delete', { key: 'ä' });
    await fixture.ask(caller, 'storage.deleteDocument', { collection: 'c', id: 'd' });
    await fixture.ask(caller, 'storage.deleteBlob', { name: 'b' });
    expect(await fixture.ask(caller, 'storage.usage', null)).toEqual(empty);
  });

  it('is reached to the last byte and never passed, however many write at once', async () => {
    const size = 100_000;
    const writes = Array.from({ length: 30 }, (_, n) =>
      n % 3 === 0
        ? fixture.ask(
            caller,
            'storage.putBlob',
            { name: `b${n}`, body: { stream: 1 } },
            { bodies: { 1: pieces('x'.repeat(size / 2), 'x'.repeat(size / 2)) } },
          )
        : fixture.ask(caller, 'storage.set', { key: `k${n}`, value: text(size) }),
    );
    const results = await Promise.allSettled(writes);
    const refused = results.filter(({ status }) => status === 'rejected');
    for (const result of refused)
      expect(result).toMatchObject({ reason: { code: 'storage/quota-exceeded' } });
    const usage = await fixture.ask(caller, 'storage.usage', null);
    expect(usage.keys + usage.blobs).toBe(30 - refused.length);
    expect(usage.usedBytes).toBeLessThanOrEqual(megabyte);
    const rest = megabyte - usage.usedBytes - 64 - 'rest'.length;
    await expect(
      fixture.ask(caller, 'storage.set', { key: 'rest', value: text(rest + 1) }),
    ).rejects.toMatchObject({
      code: 'storage/quota-exceeded',
    });
    await fixture.ask(caller, 'storage.set', { key: 'rest', value: text(rest) });
    expect(await fixture.ask(caller, 'storage.usage', null)).toMatchObject({ usedBytes: megabyte });
    expect(await fixture.data.removeOrphans()).toBe(0);
  });

  it('lets a plugin that is over it delete and shrink, not grow', async () => {
    for (let n = 0; n < 4; n++)
      await fixture.ask(caller, 'storage.set', { key: `k${n}`, value: text(250_000) });
    const smaller = { ...caller, grants: { storage: { quotaMB: 1 } } };
    await fixture.database.write((session) =>
      session.run(`update plugin_grant set value = '{"quotaMB":0}' where permission = 'storage'`),
    );
    await expect(
      fixture.ask(smaller, 'storage.set', { key: 'k9', value: 1 }),
    ).rejects.toMatchObject({
      code: 'storage/quota-exceeded',
    });
    await expect(fixture.ask(smaller, 'storage.set', { key: 'k0', value: 1 })).resolves.toEqual({
      revision: 2,
    });
    await expect(fixture.ask(smaller, 'storage.delete', { key: 'k1' })).resolves.toEqual({
      isDeleted: true,
    });
  });

  it('stops an endless upload without keeping it', async () => {
    let sent = 0;
    const endless = async function* () {
      for (;;) {
        sent += 65_536;
        yield Buffer.alloc(65_536);
      }
    };
    const put = fixture.ask(
      caller,
      'storage.putBlob',
      { name: 'b', body: { stream: 1 } },
      { bodies: { 1: endless() } },
    );
    await expect(put).rejects.toMatchObject({ code: 'storage/quota-exceeded' });
    expect(sent).toBeLessThan(2 * megabyte);
    expect(await fixture.data.removeOrphans()).toBe(0);
  });
});
