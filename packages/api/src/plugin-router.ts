import {
  availablePluginSchema,
  installedPluginSchema,
  pluginDetailSchema,
  pluginLogLineSchema,
  pluginPolicySchema,
  pluginRegistrySchema,
  repairReportSchema,
} from '@braindrive/contracts';
import { permissionsSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { pluginLifecycleRouter } from './plugin-lifecycle-router.ts';
import { pluginOperationRouter } from './plugin-operation-router.ts';
import {
  installProcedure,
  manageProcedure,
  pluginInputSchema,
  pluginMeta,
  useProcedure,
} from './plugin-procedure.ts';
import { router } from './trpc.ts';

const stateKeySchema = z.string().min(1).max(100);

/** A person's plugins, what could be installed, and what the owner rules. */
export const pluginRouter = router({
  lifecycle: pluginLifecycleRouter,
  operation: pluginOperationRouter,
  list: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/installed', 'Installed plugins'))
    .input(z.void())
    .output(z.array(installedPluginSchema))
    .query(({ ctx }) => ctx.plugins.installations.listInstalled(ctx.actor)),
  listKept: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/kept', 'Uninstalled plugins whose data is kept'))
    .input(z.void())
    .output(z.array(installedPluginSchema))
    .query(({ ctx }) => ctx.plugins.installations.listKept(ctx.actor)),
  get: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/{slug}/status', 'State of a plugin'))
    .input(pluginInputSchema)
    .output(installedPluginSchema)
    .query(({ ctx, input }) => ctx.plugins.installations.get(ctx.actor, input.slug)),
  detail: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/{slug}/info', 'Everything about a plugin'))
    .input(pluginInputSchema)
    .output(pluginDetailSchema)
    .query(({ ctx, input }) => ctx.plugins.installations.detail(ctx.actor, input.slug)),
  enable: installProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/{slug}/enable', 'Turn a plugin on'))
    .input(pluginInputSchema)
    .output(installedPluginSchema)
    .mutation(({ ctx, input }) => ctx.plugins.installations.enable(ctx.actor, input.slug)),
  disable: installProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/{slug}/disable', 'Turn a plugin off'))
    .input(pluginInputSchema)
    .output(installedPluginSchema)
    .mutation(({ ctx, input }) => ctx.plugins.installations.disable(ctx.actor, input.slug)),
  rollback: installProcedure
    .meta(
      pluginMeta(
        'plugins:write',
        'POST',
        '/{slug}/rollback',
        'Back to the version before, with its data',
      ),
    )
    .input(pluginInputSchema)
    .output(installedPluginSchema)
    .mutation(({ ctx, input }) => ctx.plugins.installations.rollback(ctx.actor, input.slug)),
  repair: installProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/{slug}/repair', 'Check a plugin and mend it'))
    .input(pluginInputSchema)
    .output(repairReportSchema)
    .mutation(({ ctx, input }) => ctx.plugins.installations.repair(ctx.actor, input.slug)),
  uninstall: installProcedure
    .meta(
      pluginMeta(
        'plugins:write',
        'DELETE',
        '/{slug}/uninstall',
        'Remove a plugin; its data is kept for 30 days',
      ),
    )
    .input(pluginInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.plugins.installations.uninstall(ctx.actor, input.slug)),
  restore: installProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/{slug}/restore', 'Bring a removed plugin back'))
    .input(pluginInputSchema)
    .output(installedPluginSchema)
    .mutation(({ ctx, input }) => ctx.plugins.installations.restore(ctx.actor, input.slug)),
  purge: installProcedure
    .meta(
      pluginMeta('plugins:write', 'DELETE', '/{slug}/data', 'Delete the data of a removed plugin'),
    )
    .input(pluginInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.plugins.installations.purge(ctx.actor, input.slug)),
  updateSettings: useProcedure
    .meta(pluginMeta('plugins:write', 'PUT', '/{slug}/settings', 'Change the settings of a plugin'))
    .input(pluginInputSchema.extend({ settings: z.record(z.string(), z.unknown()) }))
    .output(pluginDetailSchema)
    .mutation(({ ctx, input }) =>
      ctx.plugins.installations.updateSettings(ctx.actor, input.slug, input.settings),
    ),
  setAutoUpdate: installProcedure
    .meta(pluginMeta('plugins:write', 'PUT', '/{slug}/auto-update', 'What updates by itself'))
    .input(pluginInputSchema.extend({ autoUpdate: pluginDetailSchema.shape.autoUpdate }))
    .output(z.void())
    .mutation(({ ctx, input }) =>
      ctx.plugins.installations.setAutoUpdate(ctx.actor, input.slug, input.autoUpdate),
    ),
  revokeGrant: installProcedure
    .meta(
      pluginMeta(
        'plugins:write',
        'DELETE',
        '/{slug}/grants/{permission}',
        'Take a permission back',
      ),
    )
    .input(pluginInputSchema.extend({ permission: permissionsSchema.keyof() }))
    .output(pluginDetailSchema)
    .mutation(({ ctx, input }) =>
      ctx.plugins.installations.revokeGrant(ctx.actor, input.slug, input.permission),
    ),
  log: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/{slug}/log', 'Log of a plugin, newest last'))
    .input(pluginInputSchema.extend({ limit: z.int().min(1).max(1_000).default(200) }))
    .output(z.array(pluginLogLineSchema))
    .query(({ ctx, input }) => ctx.plugins.installations.log(ctx.actor, input.slug, input.limit)),
  reportUiError: useProcedure
    .meta({ scope: 'plugins:write' })
    .input(
      pluginInputSchema.extend({
        version: z.string().max(64),
        component: z.string().max(100),
        message: z.string().max(2_000),
        stack: z.string().max(20_000).nullable(),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input: { slug, ...report } }) =>
      ctx.plugins.installations.reportUiError(ctx.actor, slug, report),
    ),
  readState: useProcedure
    .meta({ scope: 'plugins:read' })
    .input(pluginInputSchema.extend({ key: stateKeySchema }))
    .output(z.unknown())
    .query(({ ctx, input }) =>
      ctx.plugins.installations.readState(ctx.actor, input.slug, input.key),
    ),
  writeState: useProcedure
    .meta({ scope: 'plugins:write' })
    .input(pluginInputSchema.extend({ key: stateKeySchema, value: z.unknown() }))
    .output(z.void())
    .mutation(({ ctx, input }) =>
      ctx.plugins.installations.writeState(ctx.actor, input.slug, input.key, input.value),
    ),
  available: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/available', 'Plugins that can be installed'))
    .input(
      z.object({
        query: z.string().max(200).optional(),
        category: z.string().max(60).optional(),
        tag: z.string().max(30).optional(),
      }),
    )
    .output(z.array(availablePluginSchema))
    .query(({ ctx, input }) => ctx.plugins.catalogue.available(ctx.actor, input)),
  checkUpdates: installProcedure
    .meta(
      pluginMeta('plugins:write', 'POST', '/check-updates', 'Ask all sources for newer versions'),
    )
    .input(z.void())
    .output(z.array(installedPluginSchema))
    .mutation(({ ctx }) => ctx.plugins.catalogue.checkUpdates(ctx.actor)),
  registries: useProcedure
    .meta(pluginMeta('plugins:read', 'GET', '/registries', 'Where plugins come from'))
    .input(z.void())
    .output(z.array(pluginRegistrySchema))
    .query(({ ctx }) => ctx.plugins.catalogue.registries(ctx.actor)),
  refresh: useProcedure
    .meta(pluginMeta('plugins:write', 'POST', '/registries/refresh', 'Ask all registries again'))
    .input(z.void())
    .output(z.array(pluginRegistrySchema))
    .mutation(({ ctx }) => ctx.plugins.catalogue.refresh(ctx.actor)),
  addRegistry: manageProcedure
    .meta(pluginMeta('admin', 'POST', '/registries', 'Add a registry'))
    .input(z.object({ url: z.url({ protocol: /^https?$/ }).max(2_000) }))
    .output(pluginRegistrySchema)
    .mutation(({ ctx, input }) => ctx.plugins.catalogue.addRegistry(ctx.actor, input.url)),
  removeRegistry: manageProcedure
    .meta(pluginMeta('admin', 'DELETE', '/registries/{registryId}', 'Remove a registry'))
    .input(z.object({ registryId: z.string().min(1).max(80) }))
    .output(z.void())
    .mutation(({ ctx, input }) =>
      ctx.plugins.catalogue.removeRegistry(ctx.actor, input.registryId),
    ),
  listPolicies: manageProcedure
    .meta(pluginMeta('admin', 'GET', '/policies', 'What the owner rules'))
    .input(z.void())
    .output(z.array(pluginPolicySchema))
    .query(({ ctx }) => ctx.plugins.policies.list(ctx.actor)),
  setPolicy: manageProcedure
    .meta(pluginMeta('admin', 'PUT', '/policies/{slug}', 'Rule a plugin, or all others with *'))
    .input(pluginPolicySchema.extend({ slug: z.string().min(1).max(40) }))
    .output(pluginPolicySchema)
    .mutation(({ ctx, input }) =>
      ctx.plugins.policies.set(ctx.actor, pluginPolicySchema.parse(input)),
    ),
  removePolicy: manageProcedure
    .meta(pluginMeta('admin', 'DELETE', '/policies/{slug}', 'Remove a rule'))
    .input(z.object({ slug: z.string().min(1).max(40) }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.plugins.policies.remove(ctx.actor, input.slug)),
});
