import type { PluginCallService, PluginProcedures } from '@braindrive/plugin-host';
import { type AppRouter, appRouter } from './app-router.ts';
import { type ProcedureTree, pluginProcedures } from './plugin-procedures.ts';
import { pluginRestProcedures } from './plugin-rest.ts';
import { router } from './trpc.ts';

/** Routers that are kept; people who come back after that wait a millisecond. */
const maxRouters = 1_000;
const maxTrees = 500;

/** What plugins add for one person, as REST has it. */
export type RestRouter = ReturnType<typeof router>;

const nothing: RestRouter = router({});

interface Entry {
  readonly building: Promise<AppRouter>;
  built: AppRouter | null;
  rest: Promise<RestRouter> | null;
}

/**
 * The router of each person: the core and `plugins.<slug>.*` for every plugin they have enabled. Made when it is first
 * needed, kept until their plugins change.
 */
export class UserRouters {
  readonly #calls: PluginCallService;
  readonly #entries = new Map<string, Entry>();
  readonly #trees = new Map<string, ProcedureTree>();
  readonly #stop: () => void;

  constructor(calls: PluginCallService) {
    this.#calls = calls;
    this.#stop = calls.onChange((userId) => this.#entries.delete(userId));
  }

  /** Ends listening to changes. */
  close(): void {
    this.#stop();
    this.#entries.clear();
  }

  /** @param userId - Null for callers who are not signed in: they have the core only. */
  for(userId: string | null): Promise<AppRouter> {
    return userId === null ? Promise.resolve(appRouter) : this.#entry(userId).building;
  }

  /** Only what plugins add, as REST has it. */
  async restFor(userId: string | null): Promise<RestRouter> {
    if (userId === null) return nothing;
    const entry = this.#entry(userId);
    entry.rest ??= this.#buildRest(userId);
    return entry.rest;
  }

  /**
   * A router that is always the current one of its person, for requests and for sockets that stay open: a plugin that
   * is installed later works at once. A call of the core never waits for plugins.
   * @param userId - Read with each call, because a socket opens before it is known who is behind it.
   */
  live(userId: () => string | null): AppRouter {
    const current = () => this.#view(userId());
    // The adapters of tRPC read nothing of a router but its definition, anew for each call.
    return {
      get _def() {
        return current();
      },
    } as AppRouter;
  }

  #view(userId: string | null): AppRouter['_def'] {
    if (userId === null) return appRouter._def;
    const built = this.#entries.get(userId)?.built;
    if (built) return built._def;
    // tRPC waits for `load` when it does not find a path below `plugins`, then looks again.
    const view = { ...appRouter._def };
    const load = async () => {
      const { _def } = await this.for(userId);
      view.procedures = _def.procedures;
      view.lazy = {};
    };
    view.lazy = { plugins: { load, ref: () => this.for(userId) } };
    return view;
  }

  #entry(userId: string): Entry {
    const known = this.#entries.get(userId);
    if (known !== undefined) {
      // Most recently used last.
      this.#entries.delete(userId);
      this.#entries.set(userId, known);
      return known;
    }
    const entry: Entry = { building: this.#build(userId), built: null, rest: null };
    entry.building.then(
      (built) => {
        entry.built = built;
      },
      () => {
        if (this.#entries.get(userId) === entry) this.#entries.delete(userId);
      },
    );
    this.#entries.set(userId, entry);
    if (this.#entries.size > maxRouters) this.#entries.delete(firstKey(this.#entries));
    return entry;
  }

  async #build(userId: string): Promise<AppRouter> {
    const plugins = await this.#calls.procedures(userId);
    return mergeRouters(plugins.map((plugin) => [plugin.slug, this.#tree(plugin)]));
  }

  async #buildRest(userId: string): Promise<RestRouter> {
    const plugins = await this.#calls.procedures(userId);
    const trees = plugins.map((plugin) => [plugin.slug, pluginRestProcedures(this.#calls, plugin)]);
    return router({ plugins: Object.fromEntries(trees) });
  }

  /** A version is the same for everybody who has it. */
  #tree(plugin: PluginProcedures): ProcedureTree {
    const key = `${plugin.slug}/${plugin.digest}/${plugin.procedures.length}`;
    const known = this.#trees.get(key);
    if (known !== undefined) return known;
    const tree = pluginProcedures(this.#calls, plugin);
    if (this.#trees.size >= maxTrees) this.#trees.delete(firstKey(this.#trees));
    this.#trees.set(key, tree);
    return tree;
  }
}

const firstKey = (map: ReadonlyMap<string, unknown>): string => map.keys().next().value ?? '';

/** The core and what plugins add, in one. To the outside it is the core router: plugins bring their types themselves. */
function mergeRouters(plugins: readonly (readonly [string, ProcedureTree])[]): AppRouter {
  const merged = router({ ...appRouter._def.record, plugins: Object.fromEntries(plugins) });
  return merged as unknown as AppRouter;
}
