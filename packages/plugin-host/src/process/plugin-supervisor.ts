import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, DomainError, type Log, systemClock } from '@braindrive/core';
import type { Manifest } from '@braindrive/plugin-sdk';
import type { BridgeHandler } from '../bridge-handler.ts';
import type { PluginLaunch } from './plugin-launch.ts';
import type { PluginLogStore } from './plugin-log-store.ts';
import type { PluginSession } from './plugin-session.ts';
import { PluginSlot, type ProcessFacts } from './plugin-slot.ts';
import { defaultProcessLimits, type ProcessLimits } from './process-limits.ts';
import { ProcessRegister } from './process-register.ts';
import type { ProcessIdentity } from './spawn-plugin.ts';

/** A plugin version that can be run. */
export interface RunnablePlugin {
  readonly digest: string;
  readonly slug: string;
  readonly version: string;
  readonly manifest: Pick<Manifest, 'server' | 'permissions'>;
}

export interface PluginSupervisorPorts {
  /** Where the verified files of a version lie; null when they are missing. */
  readonly locate: (digest: string) => Promise<{ readonly directory: string } | null>;
  /** Whether the owner trusts this plugin with native code. Asked only when its manifest wants it. */
  readonly isNativeTrusted: (plugin: RunnablePlugin) => Promise<boolean>;
  readonly bridges: BridgeHandler;
  readonly logs: Pick<PluginLogStore, 'append'>;
  readonly log: Log;
  readonly hostVersion: string;
  /** Holds a folder for each native plugin. */
  readonly nativeFolder: string;
  /** Remembers what runs, so that the next host ends what this one may leave behind; null to do without. */
  readonly processFolder?: string | null;
  /** System user that plugins run as when the host runs as root, or null. */
  readonly identity?: ProcessIdentity | null;
  /** The host's own environment, of which native plugins get the variables that their manifest names. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly nodePath?: string;
  readonly clock?: Clock;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly limits?: Partial<ProcessLimits>;
}

/** Told after anything about a version's process changed. */
export type SupervisorListener = (change: {
  readonly digest: string;
  readonly slug: string;
  readonly facts: ProcessFacts;
}) => void;

const stopped: ProcessFacts = {
  runState: 'idle',
  pid: null,
  startedAt: null,
  memoryBytes: null,
  memoryLimitBytes: null,
  openCalls: 0,
  crashes: 0,
  retryAfterMs: 0,
  lastErrors: [],
};

/** Keeps one process per plugin version: starts it when it is needed, stops it when it is idle, and not for ever. */
export class PluginSupervisor {
  readonly #ports: PluginSupervisorPorts;
  readonly #limits: ProcessLimits;
  readonly #slots = new Map<string, PluginSlot>();
  readonly #listeners = new Set<SupervisorListener>();
  readonly #register: ProcessRegister | null;
  /** What an earlier host left behind is gone. */
  readonly #orphansEnded: Promise<void>;
  /** Notes of the register, one after the other. */
  #notes: Promise<void>;
  #isClosed = false;

  constructor(ports: PluginSupervisorPorts) {
    this.#ports = ports;
    const { processFolder = null } = ports;
    this.#register = processFolder === null ? null : new ProcessRegister(processFolder);
    this.#orphansEnded = this.#endOrphans();
    this.#notes = this.#orphansEnded;
    this.#limits = { ...defaultProcessLimits, ...ports.limits };
  }

