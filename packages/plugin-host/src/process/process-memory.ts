import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessMemory {
  /** All pages in memory. */
  readonly residentBytes: number;
  /** Without pages of files, such as a model's weights; equal to `residentBytes` where the system does not tell. */
  readonly ownBytes: number;
}

/** Page size of every Linux that Node runs on, but arm64 kernels built otherwise. */
const pageBytes = 4_096;

/** Memory of a process, or null when it is gone or the system does not tell. */
export async function readProcessMemory(pid: number): Promise<ProcessMemory | null> {
  return process.platform === 'linux' ? readStatm(pid) : readProcessTable(pid);
}

function readStatm(pid: number): ProcessMemory | null {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8')
      .split(' ')
      .map(Number);
    return { residentBytes: resident * pageBytes, ownBytes: (resident - shared) * pageBytes };
  } catch {
    return null;
  }
}

function readProcessTable(pid: number): Promise<ProcessMemory | null> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, output) => {
      const residentBytes = Number(output) * 1_024;
      resolve(
        error === null && residentBytes > 0 ? { residentBytes, ownBytes: residentBytes } : null,
      );
    });
  });
}
