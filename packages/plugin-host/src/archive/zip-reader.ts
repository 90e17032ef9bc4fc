import type { FileHandle } from 'node:fs/promises';
import { PassThrough, type Transform } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type ArchiveEntry, noContent } from './archive-entry.ts';
import { damaged, PluginArchiveError, shownPath } from './archive-error.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { piped } from './piped.ts';
import {
  readZipEnd,
  readZipEntries,
  viewOf,
  type ZipEntry,
  zipTailBytes,
} from './zip-directory.ts';

const localSignature = 0x04034b50;
const localHeaderBytes = 30;
const maxDirectoryBytes = 4 * 1_024 * 1_024;
const sizesFollow = 0x0008;

/**
 * The entries of a zip file. The directory at its end decides what is there, and each local header has to say the
 * same: a reader that trusts the other one would see another archive.
 * @throws {PluginArchiveError}
 */
export async function* readZip(
  file: FileHandle,
  limits: ArchiveLimits,
): AsyncGenerator<ArchiveEntry> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - zipTailBytes), Math.min(size, zipTailBytes));
  const end = readZipEnd(tail, size);
  if (end.directoryBytes > maxDirectoryBytes) {
    throw new PluginArchiveError('file-count', 'The archive has too many files.');
  }
  const directory = await readAt(file, end.directoryOffset, end.directoryBytes);
  const entries = readZipEntries(directory, end);
  const starts = await contentStarts(file, entries, end.directoryOffset);
  for (const entry of entries) {
    checkRatio(entry, limits);
    yield {
      name: entry.name,
      kind: entry.kind,
      content:
        entry.kind === 'directory'
          ? noContent()
          : contentOf(file, entry, starts.get(entry) ?? size),
    };
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead < length) throw damaged('it ends too early');
  return bytes;
}

/** Where each entry's bytes begin, once no two entries share bytes (as the bombs that overlap them do). */
async function contentStarts(
  file: FileHandle,
  entries: readonly ZipEntry[],
  directoryOffset: number,
): Promise<ReadonlyMap<ZipEntry, number>> {
  const starts = new Map<ZipEntry, number>();
  let free = 0;
  for (const entry of entries.toSorted((left, right) => left.offset - right.offset)) {
    if (entry.offset < free) throw damaged('two of its files share bytes');
    const start = await checkedStart(file, entry);
    starts.set(entry, start);
    free = start + entry.packedBytes;
  }
  if (free > directoryOffset) throw damaged('a file reaches into the directory of the zip');
  return starts;
}

async function checkedStart(file: FileHandle, entry: ZipEntry): Promise<number> {
  const header = viewOf(await readAt(file, entry.offset, localHeaderBytes));
  if (header.getUint32(0, true) !== localSignature)
    throw damaged('the header of a file is missing');
  const nameLength = header.getUint16(26, true);
  const name = await readAt(file, entry.offset + localHeaderBytes, nameLength);
  if (!Buffer.from(name).equals(entry.nameBytes) || !describesSame(header, entry)) {
    throw new PluginArchiveError(
      'directory-mismatch',
      `The directory of the zip and the header of ${shownPath(entry.name)} say different things.`,
      { path: entry.name },
    );
  }
  return entry.offset + localHeaderBytes + nameLength + header.getUint16(28, true);
}

function describesSame(header: DataView, entry: ZipEntry): boolean {
  const numbers = [14, 18, 22].map((offset) => header.getUint32(offset, true));
  const expected = [entry.checksum, entry.packedBytes, entry.sizeBytes];
  const isLater = (entry.flags & sizesFollow) !== 0;
  return (
    header.getUint16(6, true) === entry.flags &&
    header.getUint16(8, true) === entry.method &&
    numbers.every((value, index) => value === expected[index] || (isLater && value === 0))
  );
}

function checkRatio(entry: ZipEntry, limits: ArchiveLimits): void {
  if (entry.sizeBytes < limits.ratioFromBytes) return;
  if (entry.sizeBytes <= entry.packedBytes * limits.ratio) return;
  throw new PluginArchiveError(
    'compression-ratio',
    `${shownPath(entry.name)} unpacks to more than ${limits.ratio} times its size.`,
    { path: entry.name },
  );
}

async function* contentOf(
  file: FileHandle,
  entry: ZipEntry,
  start: number,
): AsyncGenerator<Uint8Array> {
  const inflater: Transform = entry.method === 8 ? createInflateRaw() : new PassThrough();
  let checksum = 0;
  let sizeBytes = 0;
  for await (const chunk of piped(readRange(file, start, entry.packedBytes), inflater)) {
    sizeBytes += chunk.length;
    if (sizeBytes > entry.sizeBytes) throw damaged(`${shownPath(entry.name)} is longer than said`);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (sizeBytes !== entry.sizeBytes || checksum !== entry.checksum) {
    throw damaged(`${shownPath(entry.name)} does not match its checksum`);
  }
}

const rangeChunkBytes = 64 * 1_024;

async function* readRange(
  file: FileHandle,
  start: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; done += rangeChunkBytes) {
    yield await readAt(file, start + done, Math.min(rangeChunkBytes, length - done));
  }
}
