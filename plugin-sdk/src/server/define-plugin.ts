import type { AnyTRPCRouter } from '@trpc/server';
import type { PluginConfig } from '../config/plugin-config.ts';
import type { PluginDefinition } from './plugin-definition.ts';
import { createPluginTrpc } from './plugin-trpc.ts';

const emptyRouter = () => createPluginTrpc<PluginConfig>().router({});
type EmptyRouter = ReturnType<typeof emptyRouter>;

/** The server half of a plugin, ready to be served. */
export interface Plugin<Config extends PluginConfig, Router extends AnyTRPCRouter> {
  readonly config: Config;
  /** `export type Router = typeof plugin.router` is all that a UI needs of the server. */
  readonly router: Router;
  readonly definition: Omit<PluginDefinition<Config, Router>, 'router'>;
}

/** A plugin of which only the shape is known. */
export type AnyPlugin = Plugin<PluginConfig, AnyTRPCRouter>;

/**
 * The server half of a plugin:
 *
 * ```ts
 * const plugin = definePlugin(config, {
 *   router: (t) => t.router({ list: t.procedure.query(({ ctx }) => ctx.storage.list()) }),
 * });
 * export default plugin;
 * export type Router = typeof plugin.router;
 * ```
 *
 * `ctx` has the services that `config.permissions` asks for; using another is a compile error. Nothing runs until the
 * host starts the plugin.
 */
export function definePlugin<
  const Config extends PluginConfig,
  Router extends AnyTRPCRouter = EmptyRouter,
>(
  config: Config,
  { router, ...definition }: PluginDefinition<Config, Router>,
): Plugin<Config, Router> {
  // Without a router of its own the type argument is the empty one.
  const built =
    router === undefined
      ? (emptyRouter() as AnyTRPCRouter as Router)
      : router(createPluginTrpc<Config>());
  return { config, router: built, definition };
}
