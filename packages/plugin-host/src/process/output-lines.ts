import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '@braindrive/core';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export interface OutputLine {
  readonly level: LogLevel;
  readonly text: string;
}

/** Set by the runner before lines of `process.stdout`. */
const outputMark = '\u001e';
const maxLineLength = 2_000;
const windowMs = 60_000;

/** Makes lines of what a process writes to stderr, and leaves out what is over its share. */
export class OutputLines {
  readonly #clock: Clock;
  readonly #bytesPerMinute: number;
  readonly #emit: (line: OutputLine) => void;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #windowStart = 0;
  #bytes = 0;
  #leftOut = 0;
  #isEnded = false;

  constructor(clock: Clock, bytesPerMinute: number, emit: (line: OutputLine) => void) {
    this.#clock = clock;
    this.#bytesPerMinute = bytesPerMinute;
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    if (this.#isEnded) return;
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    // A line without an end is cut: nobody may make the host remember it.
    this.#rest = (lines.pop() ?? '').slice(0, maxLineLength + 1);
    for (const line of lines) this.#take(line);
  }

  /** The process ended: what has no line end is a line too. */
  end(): void {
    this.#isEnded = true;
    if (this.#rest !== '') this.#take(this.#rest);
    this.#rest = '';
    this.#tellLeftOut();
  }

  #take(line: string): void {
    this.#turnWindow();
    this.#bytes += line.length + 1;
    if (this.#bytes > this.#bytesPerMinute) {
      if (this.#leftOut === 0) this.#tell('What follows is left out');
      this.#leftOut++;
      return;
    }
    const isOutput = line.startsWith(outputMark);
    const text = (isOutput ? line.slice(1) : line).trimEnd();
    if (text === '') return;
    this.#emit({ level: isOutput ? 'info' : 'error', text: text.slice(0, maxLineLength) });
  }

  #turnWindow(): void {
    const now = this.#clock.now().getTime();
    if (now - this.#windowStart < windowMs) return;
    this.#tellLeftOut();
    this.#windowStart = now;
    this.#bytes = 0;
  }

  #tellLeftOut(): void {
    if (this.#leftOut === 0) return;
    this.#tell(`${this.#leftOut} lines were left out`);
    this.#leftOut = 0;
  }

  #tell(what: string): void {
    const limit = `more than ${this.#bytesPerMinute / 1_024} KiB in a minute`;
    this.#emit({ level: 'warn', text: `${what}: ${limit}.` });
  }
}
