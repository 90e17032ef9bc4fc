import type { FileDifferences } from '../archive/index.ts';
import type { PluginFiles, PluginLocations } from '../store/index.ts';

/** Several places as one: the first that holds a digest answers. */
export class PluginPlaces implements PluginLocations {
  readonly #places: readonly PluginLocations[];

  constructor(...places: readonly PluginLocations[]) {
    this.#places = places;
  }

  async locate(digest: string): Promise<PluginFiles | null> {
    for (const place of this.#places) {
      const files = await place.locate(digest);
      if (files !== null) return files;
    }
    return null;
  }

  async verify(digest: string): Promise<FileDifferences | null> {
    for (const place of this.#places) {
      const differences = await place.verify(digest);
      if (differences !== null) return differences;
    }
    return null;
  }
}
