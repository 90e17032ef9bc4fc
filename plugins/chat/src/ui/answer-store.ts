import { applyUpdate, emptyAnswer, type LiveAnswer } from './chat-reducer.ts';
import type { RunUpdate } from './core-types.ts';
import { FramePacer, type FrameSource } from './frame-pacer.ts';

/**
 * Running answers, outside of React: each row listens to its own answer only, and redraws at most once per frame. The
 * first word and the end are shown at once.
 */
export class AnswerStore {
  readonly #answers = new Map<string, LiveAnswer>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #pending = new Map<string, RunUpdate[]>();
  readonly #pacer: FramePacer;

  constructor(frames: FrameSource) {
    this.#pacer = new FramePacer(frames, () => this.flush());
  }

  get(messageId: string): LiveAnswer | null {
    return this.#answers.get(messageId) ?? null;
  }

  /** Starts an answer that nothing is known of yet, in place of an earlier run of the same message. */
  begin(messageId: string): void {
    this.#pending.delete(messageId);
    this.#set(messageId, emptyAnswer);
  }

  /** Takes an update of the answer's run. */
  push(messageId: string, update: RunUpdate): void {
    const waiting = this.#pending.get(messageId);
    if (waiting === undefined) this.#pending.set(messageId, [update]);
    else waiting.push(update);
    if (this.#isUrgent(messageId, update)) this.#flushOne(messageId);
    else this.#pacer.request();
  }

  /** Forgets an answer that is in the message list by now, or that nobody looks at. */
  drop(messageId: string): void {
    this.#pending.delete(messageId);
    if (this.#answers.delete(messageId)) this.#notify(messageId);
  }

  /** Shows everything that waits for a frame. */
  flush(): void {
    for (const messageId of [...this.#pending.keys()]) this.#flushOne(messageId);
  }

  subscribe(messageId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(messageId) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(messageId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(messageId);
    };
  }

  #isUrgent(messageId: string, update: RunUpdate): boolean {
    const shown = this.#answers.get(messageId);
    return (
      shown === undefined ||
      shown.writtenLength === 0 ||
      update.parts.some((part) => part.type === 'message-end')
    );
  }

  #flushOne(messageId: string): void {
    const updates = this.#pending.get(messageId) ?? [];
    this.#pending.delete(messageId);
    this.#set(messageId, updates.reduce(applyUpdate, this.#answers.get(messageId) ?? emptyAnswer));
  }

  #set(messageId: string, answer: LiveAnswer): void {
    if (this.#answers.get(messageId) === answer) return;
    this.#answers.set(messageId, answer);
    this.#notify(messageId);
  }

  #notify(messageId: string): void {
    for (const listener of this.#listeners.get(messageId) ?? []) listener();
  }
}
