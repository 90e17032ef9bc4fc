import { z } from 'zod';
import { PluginError } from '../../plugin-error.ts';
import type { IndexValue, QueryCondition } from '../../protocol/index.ts';
import type {
  Collection,
  Condition,
  QueryOptions,
  StoredDocument,
  Where,
  WriteOptions,
} from '../../server/services/storage-service.ts';
import type { BridgeClient } from '../bridge-client.ts';
import { pages } from './pages.ts';

const operators = ['ne', 'lt', 'lte', 'gt', 'gte'] as const;

/** Dates are indexed and compared as ISO text, which sorts as time does. */
const toIndexValue = (value: unknown): IndexValue =>
  value instanceof Date ? value.toISOString() : (value as IndexValue);

const isCondition = (value: unknown): value is Condition<unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date);

function conditionsOf(field: string, value: unknown): QueryCondition[] {
  if (!isCondition(value)) return [{ field, op: 'eq', value: toIndexValue(value) }];
  const conditions: QueryCondition[] = operators.flatMap((op) =>
    value[op] === undefined ? [] : [{ field, op, value: toIndexValue(value[op]) }],
  );
  if (value.in !== undefined) {
    conditions.push({ field, op: 'in', value: value.in.map(toIndexValue) });
  }
  if (value.prefix !== undefined) conditions.push({ field, op: 'prefix', value: value.prefix });
  return conditions;
}

const toConditions = (where: Readonly<Record<string, unknown>> = {}): QueryCondition[] =>
  Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .flatMap(([field, value]) => conditionsOf(field, value));

/**
 * JSON of a value as its schema stores it. Codecs are run backwards, so that what is read back is what was written.
 * @throws {PluginError} `storage/invalid-document` when it does not fit.
 */
function encode<Schema extends z.ZodObject>(
  schema: Schema,
  value: z.output<Schema>,
): Readonly<Record<string, unknown>> {
  const encoded = z.safeEncode(schema, value);
  if (encoded.success) return JSON.parse(JSON.stringify(encoded.data));
  throw new PluginError(
    'storage/invalid-document',
    `The document does not fit its schema: ${z.prettifyError(encoded.error)}`,
  );
}

/** Dates were stored as ISO text; a plain `z.date()` reads them back. */
function decode<Schema extends z.ZodObject>(schema: Schema, json: unknown): z.output<Schema> {
  const document = json as Readonly<Record<string, unknown>>;
  const withDates = Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      name,
      isDateField(schema.shape[name]) && typeof value === 'string' ? new Date(value) : value,
    ]),
  );
  const decoded = z.safeDecode(schema, withDates as z.input<Schema>);
  if (decoded.success) return decoded.data;
  throw new PluginError(
    'storage/invalid-document',
    `A stored document does not fit its schema; a migration is missing: ${z.prettifyError(decoded.error)}`,
  );
}

function isDateField(schema: unknown): boolean {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  ) {
    return isDateField(schema.unwrap());
  }
  return schema instanceof z.ZodDate;
}

export class BridgedCollection<Schema extends z.ZodObject, Indexes extends string>
  implements Collection<z.output<Schema>, Indexes>
{
  readonly name: string;
  readonly #client: BridgeClient;
  readonly #schema: Schema;
  readonly #indexes: readonly Indexes[];

  constructor(client: BridgeClient, name: string, schema: Schema, indexes: readonly Indexes[]) {
    this.name = name;
    this.#client = client;
    this.#schema = schema;
    this.#indexes = indexes;
  }

  encode(value: z.output<Schema>): { value: unknown; index: Record<string, IndexValue> } {
    const json = encode(this.#schema, value);
    const entries = this.#indexes
      .map((field) => [field, json[field]] as const)
      .filter(([, indexed]) => indexed !== undefined);
    return { value: json, index: Object.fromEntries(entries) as Record<string, IndexValue> };
  }

  async get(id: string): Promise<z.output<Schema> | null> {
    return (await this.getStored(id))?.value ?? null;
  }

  async getStored(id: string): Promise<StoredDocument<z.output<Schema>> | null> {
    const document = await this.#client.call('storage.getDocument', { collection: this.name, id });
    return document === null ? null : this.#decode(document);
  }

  async put(id: string, value: z.output<Schema>, options: WriteOptions = {}): Promise<number> {
    const { revision } = await this.#client.call('storage.putDocument', {
      collection: this.name,
      id,
      ...this.encode(value),
      ...options,
    });
    return revision;
  }

  async delete(id: string, options: WriteOptions = {}): Promise<boolean> {
    const target = { collection: this.name, id, ...options };
    return (await this.#client.call('storage.deleteDocument', target)).isDeleted;
  }

  query(
    options: QueryOptions<z.output<Schema>, Indexes> = {},
  ): AsyncGenerator<StoredDocument<z.output<Schema>>, void> {
    return pages((cursor) => this.page({ ...options, ...cursor }));
  }

  async page(
    options: QueryOptions<z.output<Schema>, Indexes> & {
      readonly limit?: number;
      readonly cursor?: string;
    } = {},
  ): Promise<{ items: StoredDocument<z.output<Schema>>[]; nextCursor: string | null }> {
    const { where, orderBy, direction = 'asc', limit, pageSize = 100, cursor } = options;
    const { items, nextCursor } = await this.#client.call('storage.query', {
      collection: this.name,
      where: toConditions(where),
      limit: limit ?? pageSize,
      ...(orderBy === undefined ? {} : { orderBy: { field: orderBy, direction } }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: items.map((document) => this.#decode(document)), nextCursor };
  }

  async count(where?: Where<z.output<Schema>, Indexes>): Promise<number> {
    const query = { collection: this.name, where: toConditions(where) };
    return (await this.#client.call('storage.count', query)).count;
  }

  async reindex(): Promise<number> {
    let count = 0;
    for await (const { id, value } of this.query()) {
      await this.put(id, value);
      count++;
    }
    return count;
  }

  #decode(document: {
    readonly id: string;
    readonly value: unknown;
    readonly revision: number;
  }): StoredDocument<z.output<Schema>> {
    return { ...document, value: decode(this.#schema, document.value) };
  }
}
