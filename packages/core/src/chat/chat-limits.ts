/** Bounds and times of the chat engine. */
export interface ChatLimits {
  /** Answers that one person can have running at once. */
  readonly maxRunsPerPerson: number;
  readonly maxRunMs: number;
  /** Longest answer, thinking included, in UTF-16 units. */
  readonly maxOutputLength: number;
  /** Changes between thinking and text in one answer. */
  readonly maxParts: number;
  /** At most this much of an answer is lost when the host is killed. */
  readonly flushIntervalMs: number;
  /** How long an ended run can be replayed entry by entry; later it is replayed from the stored message. */
  readonly replayMs: number;
  /** At most this many ended runs are kept for that; the oldest go first. */
  readonly maxReplayRuns: number;
  /** Reports of a provider that it waits or loads, per answer; the rest is dropped. */
  readonly maxStatusParts: number;
  /** How long a send waits for a model's own tokenizer before it estimates. */
  readonly countTokensMs: number;
  readonly titleMs: number;
}

export const defaultChatLimits: ChatLimits = {
  maxRunsPerPerson: 8,
  maxRunMs: 30 * 60_000,
  maxOutputLength: 1_000_000,
  maxParts: 200,
  flushIntervalMs: 400,
  replayMs: 60_000,
  maxReplayRuns: 1_000,
  maxStatusParts: 500,
  countTokensMs: 250,
  titleMs: 20_000,
};
