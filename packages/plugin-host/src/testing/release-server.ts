import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GitHubSettings } from '../sources/index.ts';
import { runServer, type TestServer } from './run-server.ts';

/** A release as a test describes it. */
export interface TestRelease {
  readonly tag: string;
  readonly notes?: string;
  readonly isDraft?: boolean;
  readonly isPrerelease?: boolean;
  /** Name → bytes. */
  readonly assets?: Readonly<Record<string, Uint8Array | string>>;
  /** Whether assets carry a `digest`, as on github.com since 2025; `wrong` for one that does not fit. */
  readonly digests?: 'right' | 'wrong' | 'none';
}

/** Speaks the part of the GitHub releases API that the host uses, with its limits and redirects. */
export interface ReleaseServer extends TestServer {
  readonly settings: GitHubSettings;
  /** `GET /path` of every request, in order. */
  readonly requests: string[];
  /** Values of `authorization`, by path. */
  readonly authorizations: Map<string, string | undefined>;
  publish(repository: string, ...releases: TestRelease[]): void;
  /** From now on every API answer says that the limit is reached; null lifts it. */
  limit(
    answer: { readonly status: 403 | 429; readonly headers: Record<string, string> } | null,
  ): void;
  /** Sends this many bytes of each asset, then cuts the connection, or waits forever. */
  interrupt(after: { readonly bytes: number; readonly how: 'cut' | 'hang' } | null): void;
}

export async function startReleaseServer(options: { token?: string } = {}): Promise<ReleaseServer> {
  const state = new ReleaseState(options.token ?? null);
  const server = await runServer((request, response) => state.answer(request, response));
  state.url = server.url;
  return Object.assign(server, {
    settings: { apiUrl: `${server.url}/api/v3`, webUrl: server.url, token: options.token ?? null },
    requests: state.requests,
    authorizations: state.authorizations,
    publish: state.publish.bind(state),
    limit: (answer: typeof state.limited) => {
      state.limited = answer;
    },
    interrupt: (after: typeof state.interruption) => {
      state.interruption = after;
    },
  });
}

const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

class ReleaseState {
  url = '';
  limited: Parameters<ReleaseServer['limit']>[0] = null;
  interruption: Parameters<ReleaseServer['interrupt']>[0] = null;
  readonly requests: string[] = [];
  readonly authorizations = new Map<string, string | undefined>();
  readonly #repositories = new Map<string, TestRelease[]>();
  readonly #token: string | null;

  constructor(token: string | null) {
    this.#token = token;
  }

  publish(repository: string, ...releases: TestRelease[]): void {
    const known = this.#repositories.get(repository) ?? [];
    this.#repositories.set(repository, [...releases.toReversed(), ...known]);
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.requests.push(`${request.method} ${path}`);
    this.authorizations.set(path, request.headers.authorization);
    if (path.startsWith('/api/v3/')) this.#answerApi(path, request, response);
    else this.#answerDownload(path, response);
  }

  #answerApi(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (this.#token !== null && request.headers.authorization !== `Bearer ${this.#token}`) {
      response.writeHead(401).end();
      return;
    }
    if (this.limited !== null) {
      response.writeHead(this.limited.status, this.limited.headers).end();
      return;
    }
    const asset = /^\/api\/v3\/assets\/(.+)$/.exec(path)?.[1];
    if (asset !== undefined) {
      // As github.com does: the API sends to storage elsewhere.
      response.writeHead(302, { location: `/storage/${asset}` }).end();
      return;
    }
    const body = this.#find(path);
    const text = JSON.stringify(body ?? null);
    const etag = `"${sha256(text)}"`;
    if (body === undefined) response.writeHead(404).end('{"message":"Not Found"}');
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { 'content-type': 'application/json', etag }).end(text);
  }

  #find(path: string): unknown {
    const [, repository = '', rest = ''] =
      /^\/api\/v3\/repos\/([^/]+\/[^/]+)\/releases(.*)$/.exec(path) ?? [];
    const releases = this.#repositories.get(repository);
    if (releases === undefined) return undefined;
    const written = (release: TestRelease) => this.#written(repository, release);
    if (rest.startsWith('?')) return releases.map(written);
    const isPublic = (release: TestRelease) => !release.isDraft && !release.isPrerelease;
    const tag = decodeURIComponent(rest.replace('/tags/', ''));
    const found =
      rest === '/latest' ? releases.find(isPublic) : releases.find((one) => one.tag === tag);
    return found && written(found);
  }

  #written(repository: string, release: TestRelease): unknown {
    const { tag, digests = 'none' } = release;
    const written = digests === 'wrong' ? () => '0'.repeat(64) : sha256;
    return {
      tag_name: tag,
      body: release.notes ?? null,
      draft: release.isDraft ?? false,
      prerelease: release.isPrerelease ?? false,
      published_at: '2026-11-01T12:00:00Z',
      zipball_url: `${this.url}/api/v3/repos/${repository}/zipball/${tag}`,
      assets: Object.entries(release.assets ?? {}).map(([name, bytes]) => ({
        name,
        url: `${this.url}/api/v3/assets/${repository}/${encodeURIComponent(tag)}/${name}`,
        browser_download_url: `${this.url}/${repository}/releases/download/${encodeURIComponent(tag)}/${name}`,
        size: bytes.length,
        state: 'uploaded',
        digest: digests === 'none' ? null : `sha256:${written(bytes)}`,
      })),
    };
  }

  #answerDownload(path: string, response: ServerResponse): void {
    const [, asset] = /^\/([^/]+\/[^/]+\/releases\/download\/.+)$/.exec(path) ?? [];
    if (asset !== undefined) {
      const location = `/storage/${asset.replace('/releases/download', '')}`;
      response.writeHead(302, { location }).end();
      return;
    }
    const [, repository = '', tag, name = ''] =
      /^\/storage\/([^/]+\/[^/]+)\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const release = this.#repositories
      .get(repository)
      ?.find((one) => encodeURIComponent(one.tag) === tag);
    const bytes = release?.assets?.[name];
    if (bytes === undefined) response.writeHead(404).end();
    else this.#send(Buffer.from(bytes), response);
  }

  #send(bytes: Buffer, response: ServerResponse): void {
    response.writeHead(200, { 'content-length': bytes.length });
    if (this.interruption === null) {
      response.end(bytes);
      return;
    }
    const { how } = this.interruption;
    response.write(bytes.subarray(0, this.interruption.bytes), () => {
      if (how === 'cut') response.destroy();
    });
  }
}
