import { BridgeError, storageLimits } from '@braindrive/plugin-sdk/protocol';

// SQLite's own JSON functions give up at 1,000, and so do many readers.
const maxDepth = 500;

/** A value as it is stored, with what it counts in bytes. */
export interface EncodedValue {
  readonly text: string;
  readonly bytes: number;
}

/** @throws {BridgeError} `storage/too-large`, `bridge/invalid-params` for a value that is missing. */
export function encodeValue(
  value: unknown,
  maxBytes: number = storageLimits.valueBytes,
): EncodedValue {
  const text = stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) {
    throw new BridgeError(
      'storage/too-large',
      `This value has ${bytes.toLocaleString('en')} bytes; ${maxBytes.toLocaleString('en')} are allowed. Store it in parts, or as a blob.`,
      { details: { bytes, maxBytes } },
    );
  }
  if (isDeeperThan(text, maxDepth)) throw tooDeep();
  return { text, bytes };
}

function stringify(value: unknown): string {
  if (value === undefined) {
    throw new BridgeError(
      'bridge/invalid-params',
      'There is no value to store. Use null for none.',
    );
  }
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

const tooDeep = (): BridgeError =>
  new BridgeError(
    'storage/too-large',
    `This value is nested more than ${maxDepth} levels deep. Store a flatter one.`,
  );

/** @param text - JSON; brackets inside of its texts are not counted. */
function isDeeperThan(text: string, limit: number): boolean {
  if (text.length < limit * 2) return false;
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gu)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > limit) return true;
  }
  return false;
}
