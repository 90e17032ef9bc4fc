import { damaged, PluginArchiveError, shownPath } from './archive-error.ts';
import { strictText } from './strict-text.ts';

export const tarBlockBytes = 512;

export type TarEntryType = 'file' | 'directory' | 'pax' | 'pax-global' | 'long-name';

export interface TarHeader {
  readonly name: string;
  readonly type: TarEntryType;
  readonly sizeBytes: number;
}

const types: Readonly<Record<string, TarEntryType>> = {
  '0': 'file',
  '\0': 'file',
  '5': 'directory',
  x: 'pax',
  g: 'pax-global',
  L: 'long-name',
};

const refusedTypes: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
  '7': 'a contiguous file',
  K: 'a link',
  S: 'a sparse file',
};

/**
 * Reads one header block (POSIX ustar, or GNU tar's flavour of it).
 * @throws {PluginArchiveError} for anything but files, folders and what gives them long names.
 */
export function readTarHeader(block: Uint8Array): TarHeader {
  if (!hasValidChecksum(block)) throw damaged('the checksum of a tar header is wrong');
  const magic = String.fromCharCode(...block.subarray(257, 263));
  if (magic !== 'ustar\0' && magic !== 'ustar ') {
    throw new PluginArchiveError('format', 'The archive is of a tar format older than 1988.');
  }
  const name = textField(block.subarray(0, 100));
  // GNU tar keeps dates where POSIX has the beginning of a long path.
  const prefix = magic === 'ustar\0' ? textField(block.subarray(345, 500)) : '';
  const path = prefix === '' ? name : `${prefix}/${name}`;
  const flag = String.fromCharCode(block[156] ?? 0);
  const type = types[flag];
  if (type === undefined) {
    throw new PluginArchiveError(
      'entry-kind',
      `${shownPath(path)} is ${refusedTypes[flag] ?? 'of an unknown kind'}. A plugin has regular files only.`,
      { path },
    );
  }
  return { name: path, type, sizeBytes: octalField(block.subarray(124, 136)) };
}

export const isZeroBlock = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

function hasValidChecksum(block: Uint8Array): boolean {
  let sum = 0;
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  return sum === octalField(block.subarray(148, 156));
}

/** A field that ends at its first NUL. What follows it must be empty: it would be a second, hidden name. */
function textField(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = strictText(end === -1 ? bytes : bytes.subarray(0, end));
  if (text === null) throw new PluginArchiveError('path', 'A path of the archive is not UTF-8.');
  if (end !== -1 && !isZeroBlock(bytes.subarray(end))) {
    throw new PluginArchiveError('path', `${shownPath(text)} contains a NUL character.`, {
      path: text,
    });
  }
  return text;
}

// GNU tar writes numbers above 8 GiB in base 256; no plugin has such a file.
function octalField(bytes: Uint8Array): number {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(String.fromCharCode(...bytes))?.[1];
  if (digits === undefined) throw damaged('a number in a tar header is wrong');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}
