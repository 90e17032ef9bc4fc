import {
  changePasswordInputSchema,
  deleteAccountInputSchema,
  registerInputSchema,
  sessionSchema,
  signInInputSchema,
  updateProfileInputSchema,
  userSchema,
} from '@braindrive/contracts';
import { z } from 'zod';
import { authedProcedure, publicProcedure, router } from './trpc.ts';

/** The caller's own account and browser sessions. Passwords and sessions are out of reach of API keys. */
export const accountRouter = router({
  register: publicProcedure
    .input(registerInputSchema)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      const { user, sessionId } = await ctx.services.accounts.register(input, ctx.origin);
      ctx.setSessionCookie?.(sessionId);
      return user;
    }),
  signIn: publicProcedure
    .input(signInInputSchema)
    .output(userSchema)
    .mutation(async ({ ctx, input }) => {
      const { user, sessionId } = await ctx.services.accounts.signIn(input, ctx.origin);
      ctx.setSessionCookie?.(sessionId);
      return user;
    }),
  signOut: authedProcedure.output(z.void()).mutation(async ({ ctx }) => {
    await ctx.services.accounts.signOut(ctx.actor);
    ctx.setSessionCookie?.(null);
  }),
  me: authedProcedure
    .meta({
      scope: 'account:read',
      openapi: { method: 'GET', path: '/account', tags: ['Account'], summary: 'Who am I' },
    })
    .input(z.void())
    .output(userSchema)
    .query(({ ctx }) => ctx.services.accounts.me(ctx.actor)),
  updateProfile: authedProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/account',
        tags: ['Account'],
        summary: 'Change name, email or avatar',
      },
    })
    .input(updateProfileInputSchema)
    .output(userSchema)
    .mutation(({ ctx, input }) => ctx.services.accounts.updateProfile(ctx.actor, input)),
  changePassword: authedProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/account/password',
        tags: ['Account'],
        summary: 'Change the password',
      },
    })
    .input(changePasswordInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.accounts.changePassword(ctx.actor, input)),
  delete: authedProcedure
    .input(deleteAccountInputSchema)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await ctx.services.accounts.deleteAccount(ctx.actor, input);
      ctx.setSessionCookie?.(null);
    }),
  listSessions: authedProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/account/sessions',
        tags: ['Account'],
        summary: 'Browser sessions',
      },
    })
    .input(z.void())
    .output(z.array(sessionSchema))
    .query(({ ctx }) => ctx.services.accounts.listSessions(ctx.actor)),
  revokeSession: authedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/account/sessions/{sessionId}',
        tags: ['Account'],
        summary: 'End one session',
      },
    })
    .input(z.object({ sessionId: z.string().min(1).max(100) }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.accounts.revokeSession(ctx.actor, input.sessionId)),
  revokeOtherSessions: authedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/account/sessions',
        tags: ['Account'],
        summary: 'End all other sessions',
      },
    })
    .input(z.void())
    .output(z.void())
    .mutation(({ ctx }) => ctx.services.accounts.revokeOtherSessions(ctx.actor)),
});