  /**
   * The running process of this version; starts it when there is none.
   * @throws {DomainError} `PLUGIN_START_FAILED`; `PLUGIN_NOT_RUNNING` with `retryAfterMs` while it is given a rest after
   * a crash; `PLUGIN_QUARANTINED` when it crashed too often; `NOT_PERMITTED` for native code that the owner does not
   * trust.
   */
  async acquire(plugin: RunnablePlugin): Promise<PluginSession> {
    if (this.#isClosed) throw new DomainError('PLUGIN_NOT_RUNNING', 'The host is stopping.');
    await this.#orphansEnded;
    return this.#slotOf(plugin).acquire();
  }

  /** What its process does; `idle` for a version that was never started. */
  facts(digest: string): ProcessFacts {
    return this.#slots.get(digest)?.facts ?? stopped;
  }

  state(digest: string): ProcessFacts['runState'] {
    return this.facts(digest).runState;
  }

  /** @returns what ends the listening. */
  onChange(listener: SupervisorListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps the process of a version, once it is started, until the returned function is called. */
  retain(plugin: RunnablePlugin): () => void {
    return this.#slotOf(plugin).retain();
  }

  /** Forgets the crashes of a version: it was repaired, or somebody wants to try again. */
  release(digest: string): void {
    this.#slots.get(digest)?.release();
  }

  /** Lets open calls finish and stops the process. Whoever acquires the version meanwhile gets a new process. */
  async drain(digest: string): Promise<void> {
    await this.#slots.get(digest)?.drain();
  }

  async stop(digest: string): Promise<void> {
    await this.#slots.get(digest)?.stop();
  }

  /**
   * Starts the new version, then lets the old one go. For when nobody uses the old one any more; versions are shared
   * between people.
   * @returns once the new one is ready; `drained` settles when the old one is gone.
   */
  async drainAndReplace(
    oldDigest: string,
    next: RunnablePlugin,
  ): Promise<{ readonly session: PluginSession; readonly drained: Promise<void> }> {
    const session = await this.acquire(next);
    const drained = oldDigest === next.digest ? Promise.resolve() : this.drain(oldDigest);
    return { session, drained };
  }

  /** Stops the process and forgets everything about a version: its files are going to be removed. */
  async forget(digest: string): Promise<void> {
    const slot = this.#slots.get(digest);
    this.#slots.delete(digest);
    await slot?.close();
  }

  /** Stops all processes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#slots.values()].map((slot) => slot.close()));
    await this.#notes;
  }

  async #endOrphans(): Promise<void> {
    const ended = (await this.#register?.endOrphans()) ?? 0;
    if (ended > 0) this.#ports.log.warn({ count: ended }, 'plugin.orphans-ended');
  }

  #note(pid: number, isRunning: boolean): void {
    const register = this.#register;
    if (register === null) return;
    this.#notes = this.#notes
      .then(() => (isRunning ? register.add(pid) : register.remove(pid)))
      .catch((cause: unknown) => this.#ports.log.warn({ cause, pid }, 'plugin.process-not-noted'));
  }

  #slotOf(plugin: RunnablePlugin): PluginSlot {
    let slot = this.#slots.get(plugin.digest);
    if (slot === undefined) {
      slot = this.#createSlot(plugin);
      this.#slots.set(plugin.digest, slot);
    }
    return slot;
  }

  #createSlot(plugin: RunnablePlugin): PluginSlot {
    const { digest, slug, version } = plugin;
    const { bridges, logs, hostVersion, log } = this.#ports;
    let told = '';
    const slot: PluginSlot = new PluginSlot({
      bridges,
      hostVersion,
      log,
      limits: this.#limits,
      clock: this.#ports.clock ?? systemClock,
      sleep: this.#ports.sleep ?? ((milliseconds) => delay(milliseconds)),
      spawn: {
        nodePath: this.#ports.nodePath ?? process.execPath,
        nodeEnvironment: this.#ports.environment?.NODE_ENV ?? 'production',
        identity: this.#ports.identity ?? null,
      },
      idleStopMs: (plugin.manifest.server?.idleStopS ?? 0) * 1_000,
      launch: () => this.#prepare(plugin),
      onProcess: (pid, isRunning) => this.#note(pid, isRunning),
      onOutput: (line) => logs.append(digest, { ...line, event: 'plugin.output' }),
      onCrash: (end) => {
        log.warn(
          { slug, version, digest, reason: end.reason, exitCode: end.exitCode },
          'plugin.crashed',
        );
        logs.append(digest, { level: 'error', event: 'plugin.crashed', text: end.message });
      },
      onChange: () => {
        const { facts } = slot;
        if (facts.runState !== told)
          log.debug({ slug, version, state: facts.runState }, 'plugin.state');
        told = facts.runState;
        for (const listener of this.#listeners) listener({ digest, slug, facts });
      },
    });
    return slot;
  }

  async #prepare(
    plugin: RunnablePlugin,
  ): Promise<{ readonly launch: PluginLaunch; readonly directory: string | null }> {
    const { digest, slug, version, manifest } = plugin;
    if (manifest.server === undefined) {
      throw new DomainError('PLUGIN_START_FAILED', 'The plugin has no server half to start.');
    }
    const isNative = manifest.permissions.native !== undefined;
    if (isNative && !(await this.#ports.isNativeTrusted(plugin))) {
      throw new DomainError(
        'NOT_PERMITTED',
        'The plugin runs native code. The owner of this instance has to trust it first.',
      );
    }
    const found = await this.#ports.locate(digest);
    if (found === null) {
      throw new DomainError(
        'PLUGIN_START_FAILED',
        'The files of the plugin are missing. Repair it.',
      );
    }
    return {
      launch: {
        digest,
        slug,
        version,
        folder: found.directory,
        memoryMB: manifest.server.memoryMB,
        isNative,
        environment: isNative ? this.#environmentOf(manifest.server.environment) : {},
      },
      directory: isNative ? await this.#nativeFolderOf(slug) : null,
    };
  }

  #environmentOf(names: readonly string[]): Record<string, string> {
    const all = this.#ports.environment ?? {};
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = all[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** Shared by the versions of a plugin, so that what it fetched survives an upgrade. */
  async #nativeFolderOf(slug: string): Promise<string> {
    const folder = join(this.#ports.nativeFolder, slug);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}
