import { open } from 'node:fs/promises';
import { ProviderError } from '@braindrive/plugin-sdk';
import { ByteReader } from './byte-reader.ts';

// Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

/** Longest header that is read, in bytes. The largest vocabularies need about 20 MB. */
const maxHeaderBytes = 128 * 1024 * 1024;
const maxEntries = 65_536;
/** Chat templates reach 30 kB. */
const maxKeptStringBytes = 1024 * 1024;
const maxKeptArrayLength = 512;

const valueType = { string: 8, array: 9 } as const;
const scalarBytes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

/** A metadata value as far as it is kept. Long arrays keep their length only. */
export type GgufValue = string | number | boolean | readonly number[] | { readonly length: number };
export type GgufMetadata = ReadonlyMap<string, GgufValue>;

/**
 * Reads the metadata of a GGUF file, and never more than a header's worth of it.
 * @throws {ProviderError} `provider/model-file-invalid` when it is no GGUF file or is damaged.
 */
export async function readGgufHeader(path: string): Promise<GgufMetadata> {
  const file = await open(path, 'r');
  try {
    return await readMetadata(new ByteReader(file, maxHeaderBytes));
  } catch (cause) {
    throw new ProviderError(
      'provider/model-file-invalid',
      'This file is not a GGUF model, or it is damaged. Fetch it again or choose another file.',
      { cause },
    );
  } finally {
    await file.close();
  }
}

async function readMetadata(reader: ByteReader): Promise<GgufMetadata> {
  const magic = (await reader.take(4)).toString('latin1');
  const version = await reader.uint32();
  if (magic !== 'GGUF' || version < 2 || version > 3) {
    throw new Error('Not a GGUF file of version 2 or 3.');
  }
  await reader.uint64(); // tensor count
  const entryCount = await reader.uint64();
  if (entryCount > maxEntries) {
    throw new Error('The header has too many entries.');
  }
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < entryCount; index += 1) {
    const key = (await readString(reader)) ?? '';
    const value = await readValue(reader, await reader.uint32());
    if (value !== null) {
      metadata.set(key, value);
    }
  }
  return metadata;
}

async function readValue(reader: ByteReader, type: number): Promise<GgufValue | null> {
  if (type === valueType.string) {
    return readString(reader);
  }
  return type === valueType.array ? readArray(reader) : readScalar(reader, type);
}

/** @returns The text, or null when it is too long to be kept. */
async function readString(reader: ByteReader): Promise<string | null> {
  const length = await reader.uint64();
  if (length > maxKeptStringBytes) {
    reader.skip(length);
    return null;
  }
  return (await reader.take(length)).toString('utf8');
}

async function readArray(reader: ByteReader): Promise<GgufValue> {
  const type = await reader.uint32();
  const length = await reader.uint64();
  if (type === valueType.string) {
    for (let index = 0; index < length; index += 1) {
      reader.skip(await reader.uint64());
    }
    return { length };
  }
  if (length > maxKeptArrayLength) {
    reader.skip(length * sizeOf(type));
    return { length };
  }
  const numbers: number[] = [];
  for (let index = 0; index < length; index += 1) {
    numbers.push(Number(await readScalar(reader, type)));
  }
  return numbers;
}

function sizeOf(type: number): number {
  const size = scalarBytes[type];
  if (size === undefined) {
    throw new Error(`Value type ${type} is not known.`);
  }
  return size;
}

const scalarReaders: Readonly<Record<number, (bytes: Buffer) => number | boolean>> = {
  0: (bytes) => bytes.readUInt8(),
  1: (bytes) => bytes.readInt8(),
  2: (bytes) => bytes.readUInt16LE(),
  3: (bytes) => bytes.readInt16LE(),
  4: (bytes) => bytes.readUInt32LE(),
  5: (bytes) => bytes.readInt32LE(),
  6: (bytes) => bytes.readFloatLE(),
  7: (bytes) => bytes.readUInt8() !== 0,
  10: (bytes) => Number(bytes.readBigUInt64LE()),
  11: (bytes) => Number(bytes.readBigInt64LE()),
  12: (bytes) => bytes.readDoubleLE(),
};

async function readScalar(reader: ByteReader, type: number): Promise<number | boolean> {
  const bytes = await reader.take(sizeOf(type));
  return scalarReaders[type]?.(bytes) ?? 0;
}
