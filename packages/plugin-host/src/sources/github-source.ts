import { DomainError, type EgressFetch } from '@braindrive/core';
import type { AvailableVersion, FetchedPlugin } from './fetched-plugin.ts';
import type { GitHubApi } from './github-api.ts';
import {
  chooseAsset,
  type GitHubAsset,
  type GitHubRelease,
  versionOfTag,
} from './github-release.ts';
import { downloadArchive, type ReceivedArchive, type ReceiveOptions } from './receive-archive.ts';
import { sourceFailed } from './source-error.ts';
import { ask, readText } from './source-fetch.ts';

interface Repository {
  readonly repository: string;
  readonly slug: string | null;
}

const maxDigestFileBytes = 64 * 1_024;

/** Downloads the plugin of a release and checks it against every digest that the release names. */
export async function fetchFromGitHub(
  ports: { readonly api: GitHubApi; readonly fetch: EgressFetch },
  request: Repository & { readonly tag: string | null },
  options: ReceiveOptions,
): Promise<FetchedPlugin> {
  const release = await ports.api.release(request.repository, request.tag, options.signal);
  const choice = chooseAsset(release, request.slug);
  if (choice.asset === null) throw noAsset(request.repository, release, choice.candidates);
  const { asset } = choice;
  const url = addressOf(ports.api, asset);
  const received = await downloadArchive(ports.fetch, url, {
    ...options,
    headers: ports.api.assetHeaders(url),
  });
  checkDigest(received, asset.digest?.replace(/^sha256:/, ''), asset.name);
  checkDigest(received, await digestBeside(ports, release, asset, options.signal), asset.name);
  return {
    kind: 'packed',
    packed: { kind: 'archive', path: received.path },
    sizeBytes: received.sizeBytes,
    expectedDigest: null,
    notes: release.body ?? null,
  };
}

/** Releases that can be installed, with the tag that installs each. */
export async function versionsOnGitHub(
  api: GitHubApi,
  { repository, slug }: Repository,
  signal?: AbortSignal,
): Promise<AvailableVersion[]> {
  const releases = await api.releases(repository, signal);
  return releases.flatMap((release) => {
    const version = versionOfTag(release.tag_name);
    if (version === null || chooseAsset(release, slug).asset === null) return [];
    return [
      {
        version,
        isPrerelease: release.prerelease || version.includes('-'),
        notes: release.body ?? null,
        publishedAt: release.published_at == null ? null : new Date(release.published_at),
        source: { kind: 'github' as const, repository, tag: release.tag_name },
      },
    ];
  });
}

const addressOf = (api: GitHubApi, asset: GitHubAsset): string =>
  api.usesApiForAssets ? asset.url : asset.browser_download_url;

/** The digest in `<asset>.sha256`, where the release has such a file. */
async function digestBeside(
  { api, fetch }: { readonly api: GitHubApi; readonly fetch: EgressFetch },
  release: GitHubRelease,
  asset: GitHubAsset,
  signal?: AbortSignal,
): Promise<string | null> {
  const beside = release.assets.find(({ name }) => name === `${asset.name}.sha256`);
  if (beside === undefined) return null;
  const url = addressOf(api, beside);
  const response = await ask(fetch, url, {
    headers: api.assetHeaders(url),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = response.ok ? await readText(response, maxDigestFileBytes, signal) : '';
  const digest = /\b[0-9a-f]{64}\b/i.exec(text)?.[0];
  if (digest === undefined) {
    throw sourceFailed(`${beside.name} of the release holds no digest. Tell its author.`);
  }
  return digest.toLowerCase();
}

function checkDigest(
  received: ReceivedArchive,
  digest: string | null | undefined,
  name: string,
): void {
  if (digest === null || digest === undefined || digest === received.sha256) return;
  throw new DomainError(
    'PLUGIN_DIGEST_MISMATCH',
    `${name} is not what its release promised: the digest differs. Try again, then ask its author.`,
  );
}

function noAsset(
  repository: string,
  release: GitHubRelease,
  candidates: readonly string[],
): DomainError {
  const where = `Release ${release.tag_name} of ${repository}`;
  return sourceFailed(
    candidates.length === 0
      ? `${where} has no packed plugin (.tgz or .zip). Its source has to be packed by its author.`
      : `${where} has several archives: ${candidates.slice(0, 5).join(', ')}. Use the address of one of them.`,
  );
}
