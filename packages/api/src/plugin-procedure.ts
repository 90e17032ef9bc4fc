import type { ApiKeyScope } from '@braindrive/contracts';
import { slugSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { type Meta, permittedProcedure } from './trpc.ts';

/** Whoever may use plugins. */
export const useProcedure = permittedProcedure('plugin.use');
/** Whoever may have plugins of their own. */
export const installProcedure = permittedProcedure('plugin.install');
/** Whoever rules what the instance allows. */
export const manageProcedure = permittedProcedure('plugin.manage');

export const pluginInputSchema = z.object({ slug: slugSchema });

/**
 * Where the universal lifecycle API lies among the REST paths. The host serves it at `/api/plugins`, so that it cannot
 * meet the procedures of plugins, which are at `/api/v1/plugins/<slug>`.
 */
export const lifecyclePrefix = '/plugin-manager';

/** @param path - Below `/api/plugins`. */
export const pluginMeta = (
  scope: ApiKeyScope,
  method: NonNullable<Meta['openapi']>['method'],
  path: `/${string}`,
  summary: string,
): Meta => ({
  scope,
  openapi: { method, path: `${lifecyclePrefix}${path}`, tags: ['Plugins'], summary },
});
