import { readdir, readFile, readlink } from 'node:fs/promises';

const listening = '0A';

/**
 * Says which process listens on a TCP port, as far as the system tells (Linux only).
 * @returns for instance `node (process 4711)`, or null.
 */
export async function findPortOwner(port: number): Promise<string | null> {
  const inode =
    (await findInode('/proc/net/tcp', port)) ?? (await findInode('/proc/net/tcp6', port));
  if (inode === null) return null;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (await holdsSocket(pid, inode)) {
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')).trim();
      return `${name} (process ${pid})`;
    }
  }
  return null;
}

/** Columns of /proc/net/tcp: number, local address, remote address, state, …, inode in the tenth. */
async function findInode(table: string, port: number): Promise<string | null> {
  const text = await readFile(table, 'utf8').catch(() => '');
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of text.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    if (columns[1]?.endsWith(suffix) && columns[3] === listening) return columns[9] ?? null;
  }
  return null;
}

async function holdsSocket(pid: string, inode: string): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (target === `socket:[${inode}]`) return true;
  }
  return false;
}
