import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderContext } from '@braindrive/plugin-sdk/server';

/** What a download needs from the outside world. */
export interface DownloadPorts {
  readonly fetch: ProviderContext['fetch'];
  readonly now: () => number;
  /** Bytes that may still be written to the disk of `folder`. */
  readonly freeDiskBytes: (folder: string) => Promise<number>;
  /** Waits; ends early when `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Free room on a folder's disk for a process without special rights. */
export async function readFreeDiskBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Waits, or returns at once when the signal is aborted. */
export const waitUnlessAborted = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
