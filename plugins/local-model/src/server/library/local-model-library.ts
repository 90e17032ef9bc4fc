import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type CatalogueModel,
  isPluginError,
  type MachineFacts,
  type ModelPull,
  ProviderError,
} from '@braindrive/plugin-sdk';
import type { ModelLibrary } from '@braindrive/plugin-sdk/server';
import type { CatalogueEntry } from '../catalogue/catalogue-data.ts';
import { diskFullError } from '../download/download-errors.ts';
import { listCatalogue } from './catalogue-listing.ts';
import type { InstalledModels } from './installed-models.ts';
import { parseModelSource, slugOf } from './model-source.ts';
import type { PullQueue } from './pull-queue.ts';
import type { PullRecord } from './pull-record.ts';
import { starterModel, starterPullId } from './starter-model.ts';

export interface LocalModelLibraryPorts {
  readonly installed: InstalledModels;
  readonly pulls: PullQueue;
  readonly hubUrl: string;
  /** A GGUF file to use as the first model, or null. */
  readonly modelPath: string | null;
  readonly fetchesStarter: boolean;
  readonly readMachine: () => Promise<MachineFacts>;
  /** Makes sure that a model's file is not in use. @returns False when it is, and must be. */
  readonly release: (modelId: string) => Promise<boolean>;
  readonly onPathUnusable: (path: string, cause: unknown) => void;
}

/** The models on this machine, and those that could be. */
export class LocalModelLibrary implements ModelLibrary {
  readonly #ports: LocalModelLibraryPorts;
  #restored: Promise<void> | null = null;

  constructor(ports: LocalModelLibraryPorts) {
    this.#ports = ports;
  }

  /** Finds the fetches of the last run again and lets them go on. Called once at the start; more calls do nothing. */
  restore(): Promise<void> {
    this.#restored ??= this.#ports.pulls.restore();
    return this.#restored;
  }

  /**
   * Makes sure that there is a model to talk to: the file that was configured, else the starter, fetched when it is
   * not there. A person who deleted the starter does not get it again by themselves.
   * @returns The fetch as it stands, or null when nothing had to be fetched.
   */
  async ensureStarter(): Promise<ModelPull | null> {
    await this.restore();
    const { installed, modelPath } = this.#ports;
    if (modelPath !== null && (await this.#usePath(modelPath))) {
      return null;
    }
    if ((await installed.find(starterModel.id)) !== null || (await installed.isStarterRemoved())) {
      return null;
    }
    return this.#ports.fetchesStarter ? this.#startStarter() : null;
  }

  machine(): Promise<MachineFacts> {
    return this.#ports.readMachine();
  }

  async catalogue(): Promise<readonly CatalogueModel[]> {
    const installed = await this.#ports.installed.list();
    return listCatalogue(
      await this.#ports.readMachine(),
      new Set(installed.map(({ id }) => id)),
      this.#ports.hubUrl,
    );
  }

  pulls(): readonly ModelPull[] {
    return this.#ports.pulls.list();
  }

  onPull(listener: (pull: ModelPull) => void): () => void {
    return this.#ports.pulls.onChange(listener);
  }

  async pull(source: string): Promise<ModelPull> {
    await this.restore();
    // A page that continues a fetch knows its id, not what it was started with.
    const continued = await this.#continue(source);
    if (continued !== null) {
      return continued;
    }
    const parsed = parseModelSource(source, this.#ports.hubUrl);
    switch (parsed.kind) {
      case 'starter':
        await this.#ports.installed.setStarterRemoved(false);
        return this.#startStarter();
      case 'file':
        return this.#addFile(parsed.path);
      case 'remote':
        return this.#startRemote(parsed);
    }
  }

  /** @returns null when no fetch of this id is waiting to go on. */
  async #continue(pullId: string): Promise<ModelPull | null> {
    if (pullId === starterPullId) {
      await this.#ports.installed.setStarterRemoved(false);
      return this.#startStarter();
    }
    const known = this.pulls().find(({ id }) => id === pullId);
    if (known === undefined || known.state === 'done' || known.state === 'cancelled') {
      return null;
    }
    await this.#checkDisk(pullId, known.totalBytes);
    return this.#ports.pulls.resume(pullId);
  }

  pause(pullId: string): Promise<ModelPull> {
    return this.#ports.pulls.pause(pullId);
  }

  cancel(pullId: string): Promise<ModelPull> {
    return this.#ports.pulls.cancel(pullId);
  }

  async remove(modelId: string): Promise<void> {
    if (!(await this.#ports.release(modelId))) {
      throw new ProviderError(
        'provider/bad-request',
        'This model is answering just now. Stop the answer, then delete it.',
      );
    }
    await this.#ports.installed.remove(modelId);
    if (modelId === starterModel.id) {
      await this.#ports.installed.setStarterRemoved(true);
    }
  }

  /** Puts a finished file into the index. Called by the work of a fetch. */
  async settle(record: PullRecord): Promise<void> {
    const isStarter = record.kind === 'starter';
    await this.#ports.installed.add({
      id: isStarter ? starterModel.id : record.catalogueId,
      name: isStarter || record.catalogueId !== null ? record.name : null,
      path: record.fileName,
      isReference: false,
    });
  }

