import { readFile } from 'node:fs/promises';
import os from 'node:os';

/** Memory that this process may use, in bytes. */
export interface MachineMemory {
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
}

/** The machine as the reader of memory sees it; a fake one in tests. */
export interface MemoryPorts {
  /** @returns A file's text, or null when there is none. */
  readonly readText: (path: string) => Promise<string | null>;
  readonly totalBytes: () => number;
  /** What the kernel could give without swapping, file cache included. */
  readonly availableBytes: () => number;
}

const cgroupRoot = '/sys/fs/cgroup';

export const systemMemoryPorts: MemoryPorts = {
  readText: (path) => readFile(path, 'utf8').catch(() => null),
  totalBytes: () => os.totalmem(),
  availableBytes: () => os.freemem(),
};

/** Reads how much memory there is and how much is free, with the limits of containers (cgroup v2 and v1). */
export async function readMachineMemory(ports: MemoryPorts): Promise<MachineMemory> {
  const memoryBytes = ports.totalBytes();
  const freeMemoryBytes = Math.min(ports.availableBytes(), memoryBytes);
  const limits = await readCgroupLimits(ports);
  return limits.reduce<MachineMemory>(
    (least, { limitBytes, usedBytes }) => ({
      memoryBytes: Math.min(least.memoryBytes, limitBytes),
      freeMemoryBytes: Math.min(least.freeMemoryBytes, Math.max(0, limitBytes - usedBytes)),
    }),
    { memoryBytes, freeMemoryBytes },
  );
}

interface CgroupLimit {
  readonly limitBytes: number;
  readonly usedBytes: number;
}

/** Limits nest, so every group from ours up to the root counts. */
async function readCgroupLimits(ports: MemoryPorts): Promise<CgroupLimit[]> {
  const groups = parseCgroupPaths((await ports.readText('/proc/self/cgroup')) ?? '');
  const limits = await Promise.all([
    ...ancestors(groups.unified).map((path) =>
      readLimit(ports, `${cgroupRoot}${path}`, 'memory.max', 'memory.current'),
    ),
    ...ancestors(groups.memory).map((path) =>
      readLimit(
        ports,
        `${cgroupRoot}/memory${path}`,
        'memory.limit_in_bytes',
        'memory.usage_in_bytes',
      ),
    ),
  ]);
  return limits.filter((limit) => limit !== null);
}

async function readLimit(
  ports: MemoryPorts,
  folder: string,
  limitFile: string,
  usageFile: string,
): Promise<CgroupLimit | null> {
  const limitBytes = Number((await ports.readText(`${folder}/${limitFile}`))?.trim() ?? Number.NaN);
  // "max" (v2) and a number near 2^63 (v1) both mean "no limit".
  if (!Number.isFinite(limitBytes) || limitBytes > ports.totalBytes()) {
    return null;
  }
  const used = Number((await ports.readText(`${folder}/${usageFile}`))?.trim() ?? 0);
  const stat = (await ports.readText(`${folder}/memory.stat`)) ?? '';
  // The file cache counts as used, but the kernel gives it back when somebody asks.
  const cache = statValue(stat, 'inactive_file') + statValue(stat, 'active_file');
  return { limitBytes, usedBytes: Math.max(0, used - cache) };
}

function parseCgroupPaths(text: string): { unified: string; memory: string } {
  const lines = text.split('\n').map((line) => line.split(':'));
  const pathOf = (isOurs: (controllers: string) => boolean) =>
    lines.find((line) => line.length >= 3 && isOurs(line[1] ?? ''))?.[2] ?? '/';
  return {
    unified: pathOf((controllers) => controllers === ''),
    memory: pathOf((controllers) => controllers.split(',').includes('memory')),
  };
}

/** `/a/b` → `/a/b`, `/a`, and the root as an empty text. */
function ancestors(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '..');
  return [...names.map((_, index) => `/${names.slice(0, names.length - index).join('/')}`), ''];
}

function statValue(stat: string, name: string): number {
  const line = stat.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}
