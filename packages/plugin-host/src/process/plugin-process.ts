import { type Clock, DomainError, type Log } from '@braindrive/core';
import { protocolVersion } from '@braindrive/plugin-sdk';
import {
  type PluginDefinitionSummary,
  RpcError,
  rpcCodes,
  rpcError,
  type StartParams,
} from '@braindrive/plugin-sdk/protocol';
import type { BridgeHandler } from '../bridge-handler.ts';
import { createBridgeCalls } from './bridge-calls.ts';
import { CallQueue } from './call-queue.ts';
import { definitionSummarySchema } from './definition-summary.ts';
import { Heartbeat } from './heartbeat.ts';
import { MemoryWatchdog } from './memory-watchdog.ts';
import { type OutputLine, OutputLines } from './output-lines.ts';
import { PluginBorder } from './plugin-border.ts';
import { resolvePluginFolder } from './plugin-folder.ts';
import type { PluginLaunch } from './plugin-launch.ts';
import type { SessionRequest, SessionStream } from './plugin-session.ts';
import { describeEnd, type EndReason, type ProcessEnd } from './process-end.ts';
import type { ProcessLimits } from './process-limits.ts';
import { type PluginChild, type SpawnOptions, spawnPlugin } from './spawn-plugin.ts';

export interface PluginProcessPorts {
  readonly bridges: BridgeHandler;
  readonly spawn: SpawnOptions;
  readonly limits: ProcessLimits;
  readonly hostVersion: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What the plugin prints. */
  readonly onOutput: (line: OutputLine) => void;
}

/** Streams that are quiet for long and well. */
const lastingStreams: ReadonlySet<string> = new Set(['procedure.call', 'provider.connect']);
const rememberedLines = 20;
/** What a process wrote before its end may still be in the pipe. */
const lastWordsMs = 200;
const mebibyte = 1_024 * 1_024;

/** One run of a plugin's process, from its start to its end. It is never started twice. */
export class PluginProcess {
  readonly startedAt: Date;
  /** Settles when the process is gone; never fails. */
  readonly ended: Promise<ProcessEnd>;
  readonly #launch: PluginLaunch;
  readonly #ports: PluginProcessPorts;
  readonly #child: PluginChild;
  readonly #border: PluginBorder;
  readonly #calls: CallQueue;
  readonly #output: OutputLines;
  readonly #heartbeat: Heartbeat;
  readonly #watchdog: MemoryWatchdog | null;
  readonly #settleEnd: (end: ProcessEnd) => void;
  #summary: PluginDefinitionSummary | null = null;
  #state: 'starting' | 'ready' | 'leaving' | 'ended' = 'starting';
  #openStreams = 0;
  #lastUsedMs: number;
  #lastLines: string[] = [];
  #cause: { readonly reason: EndReason; readonly detail: string | null } | null = null;

