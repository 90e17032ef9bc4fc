import { crc32, deflateRawSync } from 'node:zlib';

/** One zip entry as a test wants it, right or wrong. */
export interface RawZipEntry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly isStored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** Unix mode in the upper half of the external attributes. */
  readonly unixMode?: number;
  readonly checksum?: number;
  /** What both headers claim. */
  readonly sizeBytes?: number;
  /** What only the local header says. */
  readonly local?: { readonly name?: string; readonly sizeBytes?: number; readonly flags?: number };
  /** Points the directory to another place. */
  readonly offset?: number;
}

/** Writes a zip by hand, checking nothing. */
export function rawZip(
  entries: readonly RawZipEntry[],
  options: { readonly comment?: string; readonly count?: number } = {},
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = rawZipEntry(entry, entry.offset ?? offset);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const count = options.count ?? entries.length;
  const directoryBytes = Buffer.concat(directory);
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directoryBytes, end, comment]);
}

function rawZipEntry(entry: RawZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(entry.content ?? '');
  const isStored = entry.isStored ?? content.length === 0;
  const packed = isStored ? content : deflateRawSync(content);
  const common = {
    flags: entry.flags ?? 0,
    method: entry.method ?? (isStored ? 0 : 8),
    checksum: entry.checksum ?? crc32(content),
    packedBytes: packed.length,
    sizeBytes: entry.sizeBytes ?? content.length,
  };
  const localName = Buffer.from(entry.local?.name ?? entry.name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  writeCommon(local, 4, { ...common, ...pickLocal(entry) });
  local.writeUInt16LE(localName.length, 26);
  const name = Buffer.from(entry.name);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt8(3, 5);
  writeCommon(central, 6, common);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt32LE(((entry.unixMode ?? 0) << 16) >>> 0, 38);
  central.writeUInt32LE(offset, 42);
  return {
    local: Buffer.concat([local, localName, packed]),
    central: Buffer.concat([central, name]),
  };
}

const pickLocal = ({ local }: RawZipEntry) => ({
  ...(local?.sizeBytes === undefined ? {} : { sizeBytes: local.sizeBytes }),
  ...(local?.flags === undefined ? {} : { flags: local.flags }),
});

/** From "version needed" to the sizes, the two headers are the same. */
function writeCommon(
  header: Buffer,
  at: number,
  entry: {
    flags: number;
    method: number;
    checksum: number;
    packedBytes: number;
    sizeBytes: number;
  },
): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(entry.flags, at + 2);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt32LE(entry.checksum, at + 10);
  header.writeUInt32LE(entry.packedBytes, at + 14);
  header.writeUInt32LE(entry.sizeBytes, at + 18);
}
