import type { InstalledPlugin } from '@braindrive/contracts';
import type { AnyPluginUi } from '@braindrive/plugin-sdk/web';
import { PluginLoadError } from './plugin-load-error.ts';
import type { RemoteRuntime } from './remote-runtime.ts';

/** One version of a plugin with a front-end. */
export type RemotePlugin = Pick<InstalledPlugin, 'slug' | 'version' | 'digest' | 'name' | 'ui'>;

/** Styles of a version, by the address of its folder. */
export interface StyleSheets {
  readonly remove: (baseUrl: string) => void;
  readonly restore: (baseUrl: string) => Promise<void>;
}

interface Loaded {
  readonly slug: string;
  readonly baseUrl: string;
  readonly ui: Promise<AnyPluginUi>;
  users: number;
}

/** Unlike the name it was built with, this one differs per version, so that an update is a remote of its own. */
export const remoteNameOf = ({ slug, version, digest }: RemotePlugin): string =>
  `${slug}@${version}-${digest.slice(0, 12)}`;

const isPluginUi = (value: unknown): value is AnyPluginUi =>
  typeof value === 'object' && value !== null;

/** Loads front-ends when they are first needed; each version once. */
export class RemoteLoader {
  readonly #start: () => Promise<RemoteRuntime>;
  readonly #styles: StyleSheets;
  readonly #loaded = new Map<string, Loaded>();
  readonly #current = new Map<string, string>();
  #runtime: Promise<RemoteRuntime> | null = null;

  constructor(ports: {
    readonly start: () => Promise<RemoteRuntime>;
    readonly styles: StyleSheets;
  }) {
    this.#start = ports.start;
    this.#styles = ports.styles;
  }

  /**
   * The front-end of this version; the same promise while it is wanted. A failed load is forgotten, so that the next
   * call tries again.
   * @throws {PluginLoadError} `no-front-end`, `incompatible` before anything is fetched, `unreachable`.
   */
  async load(plugin: RemotePlugin): Promise<AnyPluginUi> {
    const { ui } = plugin;
    if (ui === null) {
      throw new PluginLoadError('no-front-end', `${plugin.name} has no front-end.`);
    }
    const name = remoteNameOf(plugin);
    this.#current.set(plugin.slug, name);
    const known = this.#loaded.get(name);
    if (known !== undefined) {
      await this.#styles.restore(known.baseUrl);
      return known.ui;
    }
    const loading = this.#fetch(plugin, ui, name);
    this.#loaded.set(name, { slug: plugin.slug, baseUrl: ui.baseUrl, ui: loading, users: 0 });
    loading.catch(() => this.#loaded.delete(name));
    return loading;
  }

  /** Fetches what every front-end needs, so that the first one does not wait for it. */
  warm(): void {
    this.#runtime ??= this.#start();
    // Whoever loads a front-end hears of it, and tries again.
    this.#runtime.catch(() => {
      this.#runtime = null;
    });
  }

  /** Keeps the styles of a version in the page until the answer is called. */
  retain(plugin: RemotePlugin): () => void {
    const name = remoteNameOf(plugin);
    const entry = this.#loaded.get(name);
    if (entry === undefined) return () => undefined;
    entry.users += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      entry.users -= 1;
      this.#clean(name, entry);
    };
  }

  /** Says that a plugin is not shown any more: disabled or removed. */
  forget(slug: string): void {
    this.#current.delete(slug);
    for (const [name, entry] of this.#loaded) if (entry.slug === slug) this.#clean(name, entry);
  }

  #clean(name: string, entry: Loaded): void {
    if (entry.users === 0 && this.#current.get(entry.slug) !== name) {
      this.#styles.remove(entry.baseUrl);
    }
  }

  async #fetch(
    plugin: RemotePlugin,
    ui: NonNullable<RemotePlugin['ui']>,
    name: string,
  ): Promise<AnyPluginUi> {
    const entry = new URL(`${ui.baseUrl}ui/remoteEntry.js`, document.baseURI).href;
    this.warm();
    const runtime = await (this.#runtime ?? this.#start());
    assertCompatible(plugin, ui.shared, runtime);
    runtime.register(name, entry);
    try {
      const module = await runtime.load(name);
      const exported = (module as { readonly default?: unknown } | null)?.default;
      if (!isPluginUi(exported)) throw new TypeError('src/ui/index.ts has no default export.');
      return exported;
    } catch (cause) {
      throw new PluginLoadError(
        'unreachable',
        `${plugin.name} ${plugin.version} did not start in this page: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }
}

/** Module Federation itself only warns and runs on, so the ranges are compared before it hears of the remote. */
function assertCompatible(
  { name, version }: RemotePlugin,
  ranges: Readonly<Record<string, string>>,
  { versions, satisfies }: RemoteRuntime,
): void {
  for (const [library, range] of Object.entries(ranges)) {
    const provided = versions[library];
    if (provided !== undefined && satisfies(provided, range)) continue;
    throw new PluginLoadError(
      'incompatible',
      `${name} ${version} needs ${library} ${range}, and BrainDrive has ${provided ?? 'none'}. Update the plugin or BrainDrive.`,
    );
  }
}
