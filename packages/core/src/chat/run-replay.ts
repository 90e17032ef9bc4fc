import type { RunUpdate } from '@braindrive/contracts';
import type { RunRecord, StoredAnswer } from './run-store.ts';

/**
 * Replays a run that is no longer in memory. Which of its words the reader has cannot be told from a number any more,
 * so it gets all of them behind a `message-start`, or nothing when it had the end already.
 */
export function replayStored(
  run: RunRecord,
  { record, message }: StoredAnswer,
  after: number,
): RunUpdate | null {
  const seq = run.lastSeq ?? 1;
  if (after >= seq) return null;
  const { firstTokenMs, usage, finishReason, tokensPerSecond, error } = message;
  return {
    seq,
    parts: [
      {
        type: 'message-start',
        messageId: message.id,
        modelName: record.modelName ?? record.modelId ?? '',
        destination: null,
        parts: message.parts,
      },
      {
        type: 'message-end',
        reason: run.state === 'running' ? 'interrupted' : run.state,
        finishReason,
        usage,
        firstTokenMs,
        durationMs: message.durationMs ?? 0,
        tokensPerSecond,
        error,
      },
    ],
  };
}
