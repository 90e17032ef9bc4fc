import {
  connectionSchema,
  connectionTestSchema,
  createConnectionInputSchema,
  idSchema,
  providerDescriptionSchema,
  testConnectionInputSchema,
  updateConnectionInputSchema,
} from '@braindrive/contracts';
import { z } from 'zod';
import { authedProcedure, permittedProcedure, router } from './trpc.ts';

const manageProcedure = permittedProcedure('connection.manage-own');
const tags = ['Connections'];

export const connectionRouter = router({
  listProviders: authedProcedure
    .meta({
      scope: 'models:read',
      openapi: { method: 'GET', path: '/providers', tags, summary: 'Model providers' },
    })
    .input(z.void())
    .output(z.array(providerDescriptionSchema))
    .query(({ ctx }) => ctx.services.connections.listProviders(ctx.actor)),
  list: authedProcedure
    .meta({
      scope: 'models:read',
      openapi: {
        method: 'GET',
        path: '/connections',
        tags,
        summary: 'Connections the caller may use',
      },
    })
    .input(z.void())
    .output(z.array(connectionSchema))
    .query(({ ctx }) => ctx.services.connections.list(ctx.actor)),
  test: manageProcedure
    .meta({
      scope: 'connections:write',
      openapi: {
        method: 'POST',
        path: '/connections/test',
        tags,
        summary: 'Try settings without saving them',
      },
    })
    .input(testConnectionInputSchema)
    .output(connectionTestSchema)
    .mutation(({ ctx, input, signal }) => ctx.services.connections.test(ctx.actor, input, signal)),
  create: manageProcedure
    .meta({
      scope: 'connections:write',
      openapi: { method: 'POST', path: '/connections', tags, summary: 'Add a connection' },
    })
    .input(createConnectionInputSchema)
    .output(connectionSchema)
    .mutation(({ ctx, input }) => ctx.services.connections.create(ctx.actor, input)),
  update: manageProcedure
    .meta({
      scope: 'connections:write',
      openapi: {
        method: 'PATCH',
        path: '/connections/{connectionId}',
        tags,
        summary: 'Change a connection',
      },
    })
    .input(updateConnectionInputSchema)
    .output(connectionSchema)
    .mutation(({ ctx, input }) => ctx.services.connections.update(ctx.actor, input)),
  remove: manageProcedure
    .meta({
      scope: 'connections:write',
      openapi: {
        method: 'DELETE',
        path: '/connections/{connectionId}',
        tags,
        summary: 'Remove a connection',
      },
    })
    .input(z.object({ connectionId: idSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.connections.remove(ctx.actor, input.connectionId)),
});
