/** A piece of an answer on its way to the host. */
export interface ProcessPart {
  type: 'text-delta' | 'reasoning-delta';
  delta: string;
}

/** Sends all parts of one tick of the event loop together: a frame per token costs more than the token's text. */
export class PartCoalescer {
  readonly #send: (parts: ProcessPart[]) => void;
  #parts: ProcessPart[] = [];
  #isScheduled = false;

  constructor(send: (parts: ProcessPart[]) => void) {
    this.#send = send;
  }

  push(part: ProcessPart): void {
    if (part.delta === '') {
      return;
    }
    const last = this.#parts.at(-1);
    if (last?.type === part.type) {
      last.delta += part.delta;
    } else {
      this.#parts.push(part);
    }
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => this.flush());
    }
  }

  /** Sends what is waiting. */
  flush(): void {
    this.#isScheduled = false;
    const parts = this.#parts;
    this.#parts = [];
    if (parts.length > 0) {
      this.#send(parts);
    }
  }
}
