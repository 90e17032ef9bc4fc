import { type CreateTRPCReact, createTRPCReact } from '@trpc/react-query';
import type { AnyRouter } from '@trpc/server';
import { usePlugin } from './bridge-context.ts';
import type { CoreRouter } from './core-router.ts';

/**
 * Hooks for the procedures of the host, as far as the plugin was granted them. The cache is the page's own: what the app
 * has loaded is there at once, and what the app learns by events is current here too.
 * @example
 * const conversations = core.conversation.list.useInfiniteQuery({});
 */
export const core: CreateTRPCReact<CoreRouter, unknown> = createTRPCReact<CoreRouter>();

/** Hooks of one plugin's router. */
export type PluginApi<Router extends AnyRouter> = Omit<
  CreateTRPCReact<Router, unknown>,
  'Provider' | 'createClient' | 'useContext'
>;

type Step = Readonly<Record<string, unknown>>;
type Method = (...args: unknown[]) => unknown;

/** Below `plugins.<slug>` of a proxy of the whole router. */
const below = (whole: unknown, slug: string): Step =>
  ((whole as Step).plugins as Step)[slug] as Step;

/** A hook that was reached through the proxy, by its whole path. */
type UseOwn = (path: readonly string[], args: unknown[]) => unknown;

/** Caches and calls of the own router, with the page's client below it. */
const useOwnUtils: UseOwn = () => {
  const { slug } = usePlugin();
  const utils = core.useUtils() as unknown as Step;
  return new Proxy(below(utils, slug), {
    get: (own, name: string) => (name === 'client' ? below(utils.client, slug) : own[name]),
  });
};

/** Procedures beside each other: the callback gets the own router. */
const useOwnQueries: UseOwn = ([name = ''], args) => {
  const { slug } = usePlugin();
  const [pick, ...rest] = args as [Method, ...unknown[]];
  const pickOwn = (whole: unknown) => pick(below(whole, slug));
  return (core as unknown as Record<string, Method>)[name]?.(pickOwn, ...rest);
};

const useProcedure: UseOwn = (path, args) => {
  const { slug } = usePlugin();
  const method = path.reduce<unknown>((step, name) => (step as Step)[name], below(core, slug));
  return (method as Method)(...args);
};

const useBuiltIn: Readonly<Record<string, UseOwn>> = {
  useUtils: useOwnUtils,
  useQueries: useOwnQueries,
  useSuspenseQueries: useOwnQueries,
};

function proxyOf(path: readonly string[]): unknown {
  const children = new Map<string, unknown>();
  return new Proxy(() => undefined, {
    get: (_target, name) => {
      // A promise is looked for by its `then`.
      if (typeof name !== 'string' || name === 'then') return undefined;
      const known = children.get(name) ?? proxyOf([...path, name]);
      children.set(name, known);
      return known;
    },
    apply: (_target, _self, args: unknown[]) => {
      const useNamed = useBuiltIn[path[0] ?? ''] ?? useProcedure;
      return useNamed(path, args);
    },
  });
}

/**
 * Typed hooks for the plugin's own procedures. Made once per front-end; the hooks work inside its components.
 * @example
 * import type { Router } from '../server/index.ts';
 * const api = createPluginApi<Router>();
 * const notes = api.notes.list.useQuery({ q: 'milk' });
 */
export const createPluginApi = <Router extends AnyRouter>(): PluginApi<Router> =>
  proxyOf([]) as PluginApi<Router>;
