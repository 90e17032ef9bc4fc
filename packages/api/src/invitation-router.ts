import {
  createdInvitationSchema,
  createInvitationInputSchema,
  idSchema,
  invitationSchema,
  roleSchema,
} from '@braindrive/contracts';
import { z } from 'zod';
import { permittedProcedure, publicProcedure, router } from './trpc.ts';

const manageProcedure = permittedProcedure('invitation.manage');
const tags = ['Invitations'];

export const invitationRouter = router({
  list: manageProcedure
    .meta({
      scope: 'admin',
      openapi: { method: 'GET', path: '/invitations', tags, summary: 'Invitations' },
    })
    .input(z.void())
    .output(z.array(invitationSchema))
    .query(({ ctx }) => ctx.services.invitations.list(ctx.actor)),
  create: manageProcedure
    .meta({
      scope: 'admin',
      openapi: {
        method: 'POST',
        path: '/invitations',
        tags,
        summary: 'Invite somebody; the token is shown once',
      },
    })
    .input(createInvitationInputSchema)
    .output(createdInvitationSchema)
    .mutation(({ ctx, input }) => ctx.services.invitations.create(ctx.actor, input)),
  revoke: manageProcedure
    .meta({
      scope: 'admin',
      openapi: {
        method: 'DELETE',
        path: '/invitations/{invitationId}',
        tags,
        summary: 'Withdraw an invitation',
      },
    })
    .input(z.object({ invitationId: idSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.invitations.revoke(ctx.actor, input.invitationId)),
  inspect: publicProcedure
    .input(z.object({ token: z.string().min(1).max(200) }))
    .output(z.object({ role: roleSchema, email: z.string().nullable(), expiresAt: z.date() }))
    .query(({ ctx, input }) => ctx.services.invitations.inspect(input.token)),
});
