import { idSchema, pluginOperationSchema, pluginSourceSchema } from '@braindrive/contracts';
import { slugSchema, versionSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import {
  installProcedure,
  pluginInputSchema,
  pluginMeta,
  useProcedure,
} from './plugin-procedure.ts';
import { router } from './trpc.ts';

const operationInputSchema = z.object({ operationId: idSchema });

/** Installs and updates under way, for clients that follow events. */
export const pluginOperationRouter = router({
  list: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/operations', 'Installs and updates under way'))
    .input(z.void())
    .output(z.array(pluginOperationSchema))
    .query(({ ctx }) => ctx.plugins.operations.listOperations(ctx.actor)),
  install: installProcedure
    .meta({ scope: 'plugins:write' })
    .input(z.object({ source: pluginSourceSchema, slug: slugSchema.optional() }))
    .output(pluginOperationSchema)
    .mutation(({ ctx, input: { source, slug } }) =>
      ctx.plugins.operations.install(ctx.actor, slug === undefined ? source : { ...source, slug }),
    ),
  update: installProcedure
    .meta({ scope: 'plugins:write' })
    .input(pluginInputSchema.extend({ version: versionSchema.nullable() }))
    .output(pluginOperationSchema)
    .mutation(({ ctx, input }) =>
      ctx.plugins.operations.update(ctx.actor, input.slug, input.version),
    ),
  consent: installProcedure
    .meta(
      pluginMeta(
        'plugins:write',
        'POST',
        '/operations/{operationId}/consent',
        'Allow or refuse what a plugin asks for',
      ),
    )
    .input(operationInputSchema.extend({ isAccepted: z.boolean() }))
    .output(pluginOperationSchema)
    .mutation(({ ctx, input }) =>
      ctx.plugins.operations.consent(ctx.actor, input.operationId, input.isAccepted),
    ),
  cancel: installProcedure
    .meta(
      pluginMeta('plugins:write', 'DELETE', '/operations/{operationId}', 'Give an operation up'),
    )
    .input(operationInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.plugins.operations.cancel(ctx.actor, input.operationId)),
  settled: installProcedure
    .meta(
      pluginMeta(
        'plugins:read',
        'GET',
        '/operations/{operationId}',
        'Waits until it is over or asks for consent',
      ),
    )
    .input(operationInputSchema)
    .output(pluginOperationSchema)
    .query(({ ctx, input }) => ctx.plugins.operations.settled(ctx.actor, input.operationId)),
});
