import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';
import { PluginArchiveError } from './archive-error.ts';
import { type ArchiveLimits, shownSize } from './archive-limits.ts';
import { readFolder } from './folder-reader.ts';
import { piped } from './piped.ts';
import { readTar } from './tar-reader.ts';
import { readZip } from './zip-reader.ts';

/** Where the files of a plugin come from. A file is a `.tgz` or a `.zip`; its first bytes decide, not its name. */
export type PackedPlugin =
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string };

/** Reads the entries of either. @throws {PluginArchiveError} */
export async function* readPacked(
  packed: PackedPlugin,
  limits: ArchiveLimits,
): AsyncGenerator<ArchiveEntry> {
  if (packed.kind === 'folder') {
    yield* readFolder(packed.path);
    return;
  }
  const file = await open(packed.path, 'r');
  try {
    yield* await readArchive(file, limits);
  } finally {
    await file.close();
  }
}

async function readArchive(
  file: FileHandle,
  limits: ArchiveLimits,
): Promise<AsyncIterable<ArchiveEntry>> {
  const { size } = await file.stat();
  if (size > limits.packedBytes) {
    throw new PluginArchiveError(
      'packed-size',
      `The archive has ${shownSize(size)}; a plugin has at most ${shownSize(limits.packedBytes)}.`,
    );
  }
  const start = Buffer.alloc(4);
  await file.read(start, 0, 4, 0);
  if (start.readUInt32LE() === 0x04034b50) return readZip(file, limits);
  if (start[0] === 0x1f && start[1] === 0x8b) {
    const packed = file.createReadStream({ start: 0, autoClose: false });
    return readTar(bounded(piped(packed, createGunzip()), size, limits));
  }
  throw new PluginArchiveError(
    'format',
    start.subarray(0, 1).toString() === '<'
      ? 'This is a web page, not an archive. Use the address of the .tgz or .zip file itself.'
      : 'This is neither a .tgz nor a .zip file.',
  );
}

/** Stops a gzip bomb while it unpacks; headers and padding come on top of what files may have. */
async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  packedBytes: number,
  limits: ArchiveLimits,
): AsyncGenerator<Uint8Array> {
  const headerBytes = limits.files * 4_096;
  let unpacked = 0;
  for await (const chunk of bytes) {
    unpacked += chunk.length;
    if (unpacked > limits.unpackedBytes + headerBytes) throw tooLarge(limits);
    if (unpacked > limits.ratioFromBytes && unpacked > packedBytes * limits.ratio) {
      throw new PluginArchiveError(
        'compression-ratio',
        `The archive unpacks to more than ${limits.ratio} times its size.`,
      );
    }
    yield chunk;
  }
}

export const tooLarge = (limits: ArchiveLimits): PluginArchiveError =>
  new PluginArchiveError(
    'unpacked-size',
    `The archive unpacks to more than ${shownSize(limits.unpackedBytes)}.`,
  );
