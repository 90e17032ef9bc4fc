import type { Manifest } from '../manifest/manifest.ts';
import {
  checkDigests,
  checkReferences,
  checkTexts,
  readManifest,
} from './checks/manifest-check.ts';
import { checkMissingPermissions, checkUnusedPermissions } from './checks/permission-check.ts';
import { checkServer } from './checks/server-check.ts';
import { checkSize } from './checks/size-check.ts';
import { checkUi } from './checks/ui-check.ts';
import type { Finding } from './finding.ts';
import { type PluginFiles, textOf } from './plugin-files.ts';

export interface PluginCheck {
  /** Null when there is none that can be read. */
  readonly manifest: Manifest | null;
  /** Errors first. */
  readonly findings: readonly Finding[];
}

const startingWith = (folder: string, texts: ReadonlyMap<string, string>) =>
  new Map([...texts].filter(([path]) => path.startsWith(folder)));

/** `fetch` is an argument there, as providers are given it, so its calls say nothing about closed doors. */
const withoutProviders = (texts: ReadonlyMap<string, string>) =>
  new Map(
    [...texts].filter(
      ([, text]) =>
        !/\bfetch\b[^(]{0,80}(?:context|Context|settings)|[{,]\s*fetch\s*[,}]/.test(text),
    ),
  );

/**
 * Checks the built files of a plugin.
 * @param sources - What the author wrote, by path; empty when it is not at hand, and then less can be said.
 */
export function checkPlugin(
  files: PluginFiles,
  sources: ReadonlyMap<string, string> = new Map(),
): PluginCheck {
  const { manifest, findings } = readManifest(files);
  if (manifest === null) return { manifest, findings };
  const server = serverTexts(files, sources);
  const found = [
    ...checkDigests(manifest, files),
    ...checkReferences(manifest),
    ...checkTexts(files),
    ...checkSize(files),
    ...checkMissingPermissions(manifest, server),
    ...checkUnusedPermissions(manifest, sources),
    ...checkUi(files),
    ...checkServer(manifest, withoutProviders(startingWith('src/server/', sources))),
  ];
  const rank = { error: 0, warning: 1 };
  return {
    manifest,
    findings: found.toSorted((left, right) => rank[left.level] - rank[right.level]),
  };
}

/** Good enough to look for words: what stands in comments is no use of anything. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** The author's own server code where it is at hand: the bundle has the SDK's mixed in. */
function serverTexts(
  files: PluginFiles,
  sources: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const own = startingWith('src/server/', sources);
  if (own.size > 0) return own;
  const bundle = files.get('server/index.mjs');
  return new Map(
    bundle === undefined ? [] : [['server/index.mjs', withoutComments(textOf(bundle))]],
  );
}
