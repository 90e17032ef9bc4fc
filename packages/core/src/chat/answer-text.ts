import type { MessagePart } from '@braindrive/contracts';

/** A piece of a running answer that is not stored yet. */
export interface AnswerChunk {
  readonly position: number;
  readonly type: 'text' | 'reasoning';
  readonly text: string;
  readonly durationMs: number | null;
}

interface PendingChunk {
  readonly type: 'text' | 'reasoning';
  text: string;
  durationMs: number | null;
}

const endsInsideCharacter = (text: string): boolean => /[\uD800-\uDBFF]$/u.test(text);

/**
 * The text of an answer as it grows: its parts for the end, and the pieces that were not stored yet. Pure: the caller
 * gives the time.
 */
export class AnswerText {
  readonly #parts: MessagePart[];
  #pending: PendingChunk[] = [];
  #position = 0;
  #length = 0;
  #reasoningSince: number | null = null;

  /** @param before - What the message held before this run: a continued answer goes on in its last part. */
  constructor(before: readonly MessagePart[]) {
    this.#parts = before.map((part) => ({ ...part }));
  }

  /** UTF-16 units that came since the start, thinking included. */
  get length(): number {
    return this.#length;
  }

  get partCount(): number {
    return this.#parts.length;
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  get parts(): readonly MessagePart[] {
    return this.#parts;
  }

  /** Answer text without the thinking. */
  get text(): string {
    return this.#parts
      .filter(({ type }) => type === 'text')
      .map(({ text }) => text)
      .join('\n\n');
  }

  append(type: 'text' | 'reasoning', delta: string, nowMs: number): void {
    this.#length += delta.length;
    if (type === 'reasoning') this.#reasoningSince ??= nowMs;
    const durationMs =
      type === 'reasoning' && this.#reasoningSince !== null ? nowMs - this.#reasoningSince : null;
    const part = this.#parts.at(-1);
    if (part?.type === type) part.text += delta;
    else this.#parts.push(newPart(type, delta));
    const chunk = this.#pending.at(-1);
    if (chunk?.type === type) {
      chunk.text += delta;
      chunk.durationMs = durationMs;
    } else this.#pending.push({ type, text: delta, durationMs });
  }

  /** Ends the thinking, if there was any. @returns how long it took, or null. */
  endReasoning(nowMs: number): number | null {
    if (this.#reasoningSince === null) return null;
    const durationMs = nowMs - this.#reasoningSince;
    this.#reasoningSince = null;
    const part = this.#parts.at(-1);
    if (part?.type === 'reasoning') part.durationMs = (part.durationMs ?? 0) + durationMs;
    const chunk = this.#pending.at(-1);
    if (chunk?.type === 'reasoning') chunk.durationMs = durationMs;
    return durationMs;
  }

  /** Hands over what is not stored yet. Half a character stays until its other half is there: the database needs both. */
  takeChunks(): AnswerChunk[] {
    const taken: AnswerChunk[] = [];
    const kept: PendingChunk[] = [];
    for (const [index, chunk] of this.#pending.entries()) {
      const isHalf = index === this.#pending.length - 1 && endsInsideCharacter(chunk.text);
      const text = isHalf ? chunk.text.slice(0, -1) : chunk.text;
      if (isHalf) kept.push({ ...chunk, text: chunk.text.slice(-1) });
      if (text !== '') taken.push({ ...chunk, text, position: this.#position++ });
    }
    this.#pending = kept;
    return taken;
  }

  /** Takes chunks back whose storing failed. */
  returnChunks(chunks: readonly AnswerChunk[]): void {
    this.#pending = [
      ...chunks.map(({ type, text, durationMs }) => ({ type, text, durationMs })),
      ...this.#pending,
    ];
  }
}

const newPart = (type: 'text' | 'reasoning', text: string): MessagePart =>
  type === 'text' ? { type, text } : { type, text, durationMs: null };
