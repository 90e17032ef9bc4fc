import type { Manifest } from '@braindrive/plugin-sdk';
import { PluginArchiveError, shownPath } from './archive-error.ts';
import { manifestFileName } from './manifest-file.ts';

/** How the files of a folder differ from the manifest. Paths, sorted. */
export interface FileDifferences {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  readonly unlisted: readonly string[];
}

/** @param digests - Path → digest of each file that is there, `plugin.json` included. */
export function compareFiles(
  manifest: Manifest,
  digests: ReadonlyMap<string, string>,
): FileDifferences {
  const listed = Object.entries(manifest.files);
  return {
    missing: listed.flatMap(([path]) => (digests.has(path) ? [] : [path])).toSorted(),
    changed: listed
      .flatMap(([path, digest]) => ((digests.get(path) ?? digest) === digest ? [] : [path]))
      .toSorted(),
    unlisted: [...digests.keys()]
      .filter((path) => path !== manifestFileName && !Object.hasOwn(manifest.files, path))
      .toSorted(),
  };
}

/** @throws {PluginArchiveError} for the first difference. */
export function checkFiles(manifest: Manifest, digests: ReadonlyMap<string, string>): void {
  const { missing, changed, unlisted } = compareFiles(manifest, digests);
  refuse('file-unlisted', unlisted, 'is not listed in plugin.json');
  refuse('file-missing', missing, 'is listed in plugin.json but missing');
  refuse('file-changed', changed, 'does not match its digest in plugin.json');
}

function refuse(
  rule: 'file-unlisted' | 'file-missing' | 'file-changed',
  paths: readonly string[],
  reason: string,
): void {
  const [path] = paths;
  if (path === undefined) return;
  const more = paths.length > 1 ? `, like ${paths.length - 1} more` : '';
  throw new PluginArchiveError(
    rule,
    `${shownPath(path)} ${reason}${more}. Pack the plugin again.`,
    {
      path,
    },
  );
}
