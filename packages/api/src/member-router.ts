import { idSchema, updateMemberRoleInputSchema, userSchema } from '@braindrive/contracts';
import { z } from 'zod';
import { permittedProcedure, router } from './trpc.ts';

const tags = ['Members'];

export const memberRouter = router({
  list: permittedProcedure('member.list')
    .meta({
      scope: 'admin',
      openapi: { method: 'GET', path: '/members', tags, summary: 'People with an account' },
    })
    .input(z.void())
    .output(z.array(userSchema))
    .query(({ ctx }) => ctx.services.members.list(ctx.actor)),
  updateRole: permittedProcedure('member.manage')
    .meta({
      scope: 'admin',
      openapi: { method: 'PATCH', path: '/members/{userId}', tags, summary: 'Change a role' },
    })
    .input(updateMemberRoleInputSchema)
    .output(userSchema)
    .mutation(({ ctx, input }) => ctx.services.members.updateRole(ctx.actor, input)),
  remove: permittedProcedure('member.manage')
    .meta({
      scope: 'admin',
      openapi: {
        method: 'DELETE',
        path: '/members/{userId}',
        tags,
        summary: 'Delete an account with everything in it',
      },
    })
    .input(z.object({ userId: idSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.members.remove(ctx.actor, input.userId)),
});
