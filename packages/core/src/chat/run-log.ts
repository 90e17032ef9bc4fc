import type { ChatStreamPart, RunUpdate } from '@braindrive/contracts';

type Delta = Extract<ChatStreamPart, { type: 'text-delta' | 'reasoning-delta' }>;

/** Neighbouring deltas of one type, kept as one text: a run of 100,000 tokens needs little more memory than its words. */
interface DeltaSegment {
  readonly type: Delta['type'];
  readonly firstSeq: number;
  text: string;
  /** Length of `text` after each entry. */
  readonly ends: number[];
}
interface PartSegment {
  readonly type: 'part';
  readonly firstSeq: number;
  readonly part: ChatStreamPart;
}
type Segment = DeltaSegment | PartSegment;

/** Cutting from a growing string copies it; this bounds the copy that each delta costs. */
const maxEntriesPerSegment = 64;

const lastSeqOf = (segment: Segment): number =>
  segment.type === 'part' ? segment.firstSeq : segment.firstSeq + segment.ends.length - 1;

/**
 * The append log of one run. Entries are numbered from 1; any reader can start at any number and gets each word once,
 * in order, whatever it read before.
 */
export class RunLog {
  readonly #segments: Segment[] = [];
  readonly #sleepers = new Set<() => void>();
  #lastSeq = 0;
  #isEnded = false;

  /** Number of the last entry. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Adds an entry and wakes every reader. `message-end` closes the log; nothing can follow it. */
  append(part: ChatStreamPart): void {
    if (this.#isEnded) return;
    this.#lastSeq++;
    if (part.type === 'text-delta' || part.type === 'reasoning-delta') this.#appendDelta(part);
    else this.#segments.push({ type: 'part', firstSeq: this.#lastSeq, part });
    this.#isEnded = part.type === 'message-end';
    for (const wake of this.#sleepers) wake();
  }

  /** @returns everything after entry `after` with neighbouring deltas joined, or null when there is nothing yet. */
  read(after: number): RunUpdate | null {
    if (after >= this.#lastSeq) return null;
    const parts: ChatStreamPart[] = [];
    for (const segment of this.#segments.slice(this.#firstUnread(after))) {
      addUnread(parts, segment, after);
    }
    return { seq: this.#lastSeq, parts };
  }

  /**
   * Yields what came after entry `after` and goes on until the end of the log or of `signal`. A reader that keeps up
   * gets each delta at once; one that is behind gets what gathered meanwhile in one piece.
   */
  async *follow(after: number, signal: AbortSignal): AsyncGenerator<RunUpdate> {
    // A number from another life of this run says nothing about this log: start over.
    let seq = after > this.#lastSeq ? 0 : after;
    let wake = () => {};
    const wakeUp = () => wake();
    this.#sleepers.add(wakeUp);
    signal.addEventListener('abort', wakeUp, { once: true });
    try {
      while (!signal.aborted) {
        const update = this.read(seq);
        if (update !== null) {
          seq = update.seq;
          yield update;
        } else if (this.#isEnded) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      this.#sleepers.delete(wakeUp);
      signal.removeEventListener('abort', wakeUp);
    }
  }

  #appendDelta(part: Delta): void {
    const last = this.#segments.at(-1);
    if (last?.type === part.type && last.ends.length < maxEntriesPerSegment) {
      last.text += part.delta;
      last.ends.push(last.text.length);
      return;
    }
    const { delta, type } = part;
    this.#segments.push({ type, firstSeq: this.#lastSeq, text: delta, ends: [delta.length] });
  }

  #firstUnread(after: number): number {
    let index = this.#segments.length - 1;
    while (index > 0) {
      const previous = this.#segments[index - 1];
      if (previous === undefined || lastSeqOf(previous) <= after) break;
      index--;
    }
    return index;
  }
}

function addUnread(parts: ChatStreamPart[], segment: Segment, after: number): void {
  if (segment.type === 'part') {
    if (segment.firstSeq > after) parts.push(segment.part);
    return;
  }
  const read = after - segment.firstSeq;
  const start = read < 0 ? 0 : (segment.ends[read] ?? segment.text.length);
  const delta = start === 0 ? segment.text : segment.text.slice(start);
  const last = parts.at(-1);
  if (last?.type === segment.type) {
    parts[parts.length - 1] = { type: segment.type, delta: last.delta + delta };
  } else parts.push({ type: segment.type, delta });
}
