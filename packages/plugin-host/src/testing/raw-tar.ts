import { gzipSync } from 'node:zlib';

/** One tar entry as a test wants it, right or wrong. */
export interface RawTarEntry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** `0` file, `5` folder, `1` hard link, `2` symbolic link, `x` pax header, … */
  readonly type?: string;
  readonly linkName?: string;
  /** What the header claims instead of the content's length. */
  readonly sizeBytes?: number;
  readonly mode?: number;
  readonly prefix?: string;
  readonly magic?: string;
}

const block = 512;

/** Writes a tar by hand, checking nothing, so that it can be as hostile as needed. */
export function rawTar(entries: readonly RawTarEntry[]): Buffer {
  return Buffer.concat([...entries.map(rawTarEntry), Buffer.alloc(2 * block)]);
}

export const rawTgz = (entries: readonly RawTarEntry[]): Buffer => gzipSync(rawTar(entries));

function rawTarEntry(entry: RawTarEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const header = Buffer.alloc(block);
  header.write(entry.name, 0, 100);
  header.write(octal(entry.mode ?? 0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(entry.sizeBytes ?? content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write(entry.type ?? '0', 156);
  header.write(entry.linkName ?? '', 157, 100);
  header.write(entry.magic ?? 'ustar\x0000', 257);
  header.write(entry.prefix ?? '', 345, 155);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  const padding = Buffer.alloc((block - (content.length % block)) % block);
  return Buffer.concat([header, content, padding]);
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** A pax header with the given records, to stand before an entry. */
export function paxHeader(records: Readonly<Record<string, string>>, type = 'x'): RawTarEntry {
  const lines = Object.entries(records).map(([key, value]) => paxLine(`${key}=${value}\n`));
  return { name: 'PaxHeader', type, content: lines.join('') };
}

function paxLine(text: string): string {
  const bytes = Buffer.byteLength(text) + 1;
  let length = bytes + String(bytes).length;
  if (String(length).length > String(bytes).length) length = bytes + String(length).length;
  return `${length} ${text}`;
}
