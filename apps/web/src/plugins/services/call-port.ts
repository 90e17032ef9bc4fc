import type { CallPort } from '@braindrive/plugin-sdk/web';

/** The part of a tRPC client that takes paths as text. */
export interface UntypedClient {
  readonly query: (
    path: string,
    input?: unknown,
    options?: { signal?: AbortSignal },
  ) => Promise<unknown>;
  readonly mutation: (
    path: string,
    input?: unknown,
    options?: { signal?: AbortSignal },
  ) => Promise<unknown>;
  readonly subscription: (
    path: string,
    input: unknown,
    observer: {
      readonly onStarted?: () => void;
      readonly onData?: (data: unknown) => void;
      readonly onError?: (error: Error) => void;
      readonly onComplete?: () => void;
    },
  ) => { readonly unsubscribe: () => void };
}

/** Calls over the page's own transports: batches, and the one WebSocket. */
export const createCallPort = (client: UntypedClient): CallPort => ({
  call: ({ type, path, input }, signal) =>
    client[type](path, input, signal === undefined ? {} : { signal }),
  subscribe: ({ path, input }, observer) => {
    const subscription = client.subscription(path, input, { ...observer });
    return () => subscription.unsubscribe();
  },
});
