import { pluginOperationSchema } from '@braindrive/contracts';
import { versionSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { installBySlug, installFromUrl, updateAndWait } from './plugin-installs.ts';
import { installProcedure, pluginInputSchema, pluginMeta } from './plugin-procedure.ts';
import { router } from './trpc.ts';

const acceptsPermissions = z
  .boolean()
  .default(false)
  .describe(
    'Allow what the plugin asks for at once. Without it, the answer may be a question for consent.',
  );

/** Installs and updates for clients that make one request and wait: the universal lifecycle API. */
export const pluginLifecycleRouter = router({
  installFrom: installProcedure
    .meta(
      pluginMeta(
        'plugins:write',
        'POST',
        '/install',
        'Install from an address: a repository, a release or an archive',
      ),
    )
    .input(z.object({ url: z.url({ protocol: /^https?$/ }).max(2_000), acceptsPermissions }))
    .output(pluginOperationSchema)
    .mutation(({ ctx, input }) => installFromUrl(ctx.plugins, ctx.actor, input)),
  install: installProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/{slug}/install', 'Install from a registry'))
    .input(
      pluginInputSchema.extend({
        registryId: z.string().min(1).max(80).optional(),
        version: versionSchema.optional(),
        acceptsPermissions,
      }),
    )
    .output(pluginOperationSchema)
    .mutation(({ ctx, input }) => installBySlug(ctx.plugins, ctx.actor, input)),
  update: installProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/{slug}/update', 'Update a plugin'))
    .input(pluginInputSchema.extend({ version: versionSchema.optional(), acceptsPermissions }))
    .output(pluginOperationSchema)
    .mutation(({ ctx, input }) => updateAndWait(ctx.plugins, ctx.actor, input)),
});
