import {
  type CatalogueModel,
  catalogueModelSchema,
  type MachineFacts,
  type ModelPull,
  machineFactsSchema,
  modelPullSchema,
} from '@braindrive/plugin-sdk';
import type { ModelLibrary } from '@braindrive/plugin-sdk/server';
import type { z } from 'zod';
import { checked } from './checked-answer.ts';
import type { ConnectionLink } from './connection-link.ts';

const maxPulls = 1_000;
const busyStates: ReadonlySet<ModelPull['state']> = new Set(['queued', 'running', 'verifying']);

/** The library of a connection in a plugin's process. Fetches are mirrored here, so that they are read without asking. */
export class PluginLibrary implements ModelLibrary {
  readonly #link: ConnectionLink;
  readonly #pulls = new Map<string, ModelPull>();
  readonly #listeners = new Set<(pull: ModelPull) => void>();

  constructor(link: ConnectionLink) {
    this.#link = link;
  }

  get isFetching(): boolean {
    return this.pulls().some(({ state }) => busyStates.has(state));
  }

  /** A fetch changed, as the plugin tells. */
  heard(pull: ModelPull): void {
    this.#remember(pull);
    for (const listener of this.#listeners) listener(pull);
  }

  machine(): Promise<MachineFacts | null> {
    return this.#ask('library.machine', [], machineFactsSchema.nullable());
  }

  /** Brings the connection to life, so it is also what makes fetches of the last run known. */
  async ensureStarter(): Promise<ModelPull | null> {
    return this.#noted(await this.#ask('library.ensureStarter', [], modelPullSchema.nullable()));
  }

  async catalogue(): Promise<readonly CatalogueModel[]> {
    return this.#ask('library.catalogue', [], catalogueModelSchema.array());
  }

  pulls(): readonly ModelPull[] {
    return [...this.#pulls.values()];
  }

  onPull(listener: (pull: ModelPull) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async pull(source: string): Promise<ModelPull> {
    return this.#noted(await this.#ask('library.pull', [source], modelPullSchema));
  }

  async pause(pullId: string): Promise<ModelPull> {
    return this.#noted(await this.#ask('library.pause', [pullId], modelPullSchema));
  }

  async cancel(pullId: string): Promise<ModelPull> {
    return this.#noted(await this.#ask('library.cancel', [pullId], modelPullSchema));
  }

  async remove(modelId: string): Promise<void> {
    await this.#link.call('library.remove', [modelId]);
  }

  async #ask<Schema extends z.ZodType>(
    method: string,
    args: readonly unknown[],
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    return checked(schema, await this.#link.call(method, args));
  }

  /** The answer may overtake what the plugin tells by itself. */
  #noted<Pull extends ModelPull | null>(pull: Pull): Pull {
    if (pull !== null) this.#remember(pull);
    return pull;
  }

  #remember(pull: ModelPull): void {
    this.#pulls.delete(pull.id);
    this.#pulls.set(pull.id, pull);
    if (this.#pulls.size > maxPulls) {
      const oldest = this.#pulls.keys().next().value;
      if (oldest !== undefined) this.#pulls.delete(oldest);
    }
  }
}
