import type { ModelPull } from '@braindrive/plugin-sdk';
import { pullStateSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';

/** A fetch as it is kept on the disk, so that it survives a restart. */
export const pullRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['remote', 'starter']),
  state: pullStateSchema,
  /** Address of the file; null for the starter, which has several sources. */
  url: z.string().nullable(),
  fileName: z.string(),
  catalogueId: z.string().nullable(),
  totalBytes: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  etag: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type PullRecord = z.infer<typeof pullRecordSchema>;

/** What is known of a fetch while it runs. */
export interface PullProgress {
  readonly receivedBytes: number;
  readonly bytesPerSecond: number | null;
  readonly source: string | null;
}

export const toModelPull = (record: PullRecord, progress: PullProgress): ModelPull => ({
  id: record.id,
  name: record.name,
  state: record.state,
  receivedBytes: progress.receivedBytes,
  totalBytes: record.totalBytes,
  bytesPerSecond: record.state === 'running' ? progress.bytesPerSecond : null,
  source: progress.source ?? hostOf(record.url),
  error: record.error,
});

function hostOf(url: string | null): string | null {
  return url === null ? null : (URL.parse(url)?.host ?? null);
}
