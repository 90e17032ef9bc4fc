import type { FileDifferences } from '../archive/index.ts';
import {
  type PluginFiles,
  type PluginLocations,
  readPluginFiles,
  verifyFiles,
} from './plugin-files.ts';

/** Where a plugin that comes with the host lies. */
export interface BundledFolder {
  readonly slug: string;
  /** The built folder, with its `plugin.json`. */
  readonly directory: string;
  /** True: nobody gets it without asking; it stands in the list of plugins to install. */
  readonly isOffered: boolean;
}

/** One bundled plugin, or why it cannot be used. */
export type BundledPlugin = BundledFolder &
  (
    | { readonly state: 'ready'; readonly files: PluginFiles }
    | { readonly state: 'broken'; readonly cause: unknown }
  );

/** Plugins that come with the host and are used where they lie: built folders with a `plugin.json`. */
export class BundledPlugins implements PluginLocations {
  readonly #plugins: readonly BundledPlugin[];

  private constructor(plugins: readonly BundledPlugin[]) {
    this.#plugins = plugins;
  }

  /**
   * Reads the manifests of the folders. A folder that cannot be read is listed as broken, so that one missing plugin
   * does not keep the host from starting.
   */
  static async read(folders: readonly BundledFolder[]): Promise<BundledPlugins> {
    const reads = folders.map((folder) =>
      readPluginFiles(folder.directory).then(
        (files): BundledPlugin => ({ ...folder, state: 'ready', files }),
        (cause: unknown): BundledPlugin => ({ ...folder, state: 'broken', cause }),
      ),
    );
    return new BundledPlugins(await Promise.all(reads));
  }

  /** Slugs of those that cannot be used, as the list names them. */
  missing(): readonly string[] {
    return this.#plugins.flatMap(({ state, slug }) => (state === 'broken' ? [slug] : []));
  }

  /** All of them, in the order given. */
  list(): readonly BundledPlugin[] {
    return this.#plugins;
  }

  locate(digest: string): Promise<PluginFiles | null> {
    return Promise.resolve(this.#find(digest));
  }

  async verify(digest: string): Promise<FileDifferences | null> {
    const files = this.#find(digest);
    return files === null ? null : await verifyFiles(files);
  }

  #find(digest: string): PluginFiles | null {
    const found = this.#plugins.find(
      (plugin) => plugin.state === 'ready' && plugin.files.digest === digest,
    );
    return found?.state === 'ready' ? found.files : null;
  }
}
