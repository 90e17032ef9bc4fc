import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SqlSession, SqlValue } from '@braindrive/database';
import type { BridgeParams, QueryCondition } from '@braindrive/plugin-sdk/protocol';
import type { DataScope } from './data-scope.ts';
import { getDocument, type StoredDocument } from './document-store.ts';
import { takeBytes } from './entry-store.ts';
import {
  encodeIndexValue,
  everything,
  type IndexRange,
  intersect,
  rangeOf,
} from './index-value.ts';
import { decodeCursor, encodeCursor } from './storage-cursor.ts';

/** Rows that are looked at in one turn of the event loop. */
const sliceRows = 250;

type Query = Pick<BridgeParams<'storage.query'>, 'collection' | 'where' | 'orderBy'>;

/** A test on a field beside the one that the rows come from, as SQL on the alias `f`. */
interface Test {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Where the rows come from: one field's index, in its order, or (field null) the documents by id. */
interface Plan {
  readonly installationId: string;
  readonly collection: string;
  readonly field: string | null;
  readonly range: IndexRange;
  readonly isDescending: boolean;
  readonly tests: readonly (readonly [field: string, test: Test])[];
}

interface Position {
  readonly value: Uint8Array | null;
  readonly id: string;
}
interface Row extends Position {
  readonly bytes: number;
}
interface Slice {
  readonly rows: readonly Row[];
  /** Where the next slice begins, or null when there is none. */
  readonly next: Position | null;
}

/** Documents that fit all conditions, in order. Reads in slices, so that a long search blocks nobody. */
export async function queryDocuments(
  scope: DataScope,
  query: BridgeParams<'storage.query'>,
): Promise<{ items: StoredDocument[]; nextCursor: string | null }> {
  const { cursor, limit, ...rest } = query;
  const plan = planOf(scope.installationId, rest, true);
  const after = decodeCursor(rest, cursor);
  let position: Position | null =
    after === null ? start(plan) : { value: Buffer.from(after.value, 'base64'), id: after.id };
  const found: Row[] = [];
  while (position !== null && found.length <= limit) {
    const from: Position = position;
    const wanted = limit + 1 - found.length;
    const slice = await scope.database.read((session) => readSlice(session, plan, from, wanted));
    found.push(...slice.rows);
    position = slice.next;
    if (position !== null && found.length <= limit) await nextTurn();
  }
  const shown = takeBytes(found.slice(0, limit));
  const items = await scope.database.read((session) =>
    shown.flatMap(
      ({ id }) =>
        getDocument(session, scope.installationId, { collection: query.collection, id }) ?? [],
    ),
  );
  const last = shown.at(-1);
  const hasMore = last !== undefined && shown.length < found.length;
  return {
    items,
    nextCursor: hasMore ? encodeCursor(rest, { value: base64(last.value), id: last.id }) : null,
  };
}

/** How many documents fit all conditions. */
export async function countDocuments(
  scope: DataScope,
  query: BridgeParams<'storage.count'>,
): Promise<number> {
  const plan = planOf(scope.installationId, query, false);
  let position: Position | null = start(plan);
  let count = 0;
  while (position !== null) {
    const from: Position = position;
    const slice = await scope.database.read((session) => readSlice(session, plan, from, sliceRows));
    count += slice.rows.length;
    position = slice.next;
    if (position !== null) await nextTurn();
  }
  return count;
}

const base64 = (value: Uint8Array | null): string =>
  value === null ? '' : Buffer.from(value).toString('base64');

const isRange = (
  condition: QueryCondition,
): condition is Exclude<QueryCondition, { op: 'ne' | 'in' }> =>
  condition.op !== 'ne' && condition.op !== 'in';

/**
 * Rows come from the field they are ordered by. Without an order they come by id: from a field that is compared for
 * equality (its index is by id then), else from the documents; where order does not matter, from any field's range.
 */
function planOf(installationId: string, query: Query, isOrdered: boolean): Plan {
  const { collection, where, orderBy } = query;
  const driver =
    orderBy?.field ??
    where.find(({ op }) => op === 'eq')?.field ??
    (isOrdered ? null : (where.find(isRange)?.field ?? null));
  const isDriven = (condition: QueryCondition) => condition.field === driver && isRange(condition);
  const tests = where
    .filter((condition) => !isDriven(condition))
    .map((condition): readonly [string, Test] => [condition.field, testOf(condition)])
    // Few different statements, whatever order the plugin writes them in.
    .sort(([, a], [, b]) => (a.sql < b.sql ? -1 : 1));
  return {
    installationId,
    collection,
    field: driver,
    range: where.filter(isDriven).filter(isRange).map(rangeOf).reduce(intersect, everything),
    isDescending: orderBy?.direction === 'desc',
    tests,
  };
}

function testOf(condition: QueryCondition): Test {
  if (condition.op === 'in') {
    const values = condition.value.map((value) =>
      Buffer.from(encodeIndexValue(value)).toString('hex'),
    );
    return {
      sql: 'lower(hex(f.value)) in (select value from json_each(?))',
      values: [JSON.stringify(values)],
    };
  }
  const range = rangeOf(condition.op === 'ne' ? { ...condition, op: 'eq' } : condition);
  return {
    sql:
      condition.op === 'ne' ? 'not (f.value >= ? and f.value < ?)' : 'f.value >= ? and f.value < ?',
    values: [range.from, range.to],
  };
}

const start = ({ field, isDescending, range }: Plan): Position => ({
  value: field === null ? null : isDescending ? range.to : range.from,
  id: '',
});

function readSlice(session: SqlSession, plan: Plan, from: Position, wanted: number): Slice {
  const candidates = candidatesOf(plan, from);
  const last = session.get<Position>(
    `${candidates.sql} limit 1 offset ${sliceRows - 1}`,
    ...candidates.values,
  );
  const exists = plan.tests.map(
    ([, test]) => `and exists (select 1 from plugin_document_field f where f.installation_id = ?
      and f.collection = ? and f.field = ? and f.id = c.id and ${test.sql})`,
  );
  const direction = plan.isDescending ? 'desc' : 'asc';
  const rows = session.all<Row>(
    `with c as materialized (${candidates.sql} limit ${sliceRows})
     select c.value, c.id, octet_length(d.value) as bytes from c
     join plugin_document d on d.installation_id = ? and d.collection = ? and d.id = c.id
     where 1 ${exists.join(' ')} order by c.value ${direction}, c.id ${direction} limit ?`,
    ...candidates.values,
    plan.installationId,
    plan.collection,
    ...plan.tests.flatMap(([field, test]) => [
      plan.installationId,
      plan.collection,
      field,
      ...test.values,
    ]),
    wanted,
  );
  return { rows, next: last };
}

function candidatesOf(plan: Plan, from: Position): Test {
  const { installationId, collection, field, range } = plan;
  if (field === null) {
    return {
      sql: `select null as value, id from plugin_document
            where installation_id = ? and collection = ? and id > ? order by id`,
      values: [installationId, collection, from.id],
    };
  }
  const scope = [installationId, collection, field] as const;
  const position = from.value ?? range.from;
  return plan.isDescending
    ? {
        sql: `select value, id from plugin_document_field
              where installation_id = ? and collection = ? and field = ? and (value, id) < (?, ?) and value >= ?
              order by value desc, id desc`,
        values: [...scope, position, from.id, range.from],
      }
    : {
        sql: `select value, id from plugin_document_field
              where installation_id = ? and collection = ? and field = ? and (value, id) > (?, ?) and value < ?
              order by value, id`,
        values: [...scope, position, from.id, range.to],
      };
}
