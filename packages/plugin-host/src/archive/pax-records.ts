import { damaged, PluginArchiveError } from './archive-error.ts';
import { strictText } from './strict-text.ts';

/**
 * Reads the `length key=value` lines of a pax header. A value may hold any byte but a line end out of place, so the
 * length decides.
 */
export function readPaxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let rest = bytes; rest.length > 0; ) {
    const line = takeRecord(rest);
    const text = strictText(line.subarray(line.indexOf(0x20) + 1, -1));
    if (text === null) throw damaged('a pax header is not UTF-8');
    const split = text.indexOf('=');
    if (split < 1) throw damaged('a pax header has no key');
    records.set(text.slice(0, split), text.slice(split + 1));
    rest = rest.subarray(line.length);
  }
  for (const key of records.keys()) {
    if (key.startsWith('GNU.sparse.') || key === 'linkpath') {
      throw new PluginArchiveError('entry-kind', 'The archive has a sparse file or a link.');
    }
  }
  return records;
}

function takeRecord(bytes: Uint8Array): Uint8Array {
  const digits = /^([1-9]\d{0,6}) /.exec(String.fromCharCode(...bytes.subarray(0, 8)))?.[1];
  const length = Number(digits);
  const line = bytes.subarray(0, length);
  const isWhole = digits !== undefined && line.length === length && length > digits.length + 1;
  if (!isWhole || line.at(-1) !== 0x0a) throw damaged('a pax header is wrong');
  return line;
}
