import { valid } from 'semver';
import { z } from 'zod';

/** The parts of a release that are read, as the API writes them (GitHub REST API, version 2022-11-28). */
export const gitHubReleaseSchema = z.object({
  tag_name: z.string(),
  body: z.string().nullish(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  published_at: z.iso.datetime().nullish(),
  assets: z.array(
    z.object({
      name: z.string(),
      url: z.url(),
      browser_download_url: z.url(),
      size: z.number(),
      state: z.string().default('uploaded'),
      digest: z.string().nullish(),
    }),
  ),
});
export type GitHubRelease = z.infer<typeof gitHubReleaseSchema>;
export type GitHubAsset = GitHubRelease['assets'][number];

/** The version that a tag names: of `v1.2.0`, `dice-v1.2.0` and `@ada/dice@1.2.0` it is `1.2.0`. */
export function versionOfTag(tag: string): string | null {
  const version = /(?:^|[^0-9A-Za-z.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1];
  return version === undefined ? null : valid(version);
}

/** The asset to install, or why there is none. */
export type AssetChoice =
  | { readonly asset: GitHubAsset }
  | { readonly asset: null; readonly candidates: readonly string[] };

const isArchive = (name: string): boolean => /\.(tgz|zip)$/.test(name);

/**
 * Chooses `<slug>-<version>.tgz`, or `.zip`; else the only archive of the release. Archives of the source are no
 * assets, and are never taken: they would have to be built.
 * @param slug - Of the plugin that is wanted, or null when any may come.
 */
export function chooseAsset(release: GitHubRelease, slug: string | null): AssetChoice {
  const archives = release.assets.filter(
    (asset) => asset.state === 'uploaded' && isArchive(asset.name),
  );
  const version = versionOfTag(release.tag_name);
  const named = withoutZipTwins(archives.filter(({ name }) => isNamedFor(name, slug, version)));
  const [asset, ...others] = named.length > 0 ? named : withoutZipTwins(archives);
  return asset !== undefined && others.length === 0
    ? { asset }
    : { asset: null, candidates: archives.map(({ name }) => name) };
}

function isNamedFor(name: string, slug: string | null, version: string | null): boolean {
  const stem = stemOf(name);
  if (version === null || !stem.endsWith(`-${version}`)) return false;
  return slug === null || stem === `${slug}-${version}`;
}

const stemOf = (name: string): string => name.replace(/\.(tgz|zip)$/, '');

/** The same plugin is often offered in both formats. */
const withoutZipTwins = (archives: readonly GitHubAsset[]): GitHubAsset[] =>
  archives.filter(
    ({ name }) =>
      name.endsWith('.tgz') || !archives.some((other) => other.name === `${stemOf(name)}.tgz`),
  );
