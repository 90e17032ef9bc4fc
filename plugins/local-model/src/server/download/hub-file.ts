import { statusError } from './download-errors.ts';
import type { DownloadPorts } from './download-ports.ts';

/** What the hub says about a file before it is fetched. */
export interface HubFileFacts {
  readonly sizeBytes: number | null;
  /** SHA-256 in hex, or null when the hub does not name one. */
  readonly sha256: string | null;
}

const nothingKnown: HubFileFacts = { sizeBytes: null, sha256: null };

/**
 * Asks for a file's size and digest. The hub answers with a redirect to its file server; only the redirect carries
 * them, as `X-Linked-Size` and `X-Linked-Etag` (for large files the latter is the SHA-256), so it is not followed.
 * @throws {ProviderError} when the hub says that there is no such file. Other failures leave the facts unknown.
 */
export async function probeHubFile(
  url: string,
  ports: Pick<DownloadPorts, 'fetch'>,
  signal: AbortSignal,
): Promise<HubFileFacts> {
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const response = await ports
    .fetch(url, { method: 'HEAD', redirect: 'manual', signal: timeout })
    .catch(() => null);
  signal.throwIfAborted();
  if (response === null) {
    return nothingKnown;
  }
  if ([401, 403, 404, 410].includes(response.status)) {
    throw statusError(response.status, new URL(url).host, null);
  }
  return factsOf(response.headers);
}

function factsOf(headers: Headers): HubFileFacts {
  const size = Number(headers.get('x-linked-size') ?? Number.NaN);
  const digest = /^"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '');
  return {
    sizeBytes: Number.isSafeInteger(size) && size > 0 ? size : null,
    sha256: digest?.[1] ?? null,
  };
}
