import { BridgeError, eventLimits } from '@braindrive/plugin-sdk/protocol';

/** Events that wait for one reader. */
export class EventQueue<Event> {
  readonly #events: Event[] = [];
  #isOverrun = false;
  #wake = () => {};

  /** Never waits. @returns false when the reader is too far behind, and gets no more. */
  push(event: Event): boolean {
    if (this.#isOverrun) return false;
    if (this.#events.length >= eventLimits.waiting) this.#isOverrun = true;
    else this.#events.push(event);
    this.#wake();
    return !this.#isOverrun;
  }

  /** Until `signal` aborts. @throws {BridgeError} `events/too-slow`, after what waits was read. */
  async *read(signal: AbortSignal): AsyncGenerator<Event, void> {
    const onAbort = () => this.#wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const event = this.#events.shift();
        if (event !== undefined) yield event;
        else if (this.#isOverrun) throw tooSlow();
        else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

const tooSlow = (): BridgeError =>
  new BridgeError(
    'events/too-slow',
    `More than ${eventLimits.waiting.toLocaleString('en')} events were not read in time. Follow again, and read what changed from storage.`,
  );
