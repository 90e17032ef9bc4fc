import type { AppRouter } from '@braindrive/api/types';
import { createWSClient, httpBatchStreamLink, httpLink, splitLink, wsLink } from '@trpc/client';
import {
  type CreateTRPCReact,
  type createTRPCQueryUtils,
  createTRPCReact,
} from '@trpc/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import superjson from 'superjson';

/** @public Named here only so that declarations of hooks can name them. */
export type { UseTRPCMutationResult, UseTRPCQueryResult } from '@trpc/react-query/shared';

import { connectionMonitor } from './connection-state.ts';
import { fetchWithEarlyBoot } from './early-boot.ts';

/** Typed hooks for every procedure of the host. */
export const trpc: CreateTRPCReact<AppRouter, unknown> = createTRPCReact<AppRouter>();
/** Caches and calls outside of rendering; `trpc.useUtils()` returns one. */
export type TrpcUtils = ReturnType<typeof createTRPCQueryUtils<AppRouter>>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

const cookieProcedures: ReadonlySet<string> = new Set([
  'account.signIn',
  'account.register',
  'account.signOut',
  'account.delete',
]);

/** What somebody waits for: a batch would hold it back until the page has drawn what it shows meanwhile. */
const urgentProcedures: ReadonlySet<string> = new Set([
  'chat.send',
  'chat.regenerate',
  'chat.edit',
  'chat.continue',
  'chat.stop',
]);

/** Begun before the app is there, so it has to be a request of its own. */
const bootProcedure = 'instance.boot';

/** How an operation travels. */
export type Transport = 'websocket' | 'single' | 'batch-stream';

/**
 * Subscriptions share one WebSocket. What sets a cookie goes alone, because the headers of a streamed batch are sent
 * before its procedures end; so do what is urgent and the boot call. Everything else is batched.
 */
export function transportOf(operation: {
  readonly type: string;
  readonly path: string;
}): Transport {
  if (operation.type === 'subscription') return 'websocket';
  const isAlone =
    operation.path === bootProcedure ||
    cookieProcedures.has(operation.path) ||
    urgentProcedures.has(operation.path);
  return isAlone ? 'single' : 'batch-stream';
}

const maxRetryDelayMs = 15_000;

/** Doubles from half a second, with up to a quarter of chance so that many pages do not return at once. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(maxRetryDelayMs, 500 * 2 ** attempt);
  return Math.round(base * (1 + random() * 0.25));
}

function createSocketLink() {
  const { protocol, host } = window.location;
  const client = createWSClient({
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/trpc`,
    lazy: { enabled: true, closeMs: 2_000 },
    retryDelayMs,
    keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 5_000 },
    onOpen: () => connectionMonitor.set('online'),
    // Without a cause we closed it ourselves, being idle.
    onClose: (cause) => cause !== undefined && connectionMonitor.set('offline'),
    onError: () => connectionMonitor.set('offline'),
  });
  return wsLink<AppRouter>({ client, transformer: superjson });
}

/** Calls outside of components. */
export type ApiClient = ReturnType<typeof trpc.createClient>;

/** The client over the three transports, against the address the page came from. */
export const createApiClient = (): ApiClient =>
  trpc.createClient({
    links: [
      splitLink({
        condition: (operation) => transportOf(operation) === 'websocket',
        true: createSocketLink(),
        false: splitLink({
          condition: (operation) => transportOf(operation) === 'single',
          true: httpLink<AppRouter>({
            url: '/trpc',
            transformer: superjson,
            fetch: (address, init) => fetchWithEarlyBoot(address, init as RequestInit),
          }),
          false: httpBatchStreamLink<AppRouter>({ url: '/trpc', transformer: superjson }),
        }),
      }),
    ],
  });
