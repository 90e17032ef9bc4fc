import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What is kept of a registry between two looks at it, also over a restart. */
export const cachedRegistrySchema = z.object({
  url: z.string(),
  /** Key that signed the first index that was seen; later ones have to be signed by it too. */
  publicKey: z.string(),
  etag: z.string().nullable(),
  /** The index as it was received. */
  text: z.string(),
  fetchedAt: z.coerce.date(),
});
export type CachedRegistry = z.infer<typeof cachedRegistrySchema>;

/** Port to where registries are kept. */
export interface RegistryCache {
  load(url: string): Promise<CachedRegistry | null>;
  save(entry: CachedRegistry): Promise<void>;
  /** Forgets a registry, its key included. */
  remove(url: string): Promise<void>;
}

/** Keeps each registry in a file of a folder of its own. */
export class RegistryFileCache implements RegistryCache {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async load(url: string): Promise<CachedRegistry | null> {
    const text = await readFile(this.#fileOf(url), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return cachedRegistrySchema.parse(JSON.parse(text));
    } catch {
      // A cut-off file is as good as none: the registry is asked again.
      return null;
    }
  }

  async save(entry: CachedRegistry): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const file = this.#fileOf(entry.url);
    await writeFile(`${file}.new`, JSON.stringify(entry));
    await rename(`${file}.new`, file);
  }

  async remove(url: string): Promise<void> {
    await rm(this.#fileOf(url), { force: true });
  }

  #fileOf(url: string): string {
    const name = createHash('sha256').update(url).digest('hex').slice(0, 32);
    return join(this.#directory, `${name}.json`);
  }
}
