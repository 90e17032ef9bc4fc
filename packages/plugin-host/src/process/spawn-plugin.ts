import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { PluginLaunch } from './plugin-launch.ts';

export type PluginChild = ChildProcessByStdio<Writable, Readable, Readable>;

/** A system user that owns nothing. */
export interface ProcessIdentity {
  readonly uid: number;
  readonly gid: number;
}

export interface SpawnOptions {
  readonly nodePath: string;
  readonly nodeEnvironment: string;
  /** User that plugins run as, when the host runs as root; null for the host's own. Native plugins keep the host's. */
  readonly identity: ProcessIdentity | null;
}

/** Main module of every plugin process. */
export const runnerFile: string = join(import.meta.dirname, 'runner', 'runner.mjs');

const memoryFlags = (memoryMB: number): string[] => [
  `--max-old-space-size=${memoryMB}`,
  '--max-semi-space-size=2',
];

/** Shut in: nothing but reading its own folder. What it may do beyond goes through bridges. */
const sandboxFlags = (folder: string, memoryMB: number): string[] => [
  '--permission',
  `--allow-fs-read=${folder}`,
  `--allow-fs-read=${dirname(runnerFile)}`,
  ...memoryFlags(memoryMB),
  '--disallow-code-generation-from-strings',
  '--disable-proto=delete',
  '--no-addons',
  '--no-global-search-paths',
  // `node:sqlite` opens any file, whatever the permissions say (seen in Node 26.10, see the probes).
  '--no-experimental-sqlite',
  '--no-experimental-ffi',
  '--no-experimental-webstorage',
];

/**
 * Starts the process of a plugin. Its group is its own, so that a signal to its group never reaches the host.
 * @param folder - Real path of the plugin's folder.
 * @param directory - Folder for its own files, for native plugins.
 */
export function spawnPlugin(
  plugin: PluginLaunch,
  folder: string,
  directory: string | null,
  options: SpawnOptions,
): PluginChild {
  const flags = plugin.isNative
    ? memoryFlags(plugin.memoryMB)
    : sandboxFlags(folder, plugin.memoryMB);
  const isRoot = process.getuid?.() === 0;
  const identity = isRoot && !plugin.isNative ? options.identity : null;
  const child = spawn(
    options.nodePath,
    [...flags, runnerFile, folder, plugin.isNative ? 'native' : 'sandboxed'],
    {
      cwd: directory ?? folder,
      env: { ...plugin.environment, NODE_ENV: options.nodeEnvironment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
      ...(identity ?? {}),
    },
  );
  lowerPriority(child.pid);
  return child;
}

/** People wait for the host first. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is gone already, or the system does not allow it.
  }
}
