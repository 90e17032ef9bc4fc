import { BridgeError } from '@braindrive/plugin-sdk/protocol';

/**
 * @param current - Revision of the row, 0 when there is none.
 * @param operation - Place in a transaction, or null.
 * @throws {BridgeError} `storage/conflict`.
 */
export function requireRevision(
  current: number,
  expected: number | undefined,
  operation: number | null,
): void {
  if (expected === undefined || expected === current) return;
  throw new BridgeError(
    'storage/conflict',
    expected === 0
      ? 'There is something under this name already. Read it and decide.'
      : 'Somebody else wrote this in between. Read it again and decide.',
    { details: { revision: current, ...(operation === null ? {} : { operation }) } },
  );
}

/**
 * A lone half of a surrogate pair has no UTF-8 form: two such keys would be one.
 * @throws {BridgeError} `bridge/invalid-params`.
 */
export function requireWellFormed(text: string): void {
  if (!text.isWellFormed()) {
    throw new BridgeError('bridge/invalid-params', 'This key is not well-formed text.');
  }
}
