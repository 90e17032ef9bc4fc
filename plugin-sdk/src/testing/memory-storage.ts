import {
  BridgeError,
  type BridgeParams,
  type BridgeResult,
  type IndexValue,
  type QueryCondition,
  type StorageOperation,
} from '../protocol/index.ts';

interface Row {
  readonly value: unknown;
  readonly revision: number;
  readonly index: Readonly<Record<string, IndexValue>>;
}
type Rows = Map<string, Row>;

const typeOrder = (value: IndexValue): number =>
  value === null
    ? 0
    : { boolean: 1, number: 2, string: 3 }[typeof value as 'boolean' | 'number' | 'string'];

/** null, boolean, number, text; then by value. */
function compare(left: IndexValue, right: IndexValue): number {
  const byType = typeOrder(left) - typeOrder(right);
  if (byType !== 0 || left === right || left === null || right === null) return byType;
  return left < right ? -1 : 1;
}

const tests: Record<string, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

function holds(condition: QueryCondition, { index }: Row): boolean {
  if (!Object.hasOwn(index, condition.field)) return false;
  const actual = index[condition.field] ?? null;
  if (condition.op === 'in') return condition.value.some((value) => compare(actual, value) === 0);
  if (condition.op === 'prefix')
    return typeof actual === 'string' && actual.startsWith(condition.value);
  return tests[condition.op]?.(compare(actual, condition.value)) ?? false;
}

/** Storage as the bridges promise it, in memory. */
export class MemoryStorage {
  #rows = new Map<string, Rows>([['', new Map()]]);
  readonly #blobs = new Map<
    string,
    { bytes: Uint8Array; contentType: string; updatedAt: string }
  >();
  readonly #quotaBytes: number;
  readonly #now: () => number;

  constructor(quotaBytes: number, now: () => number) {
    this.#quotaBytes = quotaBytes;
    this.#now = now;
  }

  get(key: string): BridgeResult<'storage.get'> {
    const row = this.#rowsOf('').get(key);
    return row === undefined
      ? null
      : { key, value: structuredClone(row.value), revision: row.revision };
  }

  getDocument(collection: string, id: string): BridgeResult<'storage.getDocument'> {
    const row = this.#rowsOf(collection).get(id);
    return row === undefined
      ? null
      : { id, value: structuredClone(row.value), revision: row.revision };
  }

