import { gzipSync } from 'node:zlib';
import { type Finding, finding } from '../finding.ts';
import type { PluginFiles } from '../plugin-files.ts';

const kibibyte = 1_024;
const mebibyte = 1_024 * kibibyte;

/** In bytes. The front-end counts as it travels, gzipped. */
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

/** Scripts and styles of the front-end, gzipped, in bytes. */
export function uiBytes(files: PluginFiles): number {
  let bytes = 0;
  for (const [path, content] of files) {
    if (path.startsWith('ui/') && /\.(js|css)$/.test(path)) bytes += gzipSync(content).length;
  }
  return bytes;
}

export function checkSize(files: PluginFiles): Finding[] {
  const findings: Finding[] = [];
  const bytes = uiBytes(files);
  const advice =
    'Load what is not needed at first with import(), and leave to the host what it shares.';
  if (bytes > sizeBudget.uiFailBytes) {
    const message = `The front-end is ${shown(bytes)} gzipped; the limit is ${shown(sizeBudget.uiFailBytes)}.`;
    findings.push(finding('BD202', message, advice));
  } else if (bytes > sizeBudget.uiWarnBytes) {
    const message = `The front-end is ${shown(bytes)} gzipped; ${shown(sizeBudget.uiWarnBytes)} or less loads without being noticed.`;
    findings.push(finding('BD201', message, advice));
  }
  const unpacked = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  if (unpacked > sizeBudget.unpackedBytes || files.size > sizeBudget.files) {
    const message = `It has ${files.size} files of ${shown(unpacked)}; the limits are ${sizeBudget.files} files and ${shown(sizeBudget.unpackedBytes)}.`;
    findings.push(finding('BD203', message, 'Let the plugin fetch large data when it is needed.'));
  }
  return findings;
}
