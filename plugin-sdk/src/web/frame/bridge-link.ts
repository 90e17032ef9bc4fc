import type { TRPCLink } from '@trpc/client';
import { TRPCClientError } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import type { CallPort } from '../host-bridge.ts';

/** Lets a tRPC client call through a bridge. Values cross as they are, so no transformer is needed. */
export const bridgeLink =
  (calls: CallPort): TRPCLink<AnyRouter> =>
  () =>
  ({ op }) =>
    observable((observer) => {
      const { type, path, input } = op;
      const fail = (error: unknown) =>
        observer.error(
          TRPCClientError.from(error instanceof Error ? error : new Error('Stopped.')),
        );
      if (type === 'subscription') {
        return calls.subscribe(
          { path, input },
          {
            onStarted: () => observer.next({ result: { type: 'started' } }),
            onData: (data) => observer.next({ result: { type: 'data', data } }),
            onError: fail,
            onComplete: () => {
              observer.next({ result: { type: 'stopped' } });
              observer.complete();
            },
          },
        );
      }
      const abort = new AbortController();
      op.signal?.addEventListener('abort', () => abort.abort());
      calls.call({ type, path, input }, abort.signal).then((data) => {
        observer.next({ result: { type: 'data', data } });
        observer.complete();
      }, fail);
      return () => abort.abort();
    });
