import { type Clock, DomainError, type EgressFetch } from '@braindrive/core';
import { z } from 'zod';
import { type GitHubRelease, gitHubReleaseSchema } from './github-release.ts';
import type { GitHubSettings } from './github-settings.ts';
import { sourceFailed } from './source-error.ts';
import { ask, hostOf, readText } from './source-fetch.ts';

const maxAnswerBytes = 8 * 1_024 * 1_024;
const maxCachedAnswers = 200;
/** When a limit is hit without a time to wait (GitHub, "Rate limits for the REST API"). */
const defaultWaitMs = 60_000;

interface CachedAnswer {
  readonly etag: string;
  readonly text: string;
}

/**
 * Reads releases. Answers are kept with their ETag, because asking again for what did not change costs nothing of the
 * rate limit; once the limit is reached, nothing is asked until it is over.
 */
export class GitHubApi {
  readonly #fetch: EgressFetch;
  readonly #settings: GitHubSettings;
  readonly #clock: Clock;
  readonly #answers = new Map<string, CachedAnswer>();
  #blockedUntil = 0;

  constructor(ports: {
    readonly fetch: EgressFetch;
    readonly settings: GitHubSettings;
    readonly clock: Clock;
  }) {
    this.#fetch = ports.fetch;
    this.#settings = ports.settings;
    this.#clock = ports.clock;
  }

  /**
   * One release, by its tag, or the latest that is neither a draft nor a pre-release.
   * @throws {DomainError} `PLUGIN_SOURCE_FAILED`
   */
  async release(
    repository: string,
    tag: string | null,
    signal?: AbortSignal,
  ): Promise<GitHubRelease> {
    const path = tag === null ? 'releases/latest' : `releases/tags/${encodeURIComponent(tag)}`;
    const text = await this.#get(`/repos/${repository}/${path}`, signal);
    if (text !== null) return parse(gitHubReleaseSchema, text);
    if (tag !== null) {
      throw sourceFailed(`${repository} has no release with the tag ${tag}. Check the address.`);
    }
    const releases = await this.releases(repository, signal);
    throw sourceFailed(
      releases.length > 0
        ? `${repository} has pre-releases only. Use the address of one of them.`
        : `${repository} has no release yet. Ask its author to publish one.`,
    );
  }

  /** The newest 50 releases, drafts left out. @throws {DomainError} `PLUGIN_SOURCE_FAILED` */
  async releases(repository: string, signal?: AbortSignal): Promise<GitHubRelease[]> {
    const text = await this.#get(`/repos/${repository}/releases?per_page=50`, signal);
    if (text === null) {
      throw sourceFailed(
        `There is no repository ${repository}, or it is private. Check the address.`,
      );
    }
    return parse(z.array(gitHubReleaseSchema), text).filter(({ draft }) => !draft);
  }

  /** Headers for an address that the API named; the token goes to the API only. */
  assetHeaders(url: string): Record<string, string> {
    const isApi = URL.parse(url)?.origin === new URL(this.#settings.apiUrl).origin;
    return { accept: 'application/octet-stream', ...(isApi ? this.#authorization() : {}) };
  }

  /** Where to download: public addresses do not count against the rate limit, private ones need the API. */
  get usesApiForAssets(): boolean {
    return this.#settings.token !== null;
  }

  /** @returns the text of an answer, or null for 404. */
  async #get(path: string, signal?: AbortSignal): Promise<string | null> {
    const url = this.#settings.apiUrl + path;
    this.#throwIfBlocked(url);
    const cached = this.#answers.get(url);
    const response = await ask(this.#fetch, url, {
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        ...this.#authorization(),
        ...(cached === undefined ? {} : { 'if-none-match': cached.etag }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status === 200) return this.#keep(url, response, signal);
    await response.body?.cancel();
    if (response.status === 304 && cached !== undefined) return cached.text;
    if (response.status === 404) return null;
    this.#noteLimit(response);
    this.#throwIfBlocked(url);
    throw sourceFailed(
      response.status === 401
        ? `${hostOf(url)} refuses the access token. The owner can enter another one.`
        : `${hostOf(url)} answers with ${response.status}. Try again later.`,
    );
  }

  async #keep(url: string, response: Response, signal?: AbortSignal): Promise<string> {
    const text = await readText(response, maxAnswerBytes, signal);
    const etag = response.headers.get('etag');
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size >= maxCachedAnswers)
      this.#answers.delete(oldest);
    if (etag !== null) this.#answers.set(url, { etag, text });
    return text;
  }

  #noteLimit(response: Response): void {
    const now = this.#clock.now().getTime();
    const remaining = response.headers.get('x-ratelimit-remaining');
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    const reset = Number(response.headers.get('x-ratelimit-reset') ?? Number.NaN);
    const isLimit =
      response.status === 429 ||
      (response.status === 403 && (remaining === '0' || Number.isFinite(after)));
    if (!isLimit) return;
    if (Number.isFinite(after)) this.#blockedUntil = now + after * 1_000;
    else if (remaining === '0' && reset * 1_000 > now) this.#blockedUntil = reset * 1_000;
    else this.#blockedUntil = now + defaultWaitMs;
  }

  #throwIfBlocked(url: string): void {
    const retryAfterMs = this.#blockedUntil - this.#clock.now().getTime();
    if (retryAfterMs <= 0) return;
    const minutes = Math.ceil(retryAfterMs / 60_000);
    throw new DomainError(
      'PLUGIN_SOURCE_FAILED',
      `${hostOf(url)} takes no more requests for ${minutes} min. Try again then, or let the owner enter an access token.`,
      { retryAfterMs },
    );
  }

  #authorization(): Record<string, string> {
    const { token } = this.#settings;
    return token === null ? {} : { authorization: `Bearer ${token}` };
  }
}

function parse<Output>(schema: z.ZodType<Output>, text: string): Output {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw sourceFailed('The server does not answer as GitHub does. Check the address of its API.', {
      cause,
    });
  }
}
