import {
  bootSchema,
  instanceSettingsSchema,
  instanceStatusSchema,
  updateInstanceSettingsInputSchema,
} from '@braindrive/contracts';
import { z } from 'zod';
import { permittedProcedure, publicProcedure, router } from './trpc.ts';

const tags = ['Instance'];

export const instanceRouter = router({
  /** One call for everything the first page draws. */
  boot: publicProcedure.output(bootSchema).query(({ ctx }) => ctx.services.boot.boot(ctx.actor)),
  status: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/instance',
        tags,
        summary: 'Version and state of this instance',
        protect: false,
      },
    })
    .input(z.void())
    .output(instanceStatusSchema)
    .query(({ ctx }) => ctx.services.instance.status()),
  settings: permittedProcedure('instance.manage')
    .meta({
      scope: 'admin',
      openapi: {
        method: 'GET',
        path: '/instance/settings',
        tags,
        summary: 'Settings of the instance',
      },
    })
    .input(z.void())
    .output(instanceSettingsSchema)
    .query(({ ctx }) => ctx.services.instance.settings(ctx.actor)),
  updateSettings: permittedProcedure('instance.manage')
    .meta({
      scope: 'admin',
      openapi: {
        method: 'PATCH',
        path: '/instance/settings',
        tags,
        summary: 'Change settings of the instance',
      },
    })
    .input(updateInstanceSettingsInputSchema)
    .output(instanceSettingsSchema)
    .mutation(({ ctx, input }) => ctx.services.instance.updateSettings(ctx.actor, input)),
});
