import type { PluginRunState } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import { CrashHistory } from './crash-history.ts';
import type { PluginLaunch } from './plugin-launch.ts';
import { PluginProcess, type PluginProcessPorts } from './plugin-process.ts';
import type { PluginSession } from './plugin-session.ts';
import type { ProcessEnd } from './process-end.ts';

export interface PluginSlotPorts extends PluginProcessPorts {
  /** Finds the files again before each start, so that a repaired folder counts. */
  readonly launch: () => Promise<{
    readonly launch: PluginLaunch;
    readonly directory: string | null;
  }>;
  readonly idleStopMs: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Something that `facts` tells changed. */
  readonly onChange: () => void;
  readonly onCrash: (end: ProcessEnd) => void;
  readonly onProcess: (pid: number, isRunning: boolean) => void;
}

/** What can be known of a version's process from outside. */
export interface ProcessFacts {
  readonly runState: Exclude<PluginRunState, 'none'>;
  readonly pid: number | null;
  readonly startedAt: Date | null;
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  readonly openCalls: number;
  /** Crashes of the last ten minutes. */
  readonly crashes: number;
  /** Until the next start is tried, for `crashed`. */
  readonly retryAfterMs: number;
  /** Newest last. */
  readonly lastErrors: readonly ProcessEnd[];
}

const rememberedErrors = 10;
/** Callers wait out a back-off of this length; at a longer one they are told to come again. */
const longestWaitMs = 1_000;

/** The place of one plugin version among the processes: none or one that runs, and what happened to those before. */
export class PluginSlot {
  readonly #ports: PluginSlotPorts;
  readonly #history = new CrashHistory();
  #process: PluginProcess | null = null;
  #starting: Promise<PluginProcess> | null = null;
  #lastErrors: ProcessEnd[] = [];
  #retained = 0;
  #idleTimer: NodeJS.Timeout | null = null;
  /** Processes that finish their last calls. */
  readonly #leaving = new Set<Promise<void>>();
  #isClosed = false;

  constructor(ports: PluginSlotPorts) {
    this.#ports = ports;
  }

  get facts(): ProcessFacts {
    const now = this.#nowMs;
    const running = this.#process;
    return {
      runState: this.#runState,
      pid: running?.pid ?? null,
      startedAt: running?.startedAt ?? null,
      memoryBytes: running?.memoryBytes ?? null,
      memoryLimitBytes: running?.memoryLimitBytes ?? null,
      openCalls: running?.openCalls ?? 0,
      crashes: this.#history.recent(now),
      retryAfterMs: this.#history.isQuarantined ? 0 : this.#history.waitMs(now),
      lastErrors: this.#lastErrors,
    };
  }

  /** @throws {DomainError} see `PluginSupervisor.acquire`. */
  async acquire(): Promise<PluginSession> {
    const running = this.#process?.isReady === true ? this.#process : await this.#startShared();
    return this.#sessionOf(running);
  }

