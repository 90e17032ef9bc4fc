import type { Clock } from '@braindrive/core';
import { MemoryWatchdog } from './memory-watchdog.ts';
import { type OutputLine, OutputLines } from './output-lines.ts';
import type { PluginLaunch } from './plugin-launch.ts';
import { describeEnd, type EndReason, type ProcessEnd } from './process-end.ts';
import type { ProcessLimits } from './process-limits.ts';
import type { PluginChild } from './spawn-plugin.ts';

export interface ChildLifeOptions {
  readonly child: PluginChild;
  readonly launch: PluginLaunch;
  readonly limits: ProcessLimits;
  readonly clock: Clock;
  readonly onOutput: (line: OutputLine) => void;
  /** Its end was decided or noticed: it takes nothing any more. Called once or more before `onEnd`. */
  readonly onLeaving: () => void;
  readonly onEnd: (end: ProcessEnd) => void;
}

const rememberedLines = 20;
/** What a process wrote before its end may still be in the pipe. */
const lastWordsMs = 200;
const mebibyte = 1_024 * 1_024;

/** Watches over a child process from outside: its memory, its output, and why and when it ends. */
export class ChildLife {
  /** Settles when the process is gone; never fails. */
  readonly ended: Promise<ProcessEnd>;
  readonly #options: ChildLifeOptions;
  readonly #output: OutputLines;
  readonly #watchdog: MemoryWatchdog | null;
  readonly #settle: (end: ProcessEnd) => void;
  #isOver = false;
  #lastLines: string[] = [];
  /** The first reason counts; what follows is its consequence. */
  #cause: { readonly reason: EndReason; readonly detail: string | null } | null = null;

  constructor(options: ChildLifeOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<ProcessEnd>();
    this.ended = promise;
    this.#settle = resolve;
    this.#output = new OutputLines(options.clock, options.limits.logBytesPerMinute, (line) =>
      this.#heard(line),
    );
    this.#watchdog = this.#watchMemory();
    this.#watchChild();
  }

  get pid(): number | null {
    return this.#options.child.pid ?? null;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** As of the last look. */
  get memoryBytes(): number {
    return this.#watchdog?.bytes ?? 0;
  }

  get memoryLimitBytes(): number {
    return this.#limitMB * mebibyte;
  }

  /** Ends the process at once. */
  kill(reason: EndReason, detail: string | null = null): void {
    this.#cause ??= { reason, detail };
    if (this.#isOver) return;
    this.#options.onLeaving();
    this.#signal('SIGKILL');
  }

  /** Asks the process to end, and ends it by force if it does not. */
  async stop(): Promise<void> {
    if (this.#isOver) return;
    this.#cause ??= { reason: 'stopped', detail: null };
    this.#options.onLeaving();
    this.#options.child.stdin.end();
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), this.#options.limits.stopMs);
    await this.ended;
    clearTimeout(timer);
  }

  get #limitMB(): number {
    return this.#options.launch.memoryMB + this.#options.limits.memoryHeadroomMB;
  }

  #watchMemory(): MemoryWatchdog | null {
    const { child, launch, limits } = this.#options;
    if (child.pid === undefined) return null;
    return new MemoryWatchdog({
      pid: child.pid,
      limitBytes: this.memoryLimitBytes,
      intervalMs: limits.memoryCheckMs,
      // Weights of a model that are mapped from its file are the system's to drop.
      counts: launch.isNative ? 'ownBytes' : 'residentBytes',
      onExceeded: () => this.kill('memory'),
    });
  }

  #watchChild(): void {
    const { child } = this.#options;
    child.stderr.on('error', () => {});
    child.stderr.on('data', (chunk: Buffer) => this.#output.push(chunk));
    child.once('error', (error) => {
      if (child.pid !== undefined) return;
      this.#cause ??= { reason: 'not-startable', detail: error.message };
      this.#finish(null, null);
    });
    child.once('exit', (code, signal) => {
      this.#options.onLeaving();
      // Children of its own, which only native plugins have, go with it.
      this.#signalGroup('SIGKILL');
      const finish = () => this.#finish(code, signal);
      const timer = setTimeout(finish, lastWordsMs);
      child.once('close', () => {
        clearTimeout(timer);
        finish();
      });
    });
  }

  #finish(exitCode: number | null, signal: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#watchdog?.stop();
    this.#output.end();
    const { clock, launch, onEnd } = this.#options;
    const lastLines = this.#lastLines;
    const { reason, detail } = this.#cause ?? { reason: 'exited', detail: null };
    const { memoryMB } = launch;
    const limitMB = this.#limitMB;
    const facts = { reason, detail, exitCode, signal, memoryMB, limitMB, lastLines };
    const message = describeEnd(facts);
    const end = { reason, message, exitCode, signal, lastLines, at: clock.now() };
    onEnd(end);
    this.#settle(end);
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { child } = this.#options;
    if (child.exitCode !== null || child.signalCode !== null) return;
    this.#signalGroup(signal);
    child.kill(signal);
  }

  #signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { child, launch } = this.#options;
    if (child.pid === undefined || !launch.isNative) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group is empty already.
    }
  }

  #heard(line: OutputLine): void {
    this.#lastLines = [...this.#lastLines, line.text].slice(-rememberedLines);
    this.#options.onOutput(line);
  }
}
