import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ProviderError } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { readJson, removeFile, writeJsonAtomically } from '../download/durable-file.ts';
import { modelFactsOf, modelFactsSchema } from '../gguf/model-facts.ts';
import { readGgufHeader } from '../gguf/read-gguf-header.ts';
import { slugOf } from './model-source.ts';

const installedModelSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Absolute for a file of the person's own, which is used where it lies; else a name in our folder. */
  path: z.string(),
  isReference: z.boolean(),
  sizeBytes: z.int().nonnegative(),
  modifiedAtMs: z.number(),
  facts: modelFactsSchema,
});

/** A model on the disk. */
export type InstalledModel = z.infer<typeof installedModelSchema>;

const indexSchema = z.object({
  version: z.literal(1),
  models: z.array(installedModelSchema),
  /** True when a person deleted the starter: it is not fetched again by itself. */
  isStarterRemoved: z.boolean().default(false),
});
type Index = z.infer<typeof indexSchema>;

const emptyIndex: Index = { version: 1, models: [], isStarterRemoved: false };

/** The models in a folder, with an index of what their files say. Files put there by hand are found too. */
export class InstalledModels {
  readonly #directory: string;
  readonly #indexPath: string;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(directory: string) {
    this.#directory = directory;
    this.#indexPath = join(directory, 'models.json');
  }

  /** All models whose files are there now. */
  list(): Promise<readonly InstalledModel[]> {
    return this.#exclusively(async () => (await this.#refresh()).models);
  }

  async find(id: string): Promise<InstalledModel | null> {
    return (await this.list()).find((model) => model.id === id) ?? null;
  }

  isStarterRemoved(): Promise<boolean> {
    return this.#exclusively(async () => (await this.#read()).isStarterRemoved);
  }

  setStarterRemoved(isStarterRemoved: boolean): Promise<void> {
    return this.#exclusively(async () =>
      this.#write({ ...(await this.#read()), isStarterRemoved }),
    );
  }

  /** Absolute path of a model's file. */
  pathOf(model: Pick<InstalledModel, 'path' | 'isReference'>): string {
    return model.isReference ? model.path : join(this.#directory, model.path);
  }

  /**
   * Adds a file to the index.
   * @param file - `path` is absolute with `isReference`, else a name in the folder.
   * @throws {ProviderError} `provider/model-file-invalid` when it is no GGUF model.
   */
  add(file: {
    id: string | null;
    name: string | null;
    path: string;
    isReference: boolean;
  }): Promise<InstalledModel> {
    return this.#exclusively(async () => {
      const index = await this.#refresh();
      const others = index.models.filter(({ path }) => path !== file.path);
      const model = await this.#describe(file, others);
      await this.#write({
        ...index,
        models: [...others.filter(({ id }) => id !== model.id), model],
      });
      return model;
    });
  }

  /** Takes a model out of the index and deletes its file, unless that is the person's own. */
  remove(id: string): Promise<void> {
    return this.#exclusively(async () => {
      const index = await this.#refresh();
      const model = index.models.find((candidate) => candidate.id === id);
      if (model === undefined) {
        throw new ProviderError(
          'provider/model-not-found',
          'This model is not on the disk any more.',
        );
      }
      if (!model.isReference) {
        await removeFile(this.pathOf(model));
      }
      await this.#write({ ...index, models: index.models.filter((other) => other !== model) });
    });
  }

  /** Forgets vanished files, learns new ones, reads changed ones again. */
  async #refresh(): Promise<Index> {
    const index = await this.#read();
    const kept: InstalledModel[] = [];
    for (const model of index.models) {
      const current = await this.#recheck(model, kept);
      if (current !== null) {
        kept.push(current);
      }
    }
    const names = await readdir(this.#directory);
    const known = new Set(kept.map(({ path }) => path));
    for (const path of names.filter((name) => /\.gguf$/i.test(name) && !known.has(name))) {
      const file = { id: null, name: null, path, isReference: false };
      const model = await this.#describe(file, kept).catch(() => null);
      if (model !== null) {
        kept.push(model);
      }
    }
    const next = { ...index, models: kept };
    if (JSON.stringify(next.models) !== JSON.stringify(index.models)) {
      await this.#write(next);
    }
    return next;
  }

  async #recheck(
    model: InstalledModel,
    others: readonly InstalledModel[],
  ): Promise<InstalledModel | null> {
    const file = await stat(this.pathOf(model)).catch(() => null);
    if (file === null) {
      return null;
    }
    const isUnchanged = file.size === model.sizeBytes && file.mtimeMs === model.modifiedAtMs;
    return isUnchanged ? model : this.#describe(model, others).catch(() => null);
  }

  async #describe(
    file: { id: string | null; name: string | null; path: string; isReference: boolean },
    others: readonly InstalledModel[],
  ): Promise<InstalledModel> {
    const path = this.pathOf(file);
    const { size, mtimeMs } = await stat(path).catch((cause: unknown) => {
      throw new ProviderError('provider/model-not-found', 'There is no file at this path.', {
        cause,
      });
    });
    const facts = modelFactsOf(await readGgufHeader(path));
    const id = file.id ?? freeId(slugOf(basename(path)), others);
    const name = file.name ?? facts.name ?? basename(path).replace(/\.gguf$/i, '');
    return {
      id,
      name: name.slice(0, 200),
      path: file.path,
      isReference: file.isReference,
      sizeBytes: size,
      modifiedAtMs: mtimeMs,
      facts,
    };
  }

  async #read(): Promise<Index> {
    return (await readJson(this.#indexPath, indexSchema)) ?? emptyIndex;
  }

  #write(index: Index): Promise<void> {
    return writeJsonAtomically(this.#indexPath, index);
  }

  /** One reader or writer of the index at a time. */
  #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work, work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function freeId(wanted: string, others: readonly InstalledModel[]): string {
  const taken = new Set(others.map(({ id }) => id));
  let id = wanted;
  for (let count = 2; taken.has(id); count += 1) {
    id = `${wanted}-${count}`;
  }
  return id;
}
