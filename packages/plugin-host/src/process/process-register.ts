import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerFile } from './spawn-plugin.ts';

/**
 * Remembers the running processes in a folder. Processes notice by themselves when the host is gone, but one that hangs
 * in a loop does not: the next host ends it.
 */
export class ProcessRegister {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(pid: number): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#folder, String(pid)), '');
  }

  async remove(pid: number): Promise<void> {
    await rm(join(this.#folder, String(pid)), { force: true });
  }

  /** Ends what an earlier host left behind. @returns how many that were. */
  async endOrphans(): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    const ended = await Promise.all(names.map((name) => this.#endOrphan(Number(name))));
    return ended.filter(Boolean).length;
  }

  /** Its number may belong to another program by now. */
  async #endOrphan(pid: number): Promise<boolean> {
    const isOurs = (await commandOf(pid)).includes(runnerFile);
    if (isOurs) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It went in this moment.
      }
    }
    await this.remove(pid);
    return isOurs;
  }
}

async function commandOf(pid: number): Promise<string> {
  if (!Number.isInteger(pid) || pid <= 1) return '';
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'command=', '-p', String(pid)], (error, output) =>
      resolve(error === null ? output : ''),
    );
  });
}