  list({ prefix, limit, cursor }: BridgeParams<'storage.list'>): BridgeResult<'storage.list'> {
    const found = [...this.#rowsOf('')]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([left], [right]) => compare(left, right))
      .map(([key, { value, revision }]) => ({ key, value: structuredClone(value), revision }));
    return page(found, limit, cursor);
  }

  query(query: BridgeParams<'storage.query'>): BridgeResult<'storage.query'> {
    const { collection, where, orderBy, limit, cursor } = query;
    const sign = orderBy?.direction === 'desc' ? -1 : 1;
    const field = orderBy?.field;
    const found = this.#matching(collection, where)
      .filter(([, { index }]) => field === undefined || Object.hasOwn(index, field))
      .sort(([leftId, left], [rightId, right]) => {
        const byField =
          field === undefined ? 0 : compare(left.index[field] ?? null, right.index[field] ?? null);
        return sign * (byField || compare(leftId, rightId));
      })
      .map(([id, { value, revision }]) => ({ id, value: structuredClone(value), revision }));
    return page(found, limit, cursor);
  }

  count({ collection, where }: BridgeParams<'storage.count'>): number {
    return this.#matching(collection, where).length;
  }

  /** All or nothing. */
  transact(operations: readonly StorageOperation[]): (number | null)[] {
    const before = this.#rows;
    this.#rows = new Map([...before].map(([name, rows]) => [name, new Map(rows)]));
    try {
      const revisions = operations.map((operation, index) => this.#apply(operation, index));
      this.#checkQuota();
      return revisions;
    } catch (error) {
      this.#rows = before;
      throw error;
    }
  }

  putBlob(name: string, contentType: string, bytes: Uint8Array, isNew: boolean) {
    const before = this.#blobs.get(name);
    if (isNew && before !== undefined) throw conflict(0);
    this.#blobs.set(name, { bytes, contentType, updatedAt: new Date(this.#now()).toISOString() });
    try {
      this.#checkQuota();
    } catch (error) {
      if (before === undefined) this.#blobs.delete(name);
      else this.#blobs.set(name, before);
      throw error;
    }
    return this.headBlob(name);
  }

  headBlob(name: string): BridgeResult<'storage.headBlob'> {
    const blob = this.#blobs.get(name);
    if (blob === undefined) return null;
    const { bytes, contentType, updatedAt } = blob;
    return { name, contentType, sizeBytes: bytes.length, updatedAt };
  }

  blobBytes(name: string): Uint8Array | null {
    return this.#blobs.get(name)?.bytes ?? null;
  }

  deleteBlob(name: string): boolean {
    return this.#blobs.delete(name);
  }

  listBlobs({ prefix, limit, cursor }: BridgeParams<'storage.listBlobs'>) {
    const names = [...this.#blobs.keys()].filter((name) => name.startsWith(prefix)).sort();
    return page(
      names.map((name) => this.headBlob(name)).filter((info) => info !== null),
      limit,
      cursor,
    );
  }

  usage(): BridgeResult<'storage.usage'> {
    const documents = [...this.#rows].filter(([name]) => name !== '');
    return {
      usedBytes: this.#usedBytes(),
      quotaBytes: this.#quotaBytes,
      keys: this.#rowsOf('').size,
      documents: documents.reduce((sum, [, rows]) => sum + rows.size, 0),
      blobs: this.#blobs.size,
    };
  }

  #apply(operation: StorageOperation, place: number): number | null {
    const isDocument = 'collection' in operation;
    const rows = this.#rowsOf(isDocument ? operation.collection : '');
    const id = isDocument ? operation.id : operation.key;
    const revision = rows.get(id)?.revision ?? 0;
    if (operation.ifRevision !== undefined && operation.ifRevision !== revision) {
      throw conflict(place);
    }
    if (operation.op === 'set' || operation.op === 'put') {
      const index = operation.op === 'put' ? operation.index : {};
      rows.set(id, { value: structuredClone(operation.value), revision: revision + 1, index });
      return revision + 1;
    }
    if (operation.op === 'delete' || operation.op === 'remove') rows.delete(id);
    return null;
  }

  #matching(collection: string, where: readonly QueryCondition[]): [string, Row][] {
    return [...this.#rowsOf(collection)].filter(([, row]) =>
      where.every((condition) => holds(condition, row)),
    );
  }

  #rowsOf(collection: string): Rows {
    const rows = this.#rows.get(collection) ?? new Map<string, Row>();
    this.#rows.set(collection, rows);
    return rows;
  }

  #usedBytes(): number {
    let used = 0;
    for (const rows of this.#rows.values()) {
      for (const [id, { value }] of rows) used += Buffer.byteLength(id + JSON.stringify(value));
    }
    for (const [name, { bytes }] of this.#blobs) used += name.length + bytes.length;
    return used;
  }

  #checkQuota(): void {
    if (this.#usedBytes() <= this.#quotaBytes) return;
    throw new BridgeError(
      'storage/quota-exceeded',
      `The plugin may keep ${this.#quotaBytes} bytes. Delete something first.`,
    );
  }
}

const conflict = (operation: number) =>
  new BridgeError('storage/conflict', 'Somebody else wrote in between. Read again.', {
    details: { operation },
  });

/** Cursors carry the place; good enough where nothing else writes. */
function page<Item>(items: readonly Item[], limit: number, cursor: string | undefined) {
  const from = cursor === undefined ? 0 : Number(cursor);
  const next = from + limit;
  return { items: items.slice(from, next), nextCursor: next < items.length ? String(next) : null };
}
