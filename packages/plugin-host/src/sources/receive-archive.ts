import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EgressFetch } from '@braindrive/core';
import { archiveLimits, PluginArchiveError, shownSize } from '../archive/index.ts';
import { asSourceError, sourceFailed } from './source-error.ts';
import { ask, hostOf } from './source-fetch.ts';
import { timelyChunks } from './timely-chunks.ts';

/** How far a transfer is. */
export interface ReceiveProgress {
  readonly receivedBytes: number;
  /** Null when the sender did not say. */
  readonly totalBytes: number | null;
}

export interface ReceiveOptions {
  /** Where the archive is put; the caller removes it. */
  readonly directory: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReceiveProgress) => void;
  /** Gives up when nothing arrives for so long. */
  readonly silenceMs?: number;
}

/** An archive that arrived whole. Nothing of it was looked at. */
export interface ReceivedArchive {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the archive's bytes, in hex. */
  readonly sha256: string;
}

/**
 * Writes an archive to disk as it arrives, at most as large as a plugin may be. A failed transfer leaves nothing behind.
 * @throws {PluginArchiveError} `packed-size`
 * @throws the signal's reason when it is aborted.
 */
export async function receiveArchive(
  bytes: AsyncIterable<Uint8Array>,
  totalBytes: number | null,
  options: ReceiveOptions,
): Promise<ReceivedArchive> {
  if (totalBytes !== null) checkSize(totalBytes);
  const path = join(options.directory, 'archive');
  const file = await open(path, 'wx');
  const hash = createHash('sha256');
  let receivedBytes = 0;
  try {
    for await (const chunk of timelyChunks(bytes, options)) {
      receivedBytes += chunk.length;
      checkSize(receivedBytes);
      hash.update(chunk);
      await file.writeFile(chunk);
      options.onProgress?.({ receivedBytes, totalBytes });
    }
    await file.close();
    return { path, sizeBytes: receivedBytes, sha256: hash.digest('hex') };
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** Downloads an archive. @throws {DomainError} `PLUGIN_SOURCE_FAILED`, `ADDRESS_REFUSED`, `PLUGIN_ARCHIVE_REFUSED` */
export async function downloadArchive(
  fetch: EgressFetch,
  url: string,
  options: ReceiveOptions & { readonly headers?: Record<string, string> },
): Promise<ReceivedArchive> {
  const response = await ask(fetch, url, options);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw sourceFailed(
      response.status === 404
        ? `${hostOf(url)} has nothing at this address. Check it.`
        : `${hostOf(url)} answers with ${response.status} instead of an archive.`,
    );
  }
  const isEncoded = response.headers.has('content-encoding');
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const totalBytes = Number.isFinite(length) && !isEncoded ? length : null;
  try {
    return await receiveArchive(response.body, totalBytes, options);
  } catch (error) {
    throw asSourceError(error, hostOf(url), options.signal);
  }
}

function checkSize(sizeBytes: number): void {
  if (sizeBytes <= archiveLimits.packedBytes) return;
  throw new PluginArchiveError(
    'packed-size',
    `The archive is larger than ${shownSize(archiveLimits.packedBytes)}, the most a plugin may have.`,
  );
}
