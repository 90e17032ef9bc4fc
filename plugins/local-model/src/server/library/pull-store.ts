import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, removeFile, writeJsonAtomically } from '../download/durable-file.ts';
import { type PullRecord, pullRecordSchema } from './pull-record.ts';

/** Keeps the records of fetches and their part files in a folder. */
export class PullStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All fetches that were not done when the host ended. */
  async load(): Promise<PullRecord[]> {
    await mkdir(this.#folder, { recursive: true });
    const names = await readdir(this.#folder);
    const records = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map((name) => readJson(join(this.#folder, name), pullRecordSchema)),
    );
    return records.filter((record) => record !== null);
  }

  save(record: PullRecord): Promise<void> {
    return writeJsonAtomically(join(this.#folder, `${record.id}.json`), record);
  }

  /** Path of a fetch's unfinished file. */
  partPath(id: string, part = 'part'): string {
    return join(this.#folder, `${id}.${part}`);
  }

  /** Deletes the record and everything that was received. */
  async remove(id: string): Promise<void> {
    const names = await readdir(this.#folder);
    const own = names.filter((name) => name.startsWith(`${id}.`));
    await Promise.all(own.map((name) => removeFile(join(this.#folder, name))));
  }
}
