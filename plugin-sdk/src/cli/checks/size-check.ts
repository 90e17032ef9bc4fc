import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Finding, finding } from '../finding.ts';
import { type PluginFiles, textOf } from '../plugin-files.ts';

const kibibyte = 1_024;
const mebibyte = 1_024 * kibibyte;

/** In bytes, gzipped as it travels: `uiWarnBytes` for what loads at first, `uiFailBytes` for all of the front-end. */
export const sizeBudget = {
  uiWarnBytes: 64 * kibibyte,
  uiFailBytes: 512 * kibibyte,
  unpackedBytes: 100 * mebibyte,
  packedBytes: 20 * mebibyte,
  files: 2_000,
} as const;

const shown = (bytes: number): string =>
  bytes >= mebibyte
    ? `${(bytes / mebibyte).toFixed(1)} MiB`
    : `${(bytes / kibibyte).toFixed(1)} KiB`;

const isCode = (path: string): boolean => path.startsWith('ui/') && /\.(js|css)$/.test(path);

const gzippedBytes = (files: PluginFiles, isCounted: (path: string) => boolean): number => {
  let bytes = 0;
  for (const [path, content] of files) if (isCounted(path)) bytes += gzipSync(content).length;
  return bytes;
};

/** Scripts and styles of the front-end, gzipped, in bytes. */
export const uiBytes = (files: PluginFiles): number => gzippedBytes(files, isCode);

const staticImport = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/g;
const anyImport = /(?:\bfrom|\bimport)\s*\(?\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g;

/**
 * What loads before the first component is drawn: what `remoteEntry.js` loads, all that this imports at once, and the
 * styles. What is loaded by a later `import()` is not among it.
 */
function firstLoadBytes(files: PluginFiles): number {
  const entry = 'ui/remoteEntry.js';
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const text = textOf(files.get(path) ?? new Uint8Array());
    for (const [, specifier = ''] of text.matchAll(path === entry ? anyImport : staticImport)) {
      const target = posix.join(posix.dirname(path), specifier);
      if (files.has(target)) loaded.add(target);
    }
  }
  return gzippedBytes(files, (path) => loaded.has(path) || (isCode(path) && path.endsWith('.css')));
}

export function checkSize(files: PluginFiles): Finding[] {
  const findings: Finding[] = [];
  const bytes = uiBytes(files);
  const first = firstLoadBytes(files);
  const advice =
    'Load what is not needed at first with import(), and leave to the host what it shares.';
  if (bytes > sizeBudget.uiFailBytes) {
    const message = `The front-end is ${shown(bytes)} gzipped; the limit is ${shown(sizeBudget.uiFailBytes)}.`;
    findings.push(finding('BD202', message, advice));
  } else if (first > sizeBudget.uiWarnBytes) {
    const message = `The front-end loads ${shown(first)} gzipped before it shows anything; ${shown(sizeBudget.uiWarnBytes)} or less goes unnoticed.`;
    findings.push(finding('BD201', message, advice));
  }
  const unpacked = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  if (unpacked > sizeBudget.unpackedBytes || files.size > sizeBudget.files) {
    const message = `It has ${files.size} files of ${shown(unpacked)}; the limits are ${sizeBudget.files} files and ${shown(sizeBudget.unpackedBytes)}.`;
    findings.push(finding('BD203', message, 'Let the plugin fetch large data when it is needed.'));
  }
  return findings;
}
