import { signInInputSchema, tokenPairSchema } from '@braindrive/contracts';
import { z } from 'zod';
import { publicProcedure, router } from './trpc.ts';

const refreshInputSchema = z.object({ refreshToken: z.string().min(1).max(200) });
const tags = ['Authentication'];

/** Tokens for API clients; browsers use the session cookie instead. */
export const authRouter = router({
  token: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/token',
        tags,
        summary: 'Get an access token and a refresh token',
        protect: false,
      },
    })
    .input(signInInputSchema)
    .output(tokenPairSchema)
    .mutation(({ ctx, input }) => ctx.services.tokens.issue(input, ctx.origin)),
  refresh: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/refresh',
        tags,
        summary: 'Exchange a refresh token for a new pair',
        protect: false,
      },
    })
    .input(refreshInputSchema)
    .output(tokenPairSchema)
    .mutation(({ ctx, input }) => ctx.services.tokens.refresh(input.refreshToken, ctx.origin)),
  revoke: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/auth/revoke',
        tags,
        summary: 'End a refresh token and its family',
        protect: false,
      },
    })
    .input(refreshInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.tokens.revoke(input.refreshToken)),
});
