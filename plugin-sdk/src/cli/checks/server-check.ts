import type { Manifest } from '../../manifest/manifest.ts';
import { type Finding, finding } from '../finding.ts';

/** Modules that do nothing in the process that plugins run in. */
const closedModules = [
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'fs',
  'http',
  'http2',
  'https',
  'inspector',
  'net',
  'tls',
  'worker_threads',
] as const;
const closedImport = new RegExp(
  `(?:from|import|require)\\s*\\(?\\s*["'](?:node:)?(${closedModules.join('|')})(?:/[a-z]+)?["']`,
);
/** `fetch(` that belongs to nothing, but not `function fetch(` or a method of that name. */
const bareFetch = /(?<![\w.$]|function\s|async\s)fetch\s*\((?![^)]*\)\s*\{)/;

/** What the author's server code tries that the process does not allow. */
export function checkServer(
  { permissions }: Manifest,
  sources: ReadonlyMap<string, string>,
): Finding[] {
  if (permissions.native !== undefined) return [];
  const findings: Finding[] = [];
  for (const [file, text] of sources) {
    const module = closedImport.exec(text)?.[1];
    if (module !== undefined) {
      findings.push(
        finding(
          'BD501',
          `${file} imports node:${module}, which is closed to plugins.`,
          'Use the services of ctx, or ask for permissions.native, which only the owner can allow.',
          file,
        ),
      );
    }
    if (bareFetch.test(text)) {
      findings.push(
        finding(
          'BD502',
          `${file} calls fetch, which is closed to plugins.`,
          'Use ctx.http.fetch with permissions.http.',
          file,
        ),
      );
    }
  }
  return findings;
}
