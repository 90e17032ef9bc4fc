import type { z } from 'zod';
import type {
  BlobInfo,
  IndexValue,
  QueryCondition,
  StorageUsage,
} from '../../protocol/bridges/storage-bridge.ts';

/** A value with the revision of its row, for compare-and-set. */
export interface Stored<Value> {
  readonly value: Value;
  readonly revision: number;
}
export interface StoredEntry<Value> extends Stored<Value> {
  readonly key: string;
}
export interface StoredDocument<Value> extends Stored<Value> {
  readonly id: string;
}

export interface WriteOptions {
  /**
   * 0: there must be nothing yet. Else the revision that was read last.
   * @throws {PluginError} `storage/conflict` when somebody else wrote in between.
   */
  readonly ifRevision?: number;
}

export interface ListOptions {
  readonly prefix?: string;
  /** Rows that are fetched at a time; iteration goes on over all of them. */
  readonly pageSize?: number;
}

/**
 * Data of the calling person in this plugin, kept by the host; see `storageLimits` for what fits. Values are JSON:
 * a `Date` comes back as a text unless the schema makes one of it.
 */
export interface StorageService {
  /** Null when there is none. With a schema the value is checked and typed. */
  get(key: string): Promise<unknown>;
  get<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | null>;
  getEntry(key: string): Promise<StoredEntry<unknown> | null>;
  /** @returns the new revision. @throws {PluginError} `storage/quota-exceeded`, `storage/too-large`. */
  set(key: string, value: unknown, options?: WriteOptions): Promise<number>;
  /** @returns false when there was nothing. */
  delete(key: string, options?: WriteOptions): Promise<boolean>;
  /** By key. Rows that are written meanwhile may or may not be seen. */
  list(options?: ListOptions): AsyncIterable<StoredEntry<unknown>>;
  /**
   * Documents of one kind, found by indexed fields.
   * @param name - Lower-case words joined by hyphens; part of the stored data, so keep it across versions.
   */
  collection<Schema extends z.ZodObject, const Indexes extends IndexableKey<Schema> = never>(
    name: string,
    schema: Schema,
    options?: { readonly indexes: readonly Indexes[] },
  ): Collection<z.output<Schema>, Indexes>;
  readonly blobs: BlobService;
  /**
   * Writes all or nothing. Collect the steps in `build`; they are sent when it returns.
   * @returns for each step the new revision, or null.
   */
  transaction(
    build: (transaction: StorageTransaction) => void,
  ): Promise<readonly (number | null)[]>;
  usage(): Promise<StorageUsage>;
}

/** Fields whose values can be indexed: text, numbers, booleans, dates (as ISO text) and null. */
export type IndexableKey<Schema extends z.ZodObject> = {
  [Key in keyof z.output<Schema> & string]: z.output<Schema>[Key] extends
    | IndexValue
    | Date
    | undefined
    ? Key
    : never;
}[keyof z.output<Schema> & string];

/** Conditions by field: a value stands for equality. */
export type Where<Value, Indexes extends string> = {
  readonly [Key in Indexes & keyof Value]?: Value[Key] | Condition<Value[Key]>;
};
export interface Condition<Value> {
  readonly ne?: Value;
  readonly lt?: Value;
  readonly lte?: Value;
  readonly gt?: Value;
  readonly gte?: Value;
  readonly in?: readonly Value[];
  readonly prefix?: string;
}

export interface QueryOptions<Value, Indexes extends string> {
  readonly where?: Where<Value, Indexes>;
  readonly orderBy?: Indexes;
  readonly direction?: 'asc' | 'desc';
  readonly pageSize?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Documents of one kind. Each is checked by the schema when it is written and when it is read. */
export interface Collection<Value, Indexes extends string> {
  readonly name: string;
  get(id: string): Promise<Value | null>;
  getStored(id: string): Promise<StoredDocument<Value> | null>;
  /** @returns the new revision. */
  put(id: string, value: Value, options?: WriteOptions): Promise<number>;
  delete(id: string, options?: WriteOptions): Promise<boolean>;
  /** All that match, page by page. */
  query(options?: QueryOptions<Value, Indexes>): AsyncIterable<StoredDocument<Value>>;
  /** One page, for lists that go on by a cursor. */
  page(
    options?: QueryOptions<Value, Indexes> & { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<StoredDocument<Value>>>;
  count(where?: Where<Value, Indexes>): Promise<number>;
  /** Writes every document again, so that fields that a new version indexes can be found. For migrations. */
  reindex(): Promise<number>;
  /** @internal What a put of it sends, for transactions. */
  encode(value: Value): { readonly value: unknown; readonly index: Record<string, IndexValue> };
}

/** Steps of one transaction, in order. */
export interface StorageTransaction {
  set(key: string, value: unknown, options?: WriteOptions): void;
  delete(key: string, options?: WriteOptions): void;
  put<Value>(
    collection: Collection<Value, string>,
    id: string,
    value: Value,
    options?: WriteOptions,
  ): void;
  remove<Value>(collection: Collection<Value, string>, id: string, options?: WriteOptions): void;
  /** The transaction fails with `storage/conflict` when the key has another revision (0: when it exists). */
  check(key: string, ifRevision: number): void;
  checkDocument<Value>(collection: Collection<Value, string>, id: string, ifRevision: number): void;
}

export type BlobContent =
  | string
  | Uint8Array
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>;

/** A blob that was opened. Read it once; leaving it unread costs nothing after `cancel`. */
export interface OpenBlob {
  readonly info: BlobInfo;
  readonly body: ReadableStream<Uint8Array>;
  bytes(): Promise<Uint8Array>;
  text(): Promise<string>;
  cancel(): Promise<void>;
}

/** Files of any size, streamed. */
export interface BlobService {
  /** Replaces the blob of this name when the last byte arrived; until then the old one is read. */
  put(
    name: string,
    content: BlobContent,
    options?: { readonly contentType?: string; readonly isNew?: boolean },
  ): Promise<BlobInfo>;
  /** Null when there is none. */
  open(
    name: string,
    options?: { readonly offset?: number; readonly length?: number },
  ): Promise<OpenBlob | null>;
  head(name: string): Promise<BlobInfo | null>;
  delete(name: string): Promise<boolean>;
  list(options?: ListOptions): AsyncIterable<BlobInfo>;
}

export type { BlobInfo, QueryCondition, StorageUsage };