  async #startStarter(): Promise<ModelPull> {
    return this.#ports.pulls.start({
      id: starterPullId,
      name: starterModel.name,
      kind: 'starter',
      state: 'queued',
      url: null,
      fileName: starterModel.fileName,
      catalogueId: null,
      totalBytes: starterModel.sizeBytes,
      sha256: starterModel.sha256,
      etag: null,
      error: null,
    });
  }

  async #startRemote(source: {
    url: string;
    fileName: string;
    name: string;
    entry: CatalogueEntry | null;
  }): Promise<ModelPull> {
    const { entry } = source;
    const id = entry?.id ?? slugOf(source.fileName);
    const record: PullRecord = {
      id,
      name: source.name,
      kind: 'remote',
      state: 'queued',
      url: source.url,
      fileName: source.fileName,
      catalogueId: entry?.id ?? null,
      totalBytes: entry?.sizeBytes ?? null,
      sha256: entry?.sha256 ?? null,
      etag: null,
      error: null,
    };
    const present = (await this.#ports.installed.list()).find(
      ({ path }) => path === source.fileName,
    );
    if (present !== undefined) {
      return this.#ports.pulls.announceDone({ ...record, totalBytes: present.sizeBytes });
    }
    await this.#checkDisk(id, record.totalBytes);
    return this.#ports.pulls.start(record);
  }

  /** Says at once that the disk is too small, before anything is queued. */
  async #checkDisk(id: string, totalBytes: number | null): Promise<void> {
    if (totalBytes === null) {
      return;
    }
    const received = this.pulls().find((pull) => pull.id === id)?.receivedBytes ?? 0;
    const { freeDiskBytes } = await this.#ports.readMachine();
    const neededBytes = Math.max(0, totalBytes - received);
    if (neededBytes > freeDiskBytes) {
      throw diskFullError(neededBytes, freeDiskBytes);
    }
  }

  /** A file of the person's own is used where it lies: nobody wants a second copy of 9 GB. */
  async #addFile(path: string): Promise<ModelPull> {
    const model = await this.#ports.installed.add({
      id: null,
      name: null,
      path,
      isReference: true,
    });
    return this.#ports.pulls.announceDone({
      id: model.id,
      name: model.name,
      kind: 'remote',
      state: 'done',
      url: null,
      fileName: basename(path),
      catalogueId: null,
      totalBytes: model.sizeBytes,
      sha256: null,
      etag: null,
      error: null,
    });
  }

  async #usePath(path: string): Promise<boolean> {
    try {
      const { size } = await stat(path);
      const isStarter = size === starterModel.sizeBytes;
      await this.#ports.installed.add({
        id: isStarter ? starterModel.id : null,
        name: isStarter ? starterModel.name : null,
        path,
        isReference: true,
      });
      return true;
    } catch (cause) {
      this.#ports.onPathUnusable(path, isPluginError(cause) ? cause.message : cause);
      return false;
    }
  }
}
