import { dirname } from 'node:path';
import {
  cutDownloadError,
  diskFullError,
  isFinal,
  isNoSpace,
  TransientDownloadError,
} from './download-errors.ts';
import type { DownloadPorts } from './download-ports.ts';
import { type DownloadProgress, type DownloadRequest, sizeOf, Transfer } from './transfer.ts';

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Fetches a file into its part file, continuing what is there. A changed file (other ETag) starts anew, a cut
 * connection is continued after a pause.
 * @param signal - Ends the download; what was received stays.
 * @returns The size of the whole file.
 * @throws {ProviderError} when trying again would not help, or has not helped.
 */
export async function downloadFile(
  request: DownloadRequest,
  ports: DownloadPorts,
  signal: AbortSignal,
  onProgress: (progress: DownloadProgress) => void,
): Promise<number> {
  const host = new URL(request.url).host;
  let known: DownloadRequest = request;
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    const before = await sizeOf(request.partPath);
    try {
      return await new Transfer(known, ports, signal, (progress) => {
        known = { ...known, totalBytes: progress.totalBytes, etag: progress.etag };
        onProgress(progress);
      }).run();
    } catch (cause) {
      signal.throwIfAborted();
      if (isFinal(cause)) {
        throw await describeFinal(cause, known, ports);
      }
      const received = await sizeOf(request.partPath);
      failures = received > before ? 1 : failures + 1;
      if (failures >= request.maxAttempts) {
        throw cutDownloadError(received, known.totalBytes, host, cause);
      }
      await ports.wait(pauseMs(cause, failures), signal);
    }
  }
}

function pauseMs(cause: unknown, failures: number): number {
  const asked = cause instanceof TransientDownloadError ? cause.retryAfterMs : null;
  return asked ?? Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
}

async function describeFinal(
  cause: unknown,
  request: DownloadRequest,
  ports: DownloadPorts,
): Promise<unknown> {
  if (!isNoSpace(cause)) {
    return cause;
  }
  const remaining = (request.totalBytes ?? 0) - (await sizeOf(request.partPath));
  return diskFullError(
    Math.max(0, remaining),
    await ports.freeDiskBytes(dirname(request.partPath)),
  );
}
