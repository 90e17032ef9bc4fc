import type { CatalogueModel, ModelPull, ProviderModel } from '@braindrive/plugin-sdk';
import { ProviderError } from '@braindrive/plugin-sdk';
import type { ModelLibrary, ModelProvider } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { modelCalled } from './http-provider.ts';

/** A built-in provider with a library, whose fetches move when a test says so. */
export class LocalProvider implements ModelProvider {
  readonly id = 'local';
  readonly name = 'This machine';
  readonly description = 'Models that run here.';
  readonly icon = 'cpu';
  readonly settings = z.object({});
  readonly presets = [];
  readonly isBuiltIn = true;
  models: ProviderModel[] = [];
  catalogue: CatalogueModel[] = [];
  pulls: ModelPull[] = [];
  connectCount = 0;
  closeCount = 0;
  readonly #listeners = new Set<(pull: ModelPull) => void>();

  get listenerCount(): number {
    return this.#listeners.size;
  }

  connect() {
    this.connectCount += 1;
    return {
      destination: null,
      listModels: async () => this.models,
      test: async () => ({ latencyMs: 0, modelCount: this.models.length, serverVersion: null }),
      streamChat: async function* () {},
      library: this.#library(),
      close: async () => {
        this.closeCount += 1;
      },
    };
  }

  /** A fetch changed. */
  report(pull: ModelPull): void {
    this.pulls = [...this.pulls.filter(({ id }) => id !== pull.id), pull];
    for (const listener of this.#listeners) listener(pull);
  }

  #library(): ModelLibrary {
    const change = (id: string, state: ModelPull['state']) => {
      const pull = pullCalled(id, state);
      this.report(pull);
      return pull;
    };
    return {
      machine: async () => ({
        cores: 2,
        memoryBytes: 8e9,
        freeMemoryBytes: 4e9,
        freeDiskBytes: 50e9,
      }),
      catalogue: async () => this.catalogue,
      pulls: () => this.pulls,
      onPull: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      pull: async (source) => change(source, 'running'),
      pause: async (id) => change(id, 'paused'),
      cancel: async (id) => change(id, 'cancelled'),
      remove: async (modelId) => {
        if (!this.models.some(({ id }) => id === modelId))
          throw new ProviderError('provider/model-not-found', 'There is no such model.');
        this.models = this.models.filter(({ id }) => id !== modelId);
      },
    };
  }
}

export const pullCalled = (id: string, state: ModelPull['state']): ModelPull => ({
  id,
  name: id,
  state,
  receivedBytes: 10,
  totalBytes: 100,
  bytesPerSecond: null,
  source: 'hub.example',
  error: null,
});

/** A catalogue entry with the facts that matter to a test. */
export const catalogueModel = (
  id: string,
  facts: Partial<Pick<CatalogueModel, 'fit' | 'isStarter'>> = {},
): CatalogueModel => ({
  ...modelCalled(id),
  family: 'Family',
  purpose: 'Chat.',
  parameterCount: 1e9,
  sizeBytes: 1e9,
  memoryBytes: 2e9,
  contextTokens: 4096,
  licence: 'Apache-2.0',
  sourceUrl: null,
  sha256: null,
  isStarter: false,
  fit: 'fits',
  isRecommended: false,
  isInstalled: true,
  ...facts,
});
