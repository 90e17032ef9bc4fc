import { z } from 'zod';
import { PluginError } from '../../plugin-error.ts';
import type { StorageOperationInput } from '../../protocol/index.ts';
import type { StorageService, StorageTransaction } from '../../server/services/storage-service.ts';
import type { BridgeClient } from '../bridge-client.ts';
import { createBlobs } from './blobs.ts';
import { BridgedCollection } from './collection.ts';
import { pages } from './pages.ts';

/** Reads a value that was kept earlier with a schema of now. */
export function parseKept(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PluginError(
    'storage/invalid-document',
    `A stored value does not fit its schema; a migration is missing: ${z.prettifyError(parsed.error)}`,
  );
}

export function createStorage(client: BridgeClient): StorageService {
  const get = async (key: string, schema?: z.ZodType) => {
    const entry = await client.call('storage.get', { key });
    if (entry === null) return null;
    return schema === undefined ? entry.value : parseKept(schema, entry.value);
  };
  return {
    get: get as StorageService['get'],
    getEntry: (key) => client.call('storage.get', { key }),
    set: async (key, value, options = {}) =>
      (await client.call('storage.set', { key, value, ...options })).revision,
    delete: async (key, options = {}) =>
      (await client.call('storage.delete', { key, ...options })).isDeleted,
    list: ({ prefix = '', pageSize = 100 } = {}) =>
      pages((cursor) => client.call('storage.list', { prefix, limit: pageSize, ...cursor })),
    collection: (name, schema, options) =>
      new BridgedCollection(client, name, schema, options?.indexes ?? []),
    blobs: createBlobs(client),
    transaction: async (build) => {
      const operations = collectOperations(build);
      if (operations.length === 0) return [];
      return (await client.call('storage.transaction', { operations })).revisions;
    },
    usage: () => client.call('storage.usage', null),
  };
}

function collectOperations(
  build: (transaction: StorageTransaction) => void,
): StorageOperationInput[] {
  const operations: StorageOperationInput[] = [];
  build({
    set: (key, value, options = {}) => operations.push({ op: 'set', key, value, ...options }),
    delete: (key, options = {}) => operations.push({ op: 'delete', key, ...options }),
    put: (collection, id, value, options = {}) =>
      operations.push({
        op: 'put',
        collection: collection.name,
        id,
        ...collection.encode(value),
        ...options,
      }),
    remove: (collection, id, options = {}) =>
      operations.push({ op: 'remove', collection: collection.name, id, ...options }),
    check: (key, ifRevision) => operations.push({ op: 'check', key, ifRevision }),
    checkDocument: (collection, id, ifRevision) =>
      operations.push({ op: 'check-document', collection: collection.name, id, ifRevision }),
  });
  return operations;
}
