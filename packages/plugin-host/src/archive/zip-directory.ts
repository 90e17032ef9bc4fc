import { damaged, PluginArchiveError, shownPath } from './archive-error.ts';
import { strictText } from './strict-text.ts';

/** What the directory at the end of a zip says about one entry (APPNOTE 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

export interface ZipEnd {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
}

const zipEndBytes = 22;
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const entryHeaderBytes = 46;
const maxCommentBytes = 65_535;

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** How much of a file's end can hold the end record. */
export const zipTailBytes: number = zipEndBytes + maxCommentBytes;

/**
 * Finds the end record. It has to reach to the end of the file exactly, so that no second one can be found by
 * a reader that searches otherwise.
 */
export function readZipEnd(tail: Uint8Array, fileBytes: number): ZipEnd {
  const view = viewOf(tail);
  for (let at = tail.length - zipEndBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (at + zipEndBytes + view.getUint16(at + 20, true) !== tail.length) continue;
    return checkedEnd(viewOf(tail.subarray(at)), fileBytes - tail.length + at);
  }
  throw damaged('the directory of the zip is missing');
}

function checkedEnd(view: DataView, endOffset: number): ZipEnd {
  const entries = view.getUint16(10, true);
  const directoryBytes = view.getUint32(12, true);
  const directoryOffset = view.getUint32(16, true);
  const disks = view.getUint16(4, true) + view.getUint16(6, true);
  if (disks !== 0 || view.getUint16(8, true) !== entries) {
    throw new PluginArchiveError('format', 'The archive is one part of a split zip.');
  }
  if (entries === 0xffff || directoryOffset === 0xffffffff) {
    throw new PluginArchiveError('format', 'The archive is a zip64, which no plugin needs.');
  }
  if (directoryOffset + directoryBytes !== endOffset) {
    throw damaged('the directory of the zip is not where its end says');
  }
  return { entries, directoryBytes, directoryOffset };
}

/** Reads the whole directory. @throws {PluginArchiveError} for links, devices, encryption and unknown compression. */
export function readZipEntries(directory: Uint8Array, end: ZipEnd): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    const rest = directory.subarray(at);
    if (rest.length < entryHeaderBytes) throw damaged('the directory of the zip is cut off');
    const view = viewOf(rest);
    if (view.getUint32(0, true) !== entrySignature) throw damaged('the directory of the zip');
    const lengths = [28, 30, 32].map((offset) => view.getUint16(offset, true));
    const total = lengths.reduce((sum, length) => sum + length, entryHeaderBytes);
    if (rest.length < total) throw damaged('the directory of the zip is cut off');
    entries.push(readEntry(rest.subarray(0, total), lengths[0] ?? 0));
    at += total;
  }
  if (entries.length !== end.entries) throw damaged('the directory of the zip miscounts');
  return entries;
}

function readEntry(bytes: Uint8Array, nameLength: number): ZipEntry {
  const view = viewOf(bytes);
  const nameBytes = bytes.subarray(entryHeaderBytes, entryHeaderBytes + nameLength);
  const name = strictText(nameBytes);
  if (name === null) throw new PluginArchiveError('path', 'A path of the archive is not UTF-8.');
  const isFolder = name.endsWith('/');
  const entry = {
    name: isFolder ? name.slice(0, -1) : name,
    kind: isFolder ? ('directory' as const) : ('file' as const),
    nameBytes,
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    checksum: view.getUint32(16, true),
    packedBytes: view.getUint32(20, true),
    sizeBytes: view.getUint32(24, true),
    offset: view.getUint32(42, true),
  };
  checkKind(entry, view.getUint8(5), view.getUint32(38, true));
  checkFlags(entry);
  if (isFolder && entry.sizeBytes > 0) throw damaged('a folder has content');
  return entry;
}

// Systems whose zips carry Unix file modes in the upper half of the external attributes.
const unixLike = new Set([3, 19]);
const regularFile = 0o100000;
const folder = 0o040000;

function checkKind(entry: ZipEntry, madeBy: number, attributes: number): void {
  const type = unixLike.has(madeBy) ? (attributes >>> 16) & 0o170000 : 0;
  const expected = entry.kind === 'directory' ? folder : regularFile;
  if (type === 0 || type === expected) return;
  const what = type === 0o120000 ? 'a symbolic link' : 'not a regular file';
  throw new PluginArchiveError(
    'entry-kind',
    `${shownPath(entry.name)} is ${what}. A plugin has regular files only.`,
    { path: entry.name },
  );
}

const encryptionFlags = 0x0001 | 0x0040 | 0x2000;

function checkFlags(entry: ZipEntry): void {
  if ((entry.flags & encryptionFlags) !== 0) {
    throw new PluginArchiveError('encrypted', `${shownPath(entry.name)} is encrypted.`, {
      path: entry.name,
    });
  }
  if (entry.method !== 0 && entry.method !== 8) {
    throw new PluginArchiveError(
      'format',
      `${shownPath(entry.name)} is compressed by a method other than deflate.`,
      { path: entry.name },
    );
  }
  if (entry.method === 0 && entry.packedBytes !== entry.sizeBytes) {
    throw damaged('a stored file has two sizes');
  }
}
