import { z } from 'zod';
import { cursor, moment, nothing, outgoingBodySchema, stream, unary } from './bridge-shape.ts';

/**
 * Data of one installation: of one person and one plugin. Values are JSON (no `undefined`, no cycles).
 *
 * - **Isolation**: nothing of another person or plugin can be named.
 * - **Consistency**: each operation is atomic and durable when it is answered; a read sees every write that was
 *   answered before. Revisions grow by one with each write of a row, so `ifRevision` gives compare-and-set.
 * - **Order**: operations that are asked without waiting for each other may run in any order.
 * - **Quota**: keys, values and blobs count together against `permissions.storage.quotaMB`; a write over it is refused
 *   as a whole with `storage/quota-exceeded`. Deleting is always possible.
 * - **Upgrade**: all of it survives. Migrations run inside one transaction on a snapshot: a failed upgrade leaves the
 *   data as the old version knew it. Uninstalling keeps it for 30 days.
 */
export const storageLimits = {
  keyLength: 512,
  /** Of one value or document as JSON, in bytes. */
  valueBytes: 256 * 1024,
  pageItems: 500,
  transactionOperations: 500,
  /** Of all values of one transaction as JSON, in bytes. */
  transactionBytes: 8 * 1024 * 1024,
  indexedFields: 16,
  /** Of an indexed text; longer ones are refused. */
  indexedTextLength: 512,
  queryConditions: 8,
  blobBytes: 512 * 1024 * 1024,
} as const;

/** Any text without control characters. Slashes have no meaning of their own; prefixes are plain text. */
export const storageKeySchema = z
  .string()
  .min(1)
  .max(storageLimits.keyLength)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'Use a key without control characters.');
export const collectionNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'Use lower-case words joined by hyphens.');
const fieldNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
/** 0: there must be no row yet. Else the revision that was read last; another one is a `storage/conflict`. */
const ifRevision = z.int().nonnegative().optional();
const revision = z.int().positive();
const limit = z.int().min(1).max(storageLimits.pageItems).default(100);
const prefix = z.string().max(storageLimits.keyLength).default('');

/** Indexed values sort by type (null, boolean, number, text), then by value; text by code point. */
export const indexValueSchema = z.union([
  z.string().max(storageLimits.indexedTextLength),
  z.number(),
  z.boolean(),
  z.null(),
]);
export type IndexValue = z.infer<typeof indexValueSchema>;
/**
 * What the host keeps beside a document to find it: computed by the SDK from the document at each write. Fields that
 * are missing in it are not indexed for it, so no condition on them matches.
 */
export const documentIndexSchema = z
  .record(fieldNameSchema, indexValueSchema)
  .refine((fields) => Object.keys(fields).length <= storageLimits.indexedFields);

const setOperation = z.strictObject({
  key: storageKeySchema,
  value: z.unknown(),
  ifRevision,
});
const deleteOperation = z.strictObject({ key: storageKeySchema, ifRevision });
const putOperation = z.strictObject({
  collection: collectionNameSchema,
  id: storageKeySchema,
  value: z.unknown(),
  index: documentIndexSchema.default({}),
  ifRevision,
});
const removeOperation = z.strictObject({
  collection: collectionNameSchema,
  id: storageKeySchema,
  ifRevision,
});

const entry = z.object({ key: z.string(), value: z.unknown(), revision });
const document = z.object({ id: z.string(), value: z.unknown(), revision });

