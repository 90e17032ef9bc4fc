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
import { ChildLife } from './child-life.ts';
import { definitionSummarySchema } from './definition-summary.ts';
import { Heartbeat } from './heartbeat.ts';
import type { OutputLine } from './output-lines.ts';
import { PluginBorder } from './plugin-border.ts';
import { resolvePluginFolder } from './plugin-folder.ts';
import type { PluginLaunch } from './plugin-launch.ts';
import type { SessionRequest, SessionStream } from './plugin-session.ts';
import type { ProcessEnd } from './process-end.ts';
import type { ProcessLimits } from './process-limits.ts';
import { type SpawnOptions, spawnPlugin } from './spawn-plugin.ts';

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
const drainLookMs = 20;

/** One run of a plugin's process, from its start to its end. It is never started twice. */
export class PluginProcess {
  readonly startedAt: Date;
  readonly #launch: PluginLaunch;
  readonly #ports: PluginProcessPorts;
  readonly #life: ChildLife;
  readonly #border: PluginBorder;
  readonly #calls: CallQueue;
  readonly #heartbeat: Heartbeat;
  #summary: PluginDefinitionSummary | null = null;
  #state: 'starting' | 'ready' | 'leaving' = 'starting';
  #openStreams = 0;
  #lastUsedMs = performance.now();

  private constructor(
    launch: PluginLaunch,
    folder: string,
    directory: string | null,
    ports: PluginProcessPorts,
  ) {
    const { limits, clock, bridges, log } = ports;
    this.#launch = launch;
    this.#ports = ports;
    this.startedAt = clock.now();
    this.#calls = new CallQueue(limits.maxOpenCalls, limits.maxWaitingCalls);
    const child = spawnPlugin(launch, folder, directory, ports.spawn);
    this.#life = new ChildLife({
      child,
      launch,
      limits,
      clock,
      onOutput: ports.onOutput,
      onLeaving: () => {
        this.#state = 'leaving';
      },
      onEnd: (end) => this.#over(end),
    });
    this.#border = new PluginBorder({
      child,
      limits,
      handle: createBridgeCalls({ bridges, log, peer: () => this.#border.peer }),
      onBroken: (error) => this.#life.kill('protocol', error.message),
    });
    this.#heartbeat = new Heartbeat({
      ping: () => this.#border.peer.ping(),
      isAsked: () => this.openCalls > 0,
      intervalMs: limits.pingMs,
      onSilent: () => this.#life.kill('unresponsive'),
    });
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

  /** Settles when the process is gone; never fails. */
  get ended(): Promise<ProcessEnd> {
    return this.#life.ended;
  }

  get pid(): number | null {
    return this.#life.pid;
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

  get memoryBytes(): number {
    return this.#life.memoryBytes;
  }

  get memoryLimitBytes(): number {
    return this.#life.memoryLimitBytes;
  }

  /** Somebody is about to call. */
  touch(): void {
    this.#lastUsedMs = performance.now();
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
        timeoutMs: Math.max(1, timeoutMs - (performance.now() - since)),
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
        await Promise.race([this.ended, new Promise((turn) => setTimeout(turn, drainLookMs))]);
      }
    }
    await this.stop();
  }

  /** Ends the process, by force if it does not go. */
  async stop(): Promise<void> {
    await this.#life.stop();
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
      this.#checkAlive();
      this.#state = 'ready';
    } catch (error) {
      throw await this.#failedStart(error);
    }
  }

  #checkAlive(): void {
    if (this.#state === 'leaving') throw rpcError(rpcCodes.closed, 'The plugin stopped.');
  }

  async #failedStart(error: unknown): Promise<DomainError> {
    const code = error instanceof RpcError ? error.code : null;
    // When its process ended by itself, the reason is known already or comes with `exit`.
    if (code === rpcCodes.timeout) this.#life.kill('start-timeout');
    else if (code !== rpcCodes.closed) this.#life.kill('protocol', describeRefusal(error));
    const end = await this.ended;
    const said = end.lastLines.find((line) => /^\w*Error\b.*: /u.test(line));
    const detail = said === undefined ? '' : ` It said: ${said.trim().slice(0, 300)}`;
    return new DomainError(
      'PLUGIN_START_FAILED',
      `The plugin "${this.#launch.slug}" could not start. ${end.message}${detail}`,
      { cause: end },
    );
  }

  #over(end: ProcessEnd): void {
    this.#state = 'leaving';
    this.#heartbeat.stop();
    this.#border.peer.close(rpcError(rpcCodes.closed, `The plugin stopped. ${end.message}`));
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
