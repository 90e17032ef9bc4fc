import type { BridgeParams, StorageOperation } from '@braindrive/plugin-sdk/protocol';
import { BridgeError, storageLimits } from '@braindrive/plugin-sdk/protocol';
import type { DataScope } from './data-scope.ts';
import { checkDocument, deleteDocument, putDocument } from './document-store.ts';
import { checkEntry, deleteEntry, setEntry, type WriteContext } from './entry-store.ts';
import { type EncodedValue, encodeValue } from './json-value.ts';

/** One write, alone. */
export async function writeAlone<Result>(
  scope: DataScope,
  work: (context: WriteContext) => Result,
): Promise<Result> {
  return scope.ledger.write(scope.database, scope, (session, account) =>
    work({ session, scope, account, operation: null }),
  );
}

/**
 * All operations or none, in order.
 * @returns for each operation the new revision, or null when it wrote nothing.
 */
export async function runTransaction(
  scope: DataScope,
  { operations }: BridgeParams<'storage.transaction'>,
): Promise<(number | null)[]> {
  const values = operations.map((operation) =>
    operation.op === 'set' || operation.op === 'put' ? encodeValue(operation.value) : none,
  );
  const bytes = values.reduce((sum, value) => sum + value.bytes, 0);
  if (bytes > storageLimits.transactionBytes) {
    throw new BridgeError(
      'storage/too-large',
      `This transaction has ${bytes.toLocaleString('en')} bytes; ${storageLimits.transactionBytes.toLocaleString('en')} are allowed. Write in several steps.`,
      { details: { bytes, maxBytes: storageLimits.transactionBytes } },
    );
  }
  return scope.ledger.write(scope.database, scope, (session, account) =>
    operations.map((operation, index) =>
      apply({ session, scope, account, operation: index }, operation, values[index] ?? none),
    ),
  );
}

const none: EncodedValue = { text: 'null', bytes: 0 };

function apply(
  context: WriteContext,
  operation: StorageOperation,
  value: EncodedValue,
): number | null {
  switch (operation.op) {
    case 'set':
      return setEntry(context, operation, value);
    case 'put':
      return putDocument(context, operation, value);
    case 'delete':
      deleteEntry(context, operation);
      return null;
    case 'remove':
      deleteDocument(context, operation);
      return null;
    case 'check':
      checkEntry(context, operation.key, operation.ifRevision);
      return null;
    case 'check-document':
      checkDocument(context, operation, operation.ifRevision);
      return null;
  }
}
