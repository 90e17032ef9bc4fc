/** What a plugin process may use, and how long it may take. Tests and benchmarks shorten the times. */
export interface ProcessLimits {
  /** From the start of the process until it told what it is. */
  readonly startTimeoutMs: number;
  /** Deadline of a call that names none. */
  readonly callTimeoutMs: number;
  /** Longest wait for one item of a stream that names none. */
  readonly streamIdleTimeoutMs: number;
  /** Calls that are open at once; more wait in line. Streams are not counted: they last. */
  readonly maxOpenCalls: number;
  readonly maxWaitingCalls: number;
  readonly maxOpenStreams: number;
  /** Bytes on their way to the plugin that it has not read. */
  readonly maxBacklogBytes: number;
  /** Answers to the plugin that it has not read; beyond, it is held to be stuck. */
  readonly maxUnreadAnswerBytes: number;
  /** What the plugin may ask of the host at once. */
  readonly maxBridgeCalls: number;
  /** Messages that serve nothing, beside those that every call may bring. */
  readonly maxStrays: number;
  /** Memory above `memoryMB`, for Node itself. */
  readonly memoryHeadroomMB: number;
  readonly memoryCheckMs: number;
  /** Between questions whether it still turns, and how long one may stay unanswered. */
  readonly pingMs: number;
  readonly drainMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopMs: number;
  /** Time of the host's event loop that messages of one plugin may take in one turn. */
  readonly intakeMs: number;
  readonly logBytesPerMinute: number;
}

const kibibyte = 1_024;
const mebibyte = 1_024 * kibibyte;

export const defaultProcessLimits: ProcessLimits = {
  startTimeoutMs: 5_000,
  callTimeoutMs: 30_000,
  streamIdleTimeoutMs: 60_000,
  maxOpenCalls: 64,
  maxWaitingCalls: 1_024,
  maxOpenStreams: 1_024,
  maxBacklogBytes: 8 * mebibyte,
  maxUnreadAnswerBytes: 64 * mebibyte,
  maxBridgeCalls: 2_048,
  maxStrays: 10_000,
  memoryHeadroomMB: 128,
  memoryCheckMs: 100,
  pingMs: 5_000,
  drainMs: 5_000,
  stopMs: 1_000,
  intakeMs: 4,
  logBytesPerMinute: 64 * kibibyte,
};
