import { type ArchiveEntry, noContent } from './archive-entry.ts';
import { damaged } from './archive-error.ts';
import { ByteReader } from './byte-reader.ts';
import { readPaxRecords } from './pax-records.ts';
import { strictText } from './strict-text.ts';
import { isZeroBlock, readTarHeader, type TarHeader, tarBlockBytes } from './tar-header.ts';

const maxExtensionBytes = 64 * 1_024;

/** What headers before an entry said about it. */
interface Extension {
  name?: string;
  sizeBytes?: number;
}

/**
 * The entries of a tar stream, in order, each with its content as a stream.
 * Stricter than tar: links, devices, sparse files and data behind the end are refused, not skipped.
 * @throws {PluginArchiveError}
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const reader = new ByteReader(source);
  try {
    let extension: Extension = {};
    for (;;) {
      const header = await nextHeader(reader);
      if (header === null) break;
      if (header.type === 'file' || header.type === 'directory') {
        yield* readEntry(reader, header, extension);
        extension = {};
      } else {
        await readExtension(reader, header, extension);
      }
    }
    if (Object.keys(extension).length > 0) throw damaged('it ends after a long name');
    for await (const part of reader.remainder()) {
      if (!isZeroBlock(part)) throw damaged('there is data behind its end');
    }
  } finally {
    await reader.close();
  }
}

/** @returns the next header, or null at the two empty blocks that end an archive. */
async function nextHeader(reader: ByteReader): Promise<TarHeader | null> {
  const block = await reader.read(tarBlockBytes);
  if (block === null) throw damaged('it ends too early');
  if (!isZeroBlock(block)) return readTarHeader(block);
  const second = await reader.read(tarBlockBytes);
  if (second === null || !isZeroBlock(second)) throw damaged('its end is wrong');
  return null;
}

async function* readEntry(
  reader: ByteReader,
  header: TarHeader,
  extension: Extension,
): AsyncGenerator<ArchiveEntry> {
  const sizeBytes = extension.sizeBytes ?? header.sizeBytes;
  const written = extension.name ?? header.name;
  const isFolder = header.type === 'directory' || written.endsWith('/');
  if (isFolder && sizeBytes > 0) throw damaged('a folder has content');
  const content = isFolder ? noContent() : reader.stream(sizeBytes);
  yield {
    name: written.replace(/\/$/, ''),
    kind: isFolder ? 'directory' : 'file',
    content,
  };
  for await (const _ of content) {
    // A consumer that did not want all of it: the next header comes behind the rest.
  }
  await skipPadding(reader, sizeBytes);
}

async function readExtension(
  reader: ByteReader,
  header: TarHeader,
  extension: Extension,
): Promise<void> {
  if (header.sizeBytes > maxExtensionBytes) throw damaged('a header is longer than 64 KiB');
  const bytes = (await reader.read(header.sizeBytes)) ?? new Uint8Array();
  if (bytes.length < header.sizeBytes) throw damaged('it ends too early');
  await skipPadding(reader, header.sizeBytes);
  if (header.type === 'long-name') {
    const text = strictText(bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes);
    if (text === null) throw damaged('a long name is not UTF-8');
    extension.name = text;
    return;
  }
  const records = readPaxRecords(bytes);
  const name = records.get('path');
  const size = records.get('size');
  // Valid for all that follows: only ever a comment in practice, and a common path or size makes no sense.
  if (header.type === 'pax-global') {
    if (name !== undefined || size !== undefined) throw damaged('a global header names a file');
    return;
  }
  if (name !== undefined) extension.name = name;
  if (size !== undefined) extension.sizeBytes = paxSize(size);
}

function paxSize(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw damaged('a size in a pax header is wrong');
  return Number(text);
}

async function skipPadding(reader: ByteReader, sizeBytes: number): Promise<void> {
  const padding = (tarBlockBytes - (sizeBytes % tarBlockBytes)) % tarBlockBytes;
  if (padding > 0 && (await reader.read(padding)) === null) throw damaged('it ends too early');
}
