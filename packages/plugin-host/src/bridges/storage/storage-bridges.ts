import { BridgeError } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';
import { bytesOfBody } from '../outgoing-body.ts';
import type { BlobStore } from './blob-store.ts';
import type { DataScope } from './data-scope.ts';
import { countDocuments, queryDocuments } from './document-query.ts';
import { deleteDocument, getDocument, putDocument } from './document-store.ts';
import { deleteEntry, getEntry, listEntries, setEntry } from './entry-store.ts';
import { encodeValue } from './json-value.ts';
import { countUsage } from './quota-ledger.ts';
import { runTransaction, writeAlone } from './storage-transaction.ts';

export interface StorageBridgePorts {
  /** Where the data of a call is. @throws {BridgeError} when its migration is over. */
  readonly scopeOf: (call: Pick<BridgeCall<'storage.get'>, 'caller' | 'grants'>) => DataScope;
  readonly blobs: BlobStore;
}

export const createStorageBridges = ({
  scopeOf,
  blobs,
}: StorageBridgePorts): BridgeGroup<'storage'> => ({
  'storage.get': async (call) => {
    const { database, installationId } = scopeOf(call);
    return database.read((session) => getEntry(session, installationId, call.params.key));
  },
  'storage.set': async (call) => {
    const value = encodeValue(call.params.value);
    const revision = await writeAlone(scopeOf(call), (context) =>
      setEntry(context, call.params, value),
    );
    return { revision };
  },
  'storage.delete': async (call) => ({
    isDeleted: await writeAlone(scopeOf(call), (context) => deleteEntry(context, call.params)),
  }),
  'storage.list': async (call) => {
    const { database, installationId } = scopeOf(call);
    return database.read((session) => listEntries(session, installationId, call.params));
  },
  'storage.getDocument': async (call) => {
    const { database, installationId } = scopeOf(call);
    return database.read((session) => getDocument(session, installationId, call.params));
  },
  'storage.putDocument': async (call) => {
    const value = encodeValue(call.params.value);
    const revision = await writeAlone(scopeOf(call), (context) =>
      putDocument(context, call.params, value),
    );
    return { revision };
  },
  'storage.deleteDocument': async (call) => ({
    isDeleted: await writeAlone(scopeOf(call), (context) => deleteDocument(context, call.params)),
  }),
  'storage.query': (call) => queryDocuments(scopeOf(call), call.params),
  'storage.count': async (call) => ({ count: await countDocuments(scopeOf(call), call.params) }),
  'storage.transaction': async (call) => ({
    revisions: await runTransaction(scopeOf(call), call.params),
  }),
  'storage.putBlob': async (call) =>
    blobs.put(scopeOf(call), call.params, bytesOfBody(call.params.body, call.readBody)),
  'storage.getBlob': (call) => blobs.read(scopeOf(call), call.params),
  'storage.headBlob': async (call) => blobs.head(scopeOf(call), call.params.name),
  'storage.deleteBlob': async (call) => ({
    isDeleted: await blobs.delete(scopeOf(call), call.params.name),
  }),
  'storage.listBlobs': async (call) => blobs.list(scopeOf(call), call.params),
  'storage.usage': async (call) => {
    const { database, installationId, quotaBytes } = scopeOf(call);
    const usage = await database.read((session) => countUsage(session, installationId));
    return { ...usage, quotaBytes };
  },
});

export const migrationOver = (): BridgeError =>
  new BridgeError('storage/not-found', 'This migration is over. Its data cannot be reached.');
