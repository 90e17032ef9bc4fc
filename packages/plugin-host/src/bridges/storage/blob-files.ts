import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const partSuffix = '.part';

/** A file that was received whole and that no row names yet. */
export interface ReceivedFile {
  readonly file: string;
  readonly sizeBytes: number;
}

/**
 * Files of plugins under names that say nothing. A file is never changed once it has its name, so rows, snapshots and
 * working copies can share it; it goes when none of them needs it.
 */
export class BlobFiles {
  readonly #directory: string;
  /** Files that get their row soon: not orphans. */
  readonly #arriving = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Writes a file and makes it durable. Call {@link settle} when its row was written, or {@link remove}.
   * @param accept - Called with the size of each piece before it is written; throws to refuse.
   */
  async receive(
    source: AsyncIterable<Uint8Array>,
    accept: (bytes: number) => void,
  ): Promise<ReceivedFile> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const file = randomBytes(16).toString('hex');
    this.#arriving.add(file);
    try {
      const sizeBytes = await this.#write(file, source, accept);
      await rename(this.#path(file + partSuffix), this.#path(file));
      return { file, sizeBytes };
    } catch (error) {
      await rm(this.#path(file + partSuffix), { force: true });
      this.#arriving.delete(file);
      throw error;
    }
  }

  settle(file: string): void {
    this.#arriving.delete(file);
  }

  async remove(file: string): Promise<void> {
    await rm(this.#path(file), { force: true });
    this.#arriving.delete(file);
  }

  /** @returns null when it is gone. */
  async open(file: string): Promise<FileHandle | null> {
    try {
      return await open(this.#path(file), 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /**
   * Removes files that are none of `needed` and not on their way.
   * @param needed - Gives null when it cannot say now; then all stay.
   */
  async removeOthers(needed: () => Promise<ReadonlySet<string> | null>): Promise<number> {
    // Listed first: what arrives later is not in the list.
    const names = await readdir(this.#directory).catch(() => []);
    const arriving = new Set(this.#arriving);
    const kept = await needed();
    if (kept === null) return 0;
    const orphans = names.filter((name) => {
      const file = name.replace(partSuffix, '');
      return !kept.has(file) && !arriving.has(file);
    });
    for (const name of orphans) await rm(this.#path(name), { force: true });
    return orphans.length;
  }

  async #write(
    file: string,
    source: AsyncIterable<Uint8Array>,
    accept: (bytes: number) => void,
  ): Promise<number> {
    const handle = await open(this.#path(file + partSuffix), 'wx', 0o600);
    try {
      let sizeBytes = 0;
      for await (const piece of source) {
        accept(piece.byteLength);
        await handle.writeFile(piece);
        sizeBytes += piece.byteLength;
      }
      await handle.datasync();
      return sizeBytes;
    } finally {
      await handle.close();
    }
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}
