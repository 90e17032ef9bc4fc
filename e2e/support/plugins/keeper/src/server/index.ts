import { definePlugin } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import config from '../../plugin.config.ts';

const notesSchema = z.array(z.string());
const maxNotes = 100;

const plugin = definePlugin(config, {
  router: (t) =>
    t.router({
      notes: t.procedure
        .meta({ probe: true })
        .output(notesSchema)
        .query(async ({ ctx }) => (await ctx.storage.get('notes', notesSchema)) ?? []),
      keep: t.procedure
        .input(z.object({ text: z.string().min(1).max(80) }))
        .output(z.int())
        .mutation(async ({ ctx, input }) => {
          const notes = (await ctx.storage.get('notes', notesSchema)) ?? [];
          const kept = [...notes, input.text].slice(-maxNotes);
          await ctx.storage.set('notes', kept);
          return kept.length;
        }),
      greet: t.procedure.output(z.string()).query(({ ctx }) => `${ctx.settings.greeting}, reader.`),
      fall: t.procedure.output(z.null()).mutation(() => process.exit(9)),
    }),
  migrations: [],
  hooks: {
    upgrade: async () => {},
    check: () => [],
  },
});

export default plugin;
export type Router = typeof plugin.router;
