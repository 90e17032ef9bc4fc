import { connectionModelsSchema, idSchema, modelRefSchema } from '@braindrive/contracts';
import { catalogueModelSchema, machineFactsSchema, modelPullSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { authedProcedure, permittedProcedure, router } from './trpc.ts';

const manageProcedure = permittedProcedure('model.manage');
const connectionInputSchema = z.object({ connectionId: idSchema });
const pullInputSchema = connectionInputSchema.extend({ pullId: z.string().min(1).max(400) });
const tags = ['Models'];

export const modelRouter = router({
  list: authedProcedure
    .meta({
      scope: 'models:read',
      openapi: { method: 'GET', path: '/models', tags, summary: 'Models of all connections' },
    })
    .input(z.void())
    .output(z.array(connectionModelsSchema))
    .query(({ ctx }) => ctx.services.models.list(ctx.actor)),
  refresh: authedProcedure
    .meta({
      scope: 'models:read',
      openapi: {
        method: 'POST',
        path: '/connections/{connectionId}/models/refresh',
        tags,
        summary: 'Ask a connection again',
      },
    })
    .input(connectionInputSchema)
    .output(connectionModelsSchema)
    .mutation(({ ctx, input }) => ctx.services.models.refresh(ctx.actor, input.connectionId)),
  setDefault: authedProcedure
    .meta({
      openapi: {
        method: 'PUT',
        path: '/models/default',
        tags,
        summary: 'Choose the model of new conversations',
      },
    })
    .input(modelRefSchema)
    .output(modelRefSchema)
    .mutation(({ ctx, input }) => ctx.services.models.setDefaultModel(ctx.actor, input)),
  library: authedProcedure
    .meta({
      scope: 'models:read',
      openapi: {
        method: 'GET',
        path: '/connections/{connectionId}/library',
        tags,
        summary: 'Models that can be fetched',
      },
    })
    .input(connectionInputSchema)
    .output(
      z.object({
        machine: machineFactsSchema.nullable(),
        catalogue: z.array(catalogueModelSchema),
        pulls: z.array(modelPullSchema),
      }),
    )
    .query(({ ctx, input }) => ctx.services.library.get(ctx.actor, input.connectionId)),
  pull: manageProcedure
    .meta({
      scope: 'admin',
      openapi: {
        method: 'POST',
        path: '/connections/{connectionId}/pulls',
        tags,
        summary: 'Fetch a model, or go on with a paused fetch',
      },
    })
    .input(connectionInputSchema.extend({ source: z.string().trim().min(1).max(1000) }))
    .output(modelPullSchema)
    .mutation(({ ctx, input }) =>
      ctx.services.library.pull(ctx.actor, input.connectionId, input.source),
    ),
  pausePull: manageProcedure
    .meta({
      scope: 'admin',
      openapi: {
        method: 'POST',
        path: '/connections/{connectionId}/pulls/{pullId}/pause',
        tags,
        summary: 'Pause a fetch',
      },
    })
    .input(pullInputSchema)
    .output(modelPullSchema)
    .mutation(({ ctx, input }) =>
      ctx.services.library.pausePull(ctx.actor, input.connectionId, input.pullId),
    ),
  cancelPull: manageProcedure
    .meta({
      scope: 'admin',
      openapi: {
        method: 'DELETE',
        path: '/connections/{connectionId}/pulls/{pullId}',
        tags,
        summary: 'End a fetch and delete what is there',
      },
    })
    .input(pullInputSchema)
    .output(modelPullSchema)
    .mutation(({ ctx, input }) =>
      ctx.services.library.cancelPull(ctx.actor, input.connectionId, input.pullId),
    ),
  remove: manageProcedure
    .meta({
      scope: 'admin',
      openapi: {
        method: 'DELETE',
        path: '/connections/{connectionId}/models/{modelId}',
        tags,
        summary: 'Delete a model from the disk',
      },
    })
    .input(connectionInputSchema.extend({ modelId: z.string().min(1).max(400) }))
    .output(z.void())
    .mutation(({ ctx, input }) =>
      ctx.services.library.removeModel(ctx.actor, input.connectionId, input.modelId),
    ),
});
