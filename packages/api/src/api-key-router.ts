import {
  apiKeySchema,
  createApiKeyInputSchema,
  createdApiKeySchema,
  idSchema,
} from '@braindrive/contracts';
import { z } from 'zod';
import { permittedProcedure, router } from './trpc.ts';

const ownKeysProcedure = permittedProcedure('api-key.manage-own');
const tags = ['API keys'];

export const apiKeyRouter = router({
  list: ownKeysProcedure
    .meta({ openapi: { method: 'GET', path: '/api-keys', tags, summary: 'Own API keys' } })
    .input(z.void())
    .output(z.array(apiKeySchema))
    .query(({ ctx }) => ctx.services.apiKeys.list(ctx.actor)),
  create: ownKeysProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/api-keys',
        tags,
        summary: 'Make an API key; it is shown once',
      },
    })
    .input(createApiKeyInputSchema)
    .output(createdApiKeySchema)
    .mutation(({ ctx, input }) => ctx.services.apiKeys.create(ctx.actor, input)),
  revoke: ownKeysProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/api-keys/{apiKeyId}',
        tags,
        summary: 'Revoke an API key',
      },
    })
    .input(z.object({ apiKeyId: idSchema }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.apiKeys.revoke(ctx.actor, input.apiKeyId)),
});
