import { appRouter, type Context } from '@braindrive/api';
import { createId } from '@braindrive/database';
import type { CallCore } from '@braindrive/plugin-host';
import { callTRPCProcedure } from '@trpc/server';
import superjson from 'superjson';

/** Lets plugins call procedures of the core in a person's name, as far as they were granted. */
export const createCallCore =
  (context: () => Pick<Context, 'services' | 'plugins' | 'log'>): CallCore =>
  async (actor, { path, type, input, signal }) => {
    const answer = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      ctx: {
        ...context(),
        actor,
        origin: { address: 'plugin', userAgent: null },
        requestId: createId(),
        setSessionCookie: null,
      } satisfies Context,
      getRawInput: async () => superjson.deserialize(input as never),
      signal,
      batchIndex: 0,
    });
    return superjson.serialize(answer);
  };
