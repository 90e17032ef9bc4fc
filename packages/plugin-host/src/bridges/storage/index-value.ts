import type { IndexValue, QueryCondition } from '@braindrive/plugin-sdk/protocol';

/** Values from `from` on and before `to`, as bytes. */
export interface IndexRange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

const tags = { null: 0x10, false: 0x20, true: 0x21, number: 0x30, text: 0x40 } as const;
const before = (tag: number): Uint8Array => Uint8Array.of(tag);
const byteAfterText = 0xff;

/** All values of every type. */
export const everything: IndexRange = { from: before(0x00), to: before(0xff) };

/**
 * Bytes that sort as the values do: null, false, true, numbers, texts by code point. So one index answers equality,
 * ranges and prefixes alike.
 */
export function encodeIndexValue(value: IndexValue): Uint8Array {
  if (value === null) return Uint8Array.of(tags.null);
  if (typeof value === 'boolean') return Uint8Array.of(value ? tags.true : tags.false);
  if (typeof value === 'number') return encodeNumber(value);
  return Buffer.concat([Uint8Array.of(tags.text), Buffer.from(value, 'utf8')]);
}

/** IEEE 754, with the sign flipped for positive numbers and all bits for negative ones: then bytes sort as numbers. */
function encodeNumber(value: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = tags.number;
  // -0 equals 0 and must be found as 0.
  bytes.writeDoubleBE(value === 0 ? 0 : value, 1);
  const isNegative = value < 0;
  for (let index = 1; index < 9; index++) {
    const byte = bytes[index] ?? 0;
    if (isNegative) bytes[index] = byte ^ 0xff;
    else if (index === 1) bytes[index] = byte ^ 0x80;
  }
  return bytes;
}

/** The smallest bytes after those. */
const next = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, Uint8Array.of(0)]);

const exactly = (value: IndexValue): IndexRange => {
  const from = encodeIndexValue(value);
  return { from, to: next(from) };
};

/** Comparisons stay within the type of their value: no text is greater than 5. */
function sameType(value: IndexValue): IndexRange {
  if (value === null) return exactly(null);
  if (typeof value === 'boolean') return { from: before(tags.false), to: before(tags.true + 1) };
  const tag = typeof value === 'number' ? tags.number : tags.text;
  return { from: before(tag), to: before(tag + 1) };
}

type RangeCondition = Exclude<QueryCondition, { op: 'ne' | 'in' }>;

/** What of a field's values fits the condition. */
export function rangeOf(condition: RangeCondition): IndexRange {
  const { op, value } = condition;
  const bytes = encodeIndexValue(value);
  const type = sameType(value);
  switch (op) {
    case 'eq':
      return { from: bytes, to: next(bytes) };
    case 'lt':
      return { from: type.from, to: bytes };
    case 'lte':
      return { from: type.from, to: next(bytes) };
    case 'gt':
      return { from: next(bytes), to: type.to };
    case 'gte':
      return { from: bytes, to: type.to };
    case 'prefix':
      // This byte stands in no UTF-8 text.
      return { from: bytes, to: Buffer.concat([bytes, Uint8Array.of(byteAfterText)]) };
    case 'ne':
      throw new Error('A range cannot leave out one value.');
  }
}

/** What both contain; may be empty. */
export const intersect = (a: IndexRange, b: IndexRange): IndexRange => ({
  from: Buffer.compare(a.from, b.from) >= 0 ? a.from : b.from,
  to: Buffer.compare(a.to, b.to) <= 0 ? a.to : b.to,
});
