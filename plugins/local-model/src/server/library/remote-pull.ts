import { join } from 'node:path';
import { ProviderError } from '@braindrive/plugin-sdk';
import { wrongDigestError } from '../download/download-errors.ts';
import type { DownloadPorts } from '../download/download-ports.ts';
import { moveIntoPlace, removeFile, sha256OfFile } from '../download/durable-file.ts';
import { probeHubFile } from '../download/hub-file.ts';
import { downloadFile } from '../download/resumable-download.ts';
import { readGgufHeader } from '../gguf/read-gguf-header.ts';
import type { PullReporter } from './pull-queue.ts';
import type { PullRecord } from './pull-record.ts';

export interface RemotePullPorts {
  readonly ports: DownloadPorts;
  readonly partPath: string;
  /** Folder of the finished models. */
  readonly directory: string;
}

/** Fetches one file from an address, checks it and puts it into its place. */
export async function pullRemoteFile(
  record: PullRecord,
  { ports, partPath, directory }: RemotePullPorts,
  reporter: PullReporter,
  signal: AbortSignal,
): Promise<void> {
  const { url } = record;
  if (url === null) {
    throw new ProviderError('provider/bad-request', 'This download has no address.');
  }
  const host = new URL(url).host;
  let { sha256, totalBytes, etag } = await identify(record, url, { ports, partPath }, signal);
  reporter.update({ sha256, totalBytes, etag });
  const request = {
    url,
    headers: {},
    partPath,
    totalBytes,
    etag,
    connectTimeoutMs: 15_000,
    maxAttempts: 6,
  };
  await downloadFile(request, ports, signal, (progress) => {
    if (progress.etag !== etag || progress.totalBytes !== totalBytes) {
      ({ etag, totalBytes } = progress);
      reporter.update({ etag, totalBytes });
    }
    reporter.progress(progress.receivedBytes, host);
  });
  reporter.verifying();
  await checkModelFile(partPath, sha256, host, signal);
  await moveIntoPlace(partPath, join(directory, record.fileName));
}

type Identity = Pick<PullRecord, 'sha256' | 'totalBytes' | 'etag'>;

/**
 * Finds out which file shall be fetched. The catalogue names size and digest; elsewhere the hub is asked each time,
 * since the file behind an address may have changed: then what is here is of no use.
 */
async function identify(
  record: PullRecord,
  url: string,
  { ports, partPath }: Pick<RemotePullPorts, 'ports' | 'partPath'>,
  signal: AbortSignal,
): Promise<Identity> {
  const { sha256, totalBytes, etag } = record;
  if (record.catalogueId !== null) {
    return { sha256, totalBytes, etag };
  }
  const facts = await probeHubFile(url, ports, signal);
  if (sha256 !== null && facts.sha256 !== null && facts.sha256 !== sha256) {
    await removeFile(partPath);
    return { sha256: facts.sha256, totalBytes: facts.sizeBytes, etag: null };
  }
  return { sha256: facts.sha256 ?? sha256, totalBytes: facts.sizeBytes ?? totalBytes, etag };
}

/**
 * Makes sure that a fetched file is the right one; a wrong one is deleted.
 * @param sha256 - Null where nobody names one; then it must at least be a GGUF file.
 */
export async function checkModelFile(
  path: string,
  sha256: string | null,
  host: string,
  signal: AbortSignal,
): Promise<void> {
  if (sha256 !== null && (await sha256OfFile(path, signal)) !== sha256) {
    await removeFile(path);
    throw wrongDigestError(host);
  }
  try {
    await readGgufHeader(path);
  } catch (cause) {
    await removeFile(path);
    throw cause;
  }
}
