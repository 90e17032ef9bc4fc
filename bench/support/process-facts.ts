import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of `/proc/<pid>/stat`; 100 on every Linux that runs Node. */
const tickUs = 10_000;

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

const kibibytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(text)?.[1] ?? 0);

/** Processor time that a process has used, all threads, in microseconds. Linux only. */
export function cpuUsOf(pid: number): number {
  // The name in parentheses may hold spaces; what follows it has fixed places.
  const fields = readProc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickUs;
}

export interface MemoryMb {
  readonly rssMb: number;
  /** Memory of its own, shared pages divided by those who share them. */
  readonly pssMb: number;
  readonly peakRssMb: number;
}

/** Memory of one process. Linux only. */
export function memoryOf(pid: number): MemoryMb {
  const rollup = readProc(pid, 'smaps_rollup');
  const status = readProc(pid, 'status');
  return {
    rssMb: kibibytes(rollup, 'Rss') / 1024,
    pssMb: kibibytes(rollup, 'Pss') / 1024,
    peakRssMb: kibibytes(status, 'VmHWM') / 1024,
  };
}

/** Processes started by this one, and by those. Linux only. */
export function descendantsOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((name) => {
      const fields = readProc(Number(name), 'stat').split(') ').at(-1)?.split(' ') ?? [];
      return { pid: Number(name), parent: Number(fields[1] ?? 0) };
    });
  const found: number[] = [];
  for (let level = [pid]; level.length > 0; ) {
    level = parents.filter(({ parent }) => level.includes(parent)).map((entry) => entry.pid);
    found.push(...level);
  }
  return found;
}
