import { gzipSync } from 'node:zlib';
import { PluginError } from '../plugin-error.ts';
import type { PluginFiles } from './plugin-files.ts';

const blockBytes = 512;
const nameBytes = 100;
const prefixBytes = 155;

/** Splits a path at a slash into ustar's name and prefix. */
function splitPath(path: string): { name: string; prefix: string } {
  if (path.length <= nameBytes) return { name: path, prefix: '' };
  const at = path.indexOf('/', path.length - nameBytes - 1);
  if (at === -1 || at > prefixBytes) {
    throw new PluginError('pack/path-too-long', `${path} is too long a path. Shorten it.`);
  }
  return { name: path.slice(at + 1), prefix: path.slice(0, at) };
}

const octal = (value: number, length: number): string =>
  `${value.toString(8).padStart(length - 1, '0')}\0`;

/** One header. Owner, time and mode are the same for every file and every machine. */
function header(path: string, sizeBytes: number): Uint8Array {
  const { name, prefix } = splitPath(path);
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, 'ascii');
  block.write(octal(0o644, 8), 100, 'ascii');
  block.write(octal(0, 8), 108, 'ascii');
  block.write(octal(0, 8), 116, 'ascii');
  block.write(octal(sizeBytes, 12), 124, 'ascii');
  block.write(octal(0, 12), 136, 'ascii');
  block.write('        ', 148, 'ascii');
  block.write('0', 156, 'ascii');
  block.write('ustar\x0000', 257, 'ascii');
  block.write(prefix, 345, 'ascii');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}

/**
 * Packs files into a `.tgz` that is the same in every byte wherever and whenever it is made of the same files:
 * `plugin.json` first, the others by path, no times, no owners.
 */
export function packArchive(files: PluginFiles): Uint8Array {
  const paths = [...files.keys()].sort((left, right) => {
    if (left === 'plugin.json') return -1;
    if (right === 'plugin.json') return 1;
    return left < right ? -1 : 1;
  });
  const pieces: Uint8Array[] = [];
  for (const path of paths) {
    const content = files.get(path) ?? new Uint8Array();
    pieces.push(header(path, content.length), content);
    const rest = content.length % blockBytes;
    if (rest > 0) pieces.push(new Uint8Array(blockBytes - rest));
  }
  pieces.push(new Uint8Array(2 * blockBytes));
  const archive = gzipSync(Buffer.concat(pieces), { level: 9 });
  // The header names the system it was made on; 255 is "unknown".
  archive[9] = 0xff;
  return archive;
}