  private constructor(
    launch: PluginLaunch,
    folder: string,
    directory: string | null,
    ports: PluginProcessPorts,
  ) {
    const { limits, clock } = ports;
    this.#launch = launch;
    this.#ports = ports;
    this.startedAt = clock.now();
    this.#lastUsedMs = performance.now();
    const { promise, resolve } = Promise.withResolvers<ProcessEnd>();
    this.ended = promise;
    this.#settleEnd = resolve;
    this.#calls = new CallQueue(limits.maxOpenCalls, limits.maxWaitingCalls);
    this.#output = new OutputLines(clock, limits.logBytesPerMinute, (line) => this.#heard(line));
    this.#child = spawnPlugin(launch, folder, directory, ports.spawn);
    this.#border = new PluginBorder({
      child: this.#child,
      limits,
      handle: createBridgeCalls({
        bridges: ports.bridges,
        log: ports.log,
        peer: () => this.#border.peer,
      }),
      onBroken: (error) => this.#kill('protocol', error.message),
    });
    this.#heartbeat = new Heartbeat({
      ping: () => this.#border.peer.ping(),
      isAsked: () => this.openCalls > 0,
      intervalMs: limits.pingMs,
      onSilent: () => this.#kill('unresponsive'),
    });
    this.#watchdog = this.#watchMemory();
    this.#watchChild();
  }

  /**
   * Starts the process and waits until it told what it is.
   * @param directory - Folder for its own files, for native plugins.
   * @throws {DomainError} `PLUGIN_START_FAILED`; the process is gone then, and `cause` is its {@link ProcessEnd}.
   */
  static async start(
    launch: PluginLaunch,
    directory: string | null,
    ports: PluginProcessPorts,
  ): Promise<PluginProcess> {
    const folder = await resolvePluginFolder(launch.folder);
    const plugin = new PluginProcess(launch, folder, directory, ports);
    await plugin.#shakeHands(directory);
    return plugin;
  }

  get summary(): PluginDefinitionSummary {
    if (this.#summary === null) throw new Error('The plugin has not told yet what it is.');
    return this.#summary;
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** True as long as it takes calls. */
  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Calls and streams that are open, or wait for their turn. */
  get openCalls(): number {
    return this.#calls.size + this.#openStreams;
  }

  /** Since its last call ended; zero while one is open. */
  get idleMs(): number {
    return this.openCalls > 0 ? 0 : performance.now() - this.#lastUsedMs;
  }

  /** Somebody is about to call. */
  touch(): void {
    this.#lastUsedMs = performance.now();
  }

  /** As of the last look. */
  get memoryBytes(): number {
    return this.#watchdog?.bytes ?? 0;
  }

  get memoryLimitBytes(): number {
    return this.#limitMB * mebibyte;
  }

  /** See `PluginSession.request`. */
  async request(method: string, params: unknown, options: SessionRequest): Promise<unknown> {
    this.#checkReady();
    const timeoutMs = options.timeoutMs ?? this.#ports.limits.callTimeoutMs;
    const since = performance.now();
    if (!this.#calls.tryEnter()) await this.#calls.enter(timeoutMs, options.signal);
    try {
      this.#checkReady();
      return await this.#border.peer.request(method, params, {
        context: options.caller,
        timeoutMs: timeoutMs - (performance.now() - since),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
    } catch (error) {
      throw this.#noted(error);
    } finally {
      this.#calls.leave();
      this.touch();
    }
  }

  /** See `PluginSession.stream`. */
  async *stream(
    method: string,
    params: unknown,
    options: SessionStream,
  ): AsyncGenerator<unknown, void> {
    const { limits } = this.#ports;
    this.#checkReady();
    if (this.#openStreams >= limits.maxOpenStreams) {
      throw rpcError(rpcCodes.busy, 'Too many streams of the plugin are open.');
    }
    const standardIdleMs = lastingStreams.has(method) ? null : limits.streamIdleTimeoutMs;
    const { idleTimeoutMs = standardIdleMs, signal, timeoutMs } = options;
    this.#openStreams++;
    try {
      yield* this.#border.peer.stream(method, params, {
        context: options.caller,
        ...(signal === undefined ? {} : { signal }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(idleTimeoutMs === null ? {} : { idleTimeoutMs }),
      });
    } catch (error) {
      throw this.#noted(error);
    } finally {
      this.#openStreams--;
      this.touch();
    }
  }

  /** Takes no more calls, lets the open ones finish for `drainMs`, and stops. */
  async drain(): Promise<void> {
    if (this.#state === 'ready') {
      this.#state = 'leaving';
      const { drainMs } = this.#ports.limits;
      const until = performance.now() + drainMs;
      // One that does not know how to drain is stopped all the same.
      await this.#border.peer
        .request('plugin.drain', null, { timeoutMs: drainMs })
        .catch(() => null);
      while (this.openCalls > 0 && performance.now() < until) {
        await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 20))]);
      }
    }
    await this.stop();
  }

  /** Ends the process, by force if it does not go. */
  async stop(): Promise<void> {
    if (this.#state !== 'ended') {
      this.#state = 'leaving';
      this.#cause ??= { reason: 'stopped', detail: null };
      this.#child.stdin.end();
      this.#signal('SIGTERM');
      const timer = setTimeout(() => this.#signal('SIGKILL'), this.#ports.limits.stopMs);
      await this.ended;
      clearTimeout(timer);
    }
    await this.ended;
  }

  get #limitMB(): number {
    return this.#launch.memoryMB + this.#ports.limits.memoryHeadroomMB;
  }

  async #shakeHands(directory: string | null): Promise<void> {
    const { limits, hostVersion } = this.#ports;
    const { slug, version } = this.#launch;
    const params: StartParams = {
      protocol: protocolVersion,
      slug,
      version,
      hostVersion,
      directory,
    };
    try {
      const answer = await this.#border.peer.request('plugin.start', params, {
        timeoutMs: limits.startTimeoutMs,
      });
      this.#summary = definitionSummarySchema.parse(answer);
      this.#state = 'ready';
    } catch (error) {
      const isLate = error instanceof RpcError && error.code === rpcCodes.timeout;
      // When its process ended by itself, the reason is known already or comes with `exit`.
      if (!(error instanceof RpcError && error.code === rpcCodes.closed)) {
        this.#kill(isLate ? 'start-timeout' : 'protocol', describeRefusal(error));
      }
      const end = await this.ended;
      const said = end.lastLines.find((line) => /^\w*Error\b.*: /u.test(line));
      const detail = said === undefined ? '' : ` It said: ${said.trim().slice(0, 300)}`;
      throw new DomainError(
        'PLUGIN_START_FAILED',
        `The plugin "${slug}" could not start. ${end.message}${detail}`,
        { cause: end },
      );
    }
  }

  #watchMemory(): MemoryWatchdog | null {
    const { pid } = this.#child;
    if (pid === undefined) return null;
    return new MemoryWatchdog({
      pid,
      limitBytes: this.memoryLimitBytes,
      intervalMs: this.#ports.limits.memoryCheckMs,
      // Weights of a model that are mapped from its file are the system's to drop.
      counts: this.#launch.isNative ? 'ownBytes' : 'residentBytes',
      onExceeded: () => this.#kill('memory'),
    });
  }

  #watchChild(): void {
    const child = this.#child;
    child.stderr.on('error', () => {});
    child.stderr.on('data', (chunk: Buffer) => this.#output.push(chunk));
    child.once('error', (error) => {
      if (child.pid !== undefined) return;
      this.#cause ??= { reason: 'not-startable', detail: error.message };
      this.#finish(null, null);
    });
    child.once('exit', (code, signal) => {
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
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#heartbeat.stop();
    this.#watchdog?.stop();
    this.#output.end();
    const { reason, detail } = this.#cause ?? { reason: 'exited', detail: null };
    const message = describeEnd({
      reason,
      detail,
      exitCode,
      signal,
      memoryMB: this.#launch.memoryMB,
      limitMB: this.#limitMB,
      lastLines: this.#lastLines,
    });
    this.#border.peer.close(rpcError(rpcCodes.closed, `The plugin stopped. ${message}`));
    const at = this.#ports.clock.now();
    this.#settleEnd({ reason, message, exitCode, signal, lastLines: this.#lastLines, at });
  }

  #kill(reason: EndReason, detail: string | null = null): void {
    this.#cause ??= { reason, detail };
    if (this.#state !== 'ended') this.#state = 'leaving';
    this.#signal('SIGKILL');
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#signalGroup(signal);
      this.#child.kill(signal);
    }
  }

  #signalGroup(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined || !this.#launch.isNative) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is empty already.
    }
  }

  #heard(line: OutputLine): void {
    this.#lastLines = [...this.#lastLines, line.text].slice(-rememberedLines);
    this.#ports.onOutput(line);
  }

  #checkReady(): void {
    if (this.#state === 'ready') return;
    throw new RpcError({
      code: rpcCodes.closed,
      message: 'The plugin is not running.',
      details: { isAccepted: false },
      retryAfterMs: null,
      issues: null,
    });
  }

  /** A call that was not answered in time: is anybody there at all? */
  #noted(error: unknown): unknown {
    if (error instanceof RpcError && error.code === rpcCodes.timeout) this.#heartbeat.probe();
    return error;
  }
}

const describeRefusal = (error: unknown): string =>
  error instanceof RpcError ? error.message : 'its description does not fit the protocol.';
