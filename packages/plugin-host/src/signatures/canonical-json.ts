/** What `JSON.parse` returns. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/**
 * The one way to write a JSON value (RFC 8785): no spaces, keys sorted by UTF-16 code units, numbers as JavaScript
 * writes them. Digests and signatures are made over it, so that indentation and key order do not count.
 * @throws {TypeError} for a number that is not finite, a broken surrogate, or anything that JSON does not have.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isObject(value)) {
    const members = Object.keys(value)
      .toSorted(byCodeUnits)
      .map((key) => `${canonicalText(key)}:${canonicalJson(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'boolean' || value === null || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  throw new TypeError(`${String(value)} has no JSON form.`);
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null;

const byCodeUnits = (left: string, right: string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text with half a character has no JSON form.');
  return JSON.stringify(text);
}