export const queryConditionSchema = z.union([
  z.strictObject({
    field: fieldNameSchema,
    op: z.enum(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']),
    value: indexValueSchema,
  }),
  z.strictObject({
    field: fieldNameSchema,
    op: z.literal('in'),
    value: z.array(indexValueSchema).max(100),
  }),
  /** Text that starts with the value. */
  z.strictObject({ field: fieldNameSchema, op: z.literal('prefix'), value: z.string().max(512) }),
]);
export type QueryCondition = z.infer<typeof queryConditionSchema>;

export const querySchema = z.strictObject({
  collection: collectionNameSchema,
  /** All have to hold. */
  where: z.array(queryConditionSchema).max(storageLimits.queryConditions).default([]),
  /** By an indexed field, ties by id; without it by id. Documents that lack the field are left out. */
  orderBy: z
    .strictObject({ field: fieldNameSchema, direction: z.enum(['asc', 'desc']).default('asc') })
    .optional(),
  limit,
  cursor: cursor.optional(),
});

/** One step of a transaction. `check` only states what has to hold. */
export const storageOperationSchema = z.discriminatedUnion('op', [
  setOperation.extend({ op: z.literal('set') }),
  deleteOperation.extend({ op: z.literal('delete') }),
  putOperation.extend({ op: z.literal('put') }),
  removeOperation.extend({ op: z.literal('remove') }),
  z.strictObject({
    op: z.literal('check'),
    key: storageKeySchema,
    ifRevision: z.int().nonnegative(),
  }),
  z.strictObject({
    op: z.literal('check-document'),
    collection: collectionNameSchema,
    id: storageKeySchema,
    ifRevision: z.int().nonnegative(),
  }),
]);
export type StorageOperation = z.infer<typeof storageOperationSchema>;
export type StorageOperationInput = z.input<typeof storageOperationSchema>;

export const blobInfoSchema = z.object({
  name: z.string(),
  contentType: z.string(),
  sizeBytes: z.int().nonnegative(),
  updatedAt: moment,
});
export type BlobInfo = z.infer<typeof blobInfoSchema>;

export const storageUsageSchema = z.object({
  usedBytes: z.int().nonnegative(),
  quotaBytes: z.int().nonnegative(),
  keys: z.int().nonnegative(),
  documents: z.int().nonnegative(),
  blobs: z.int().nonnegative(),
});
export type StorageUsage = z.infer<typeof storageUsageSchema>;

export const storageBridges = {
  /** Null when there is none. */
  'storage.get': unary('storage', z.strictObject({ key: storageKeySchema }), entry.nullable()),
  'storage.set': unary('storage', setOperation, z.object({ revision })),
  'storage.delete': unary('storage', deleteOperation, z.object({ isDeleted: z.boolean() })),
  /** By key, in code point order. */
  'storage.list': unary(
    'storage',
    z.strictObject({ prefix, limit, cursor: cursor.optional() }),
    z.object({ items: z.array(entry), nextCursor: cursor.nullable() }),
  ),
  'storage.getDocument': unary(
    'storage',
    z.strictObject({ collection: collectionNameSchema, id: storageKeySchema }),
    document.nullable(),
  ),
  'storage.putDocument': unary('storage', putOperation, z.object({ revision })),
  'storage.deleteDocument': unary('storage', removeOperation, z.object({ isDeleted: z.boolean() })),
  'storage.query': unary(
    'storage',
    querySchema,
    z.object({ items: z.array(document), nextCursor: cursor.nullable() }),
  ),
  'storage.count': unary(
    'storage',
    querySchema.pick({ collection: true, where: true }),
    z.object({ count: z.int().nonnegative() }),
  ),
  /**
   * All or nothing, in order, alone: nobody sees half of it. The first `ifRevision` that does not hold ends it with
   * `storage/conflict`, whose `details.operation` is the place in the list. `revisions` has one entry for each
   * operation: the new revision, or null for those that write nothing.
   */
  'storage.transaction': unary(
    'storage',
    z.strictObject({
      operations: z.array(storageOperationSchema).min(1).max(storageLimits.transactionOperations),
    }),
    z.object({ revisions: z.array(revision.nullable()) }),
  ),
  /**
   * The blob is visible when the answer comes, whole; a body that breaks off leaves the old one. `isNew` refuses with
   * `storage/conflict` when the name is taken.
   */
  'storage.putBlob': unary(
    'storage',
    z.strictObject({
      name: storageKeySchema,
      contentType: z.string().max(200).default('application/octet-stream'),
      body: outgoingBodySchema,
      isNew: z.boolean().default(false),
    }),
    blobInfoSchema,
  ),
  /** First the {@link BlobInfo}, then its bytes from `offset`. Fails with `storage/not-found` before the first item. */
  'storage.getBlob': stream(
    'storage',
    z.strictObject({
      name: storageKeySchema,
      offset: z.int().nonnegative().default(0),
      /** Bytes at most; all of the rest without it. */
      length: z.int().positive().optional(),
    }),
    blobInfoSchema,
    true,
  ),
  'storage.headBlob': unary(
    'storage',
    z.strictObject({ name: storageKeySchema }),
    blobInfoSchema.nullable(),
  ),
  'storage.deleteBlob': unary(
    'storage',
    z.strictObject({ name: storageKeySchema }),
    z.object({ isDeleted: z.boolean() }),
  ),
  'storage.listBlobs': unary(
    'storage',
    z.strictObject({ prefix, limit, cursor: cursor.optional() }),
    z.object({ items: z.array(blobInfoSchema), nextCursor: cursor.nullable() }),
  ),
  'storage.usage': unary('storage', nothing, storageUsageSchema),
} as const;