  retain(): () => void {
    this.#retained++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#retained--;
      this.#armIdleTimer();
    };
  }

  /** Forgets its crashes, so that it may start again. */
  release(): void {
    this.#history.clear();
    this.#ports.onChange();
  }

  /** Lets the running process finish and stop. Whoever acquires meanwhile gets a new one. */
  async drain(): Promise<void> {
    const leaving = this.#process;
    this.#process = null;
    this.#clearIdleTimer();
    if (leaving !== null) this.#track(leaving.drain());
    await Promise.all(this.#leaving);
    this.#ports.onChange();
  }

  async stop(): Promise<void> {
    const leaving = this.#process ?? (await this.#starting?.catch(() => null)) ?? null;
    this.#process = null;
    this.#clearIdleTimer();
    await leaving?.stop();
    await Promise.all(this.#leaving);
    this.#ports.onChange();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
  }

  get #nowMs(): number {
    return this.#ports.clock.now().getTime();
  }

  get #runState(): ProcessFacts['runState'] {
    if (this.#history.isQuarantined) return 'quarantined';
    if (this.#starting !== null) return 'starting';
    const hasCrashed = this.#history.recent(this.#nowMs) > 0;
    if (this.#process !== null) return hasCrashed ? 'degraded' : 'running';
    return hasCrashed ? 'crashed' : 'idle';
  }

  /** One start serves all who wait for it. */
  #startShared(): Promise<PluginProcess> {
    if (this.#starting === null) {
      this.#starting = this.#start().finally(() => {
        this.#starting = null;
        this.#ports.onChange();
      });
      this.#ports.onChange();
    }
    return this.#starting;
  }

  async #start(): Promise<PluginProcess> {
    await this.#waitForTurn();
    const { launch, directory } = await this.#ports.launch();
    try {
      const started = await PluginProcess.start(launch, directory, this.#ports);
      if (this.#isClosed) {
        await started.stop();
        throw new DomainError('PLUGIN_NOT_RUNNING', 'The host is stopping.');
      }
      this.#process = started;
      if (started.pid !== null) this.#ports.onProcess(started.pid, true);
      void started.ended.then((end) => this.#ended(started, end));
      this.#armIdleTimer();
      return started;
    } catch (error) {
      const end = endOf(error);
      if (end !== null && end.reason !== 'stopped') this.#crashed(end);
      throw error;
    }
  }

  /** @throws {DomainError} when it may not start now. */
  async #waitForTurn(): Promise<void> {
    if (this.#isClosed) throw new DomainError('PLUGIN_NOT_RUNNING', 'The host is stopping.');
    if (this.#history.isQuarantined) {
      throw new DomainError(
        'PLUGIN_QUARANTINED',
        `The plugin is kept stopped, because it failed again and again. ${this.#lastErrors.at(-1)?.message ?? ''} Repair or update it.`,
      );
    }
    const waitMs = this.#history.waitMs(this.#nowMs);
    if (waitMs > longestWaitMs) {
      throw new DomainError(
        'PLUGIN_NOT_RUNNING',
        `The plugin failed. ${this.#lastErrors.at(-1)?.message ?? ''} It can be started again in ${Math.ceil(waitMs / 1_000)} s.`,
        { retryAfterMs: waitMs },
      );
    }
    if (waitMs > 0) await this.#ports.sleep(waitMs);
  }

  #ended(ended: PluginProcess, end: ProcessEnd): void {
    if (this.#process === ended) this.#process = null;
    if (ended.pid !== null) this.#ports.onProcess(ended.pid, false);
    if (end.reason === 'stopped') this.#ports.onChange();
    else this.#crashed(end);
  }

  #crashed(end: ProcessEnd): void {
    this.#history.record(this.#nowMs);
    this.#lastErrors = [...this.#lastErrors, end].slice(-rememberedErrors);
    this.#ports.onCrash(end);
    this.#ports.onChange();
  }

  #sessionOf(running: PluginProcess): PluginSession {
    running.touch();
    return {
      summary: running.summary,
      request: (method, params, options) => running.request(method, params, options),
      stream: (method, params, options) => running.stream(method, params, options),
      retain: () => this.retain(),
    };
  }

  /** Looks again when the process could have been idle for long enough. */
  #armIdleTimer(delayMs: number = this.#ports.idleStopMs): void {
    this.#clearIdleTimer();
    if (this.#process === null || this.#retained > 0) return;
    this.#idleTimer = setTimeout(() => this.#stopIfIdle(), delayMs);
    this.#idleTimer.unref();
  }

  #stopIfIdle(): void {
    const running = this.#process;
    if (running === null || this.#retained > 0) return;
    const leftMs = this.#ports.idleStopMs - running.idleMs;
    if (leftMs > 1) {
      this.#armIdleTimer(leftMs);
      return;
    }
    this.#process = null;
    this.#track(running.stop());
  }

  #clearIdleTimer(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
  }

  #track(leaving: Promise<void>): void {
    const tracked = leaving.finally(() => this.#leaving.delete(tracked));
    this.#leaving.add(tracked);
  }
}

const endOf = (error: unknown): ProcessEnd | null =>
  error instanceof DomainError && error.code === 'PLUGIN_START_FAILED' && error.cause !== undefined
    ? endIn(error.cause)
    : null;

const endIn = (cause: unknown): ProcessEnd | null =>
  typeof cause === 'object' && cause !== null && 'reason' in cause && 'lastLines' in cause
    ? (cause as ProcessEnd)
    : null;
