import type { CatalogueModel, MachineFacts, ModelPull } from '../models/library.ts';

/**
 * Models that a connection can fetch, keep and delete. Fetches belong to the library, not to the caller:
 * they go on when nobody looks, survive a restart, and are found again by {@link ModelLibrary.pulls}.
 */
export interface ModelLibrary {
  /** Facts of the machine the models run on, or null when that is another machine. */
  machine(): Promise<MachineFacts | null>;
  /**
   * Makes sure that there is a model to talk to, and lets the fetches of the last run go on. The host calls it when
   * a connection comes to life. @returns the fetch that it takes, or null when nothing has to be fetched.
   */
  ensureStarter?(): Promise<ModelPull | null>;
  /** Models on offer; empty where the provider has no list (any name can then be pulled). */
  catalogue(): Promise<readonly CatalogueModel[]>;
  /** All fetches that are not done, and those that ended since the start. */
  pulls(): readonly ModelPull[];
  /** Calls `listener` with every change of a fetch. @returns a function that ends it. */
  onPull(listener: (pull: ModelPull) => void): () => void;
  /**
   * Starts a fetch, or continues a paused or failed one.
   * @param source - The id of a fetch to continue, a catalogue id, a model name the server knows, a hub address (`hf:owner/repository/file.gguf`,
   *   `https://…/file.gguf`) or the path of a file on the host's machine.
   * @throws {ProviderError} `provider/disk-full`, `provider/model-not-found`, `provider/bad-request`.
   */
  pull(source: string): Promise<ModelPull>;
  /** Pauses a fetch and keeps what is there. */
  pause(pullId: string): Promise<ModelPull>;
  /** Ends a fetch and deletes what is there. */
  cancel(pullId: string): Promise<ModelPull>;
  /** Deletes a model from the disk. @throws {ProviderError} `provider/model-not-found`. */
  remove(modelId: string): Promise<void>;
}
