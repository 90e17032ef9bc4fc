import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import type { PluginContext } from './plugin-context.ts';

/** What a procedure says about itself. */
export interface PluginProcedureMeta {
  /** Also offers it to models, REST and MCP clients. `writes` asks the person before each call. */
  readonly tool?: { readonly title: string; readonly sideEffects: 'none' | 'writes' };
  /** Tells the model when to call it, and stands in the OpenAPI document. */
  readonly description?: string;
  /** Asked after an upgrade to see that the new version answers. For queries without input. */
  readonly probe?: boolean;
}

/** The builders that `router: (t) => …` is given. */
export const createPluginTrpc = <Config>() =>
  initTRPC
    .context<PluginContext<Config>>()
    .meta<PluginProcedureMeta>()
    .create({ transformer: superjson, isServer: true });

export type PluginTrpc<Config> = ReturnType<typeof createPluginTrpc<Config>>;
export { TRPCError, tracked } from '@trpc/server';
