import { definePlugin } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import config from '../../plugin.config.ts';

const noteSchema = z.object({ text: z.string().min(1).max(500), createdAt: z.iso.datetime() });
const runCountKey = 'job-runs';

const plugin = definePlugin(config, {
  router: (t) =>
    t.router({
      greet: t.procedure
        .meta({ tool: { title: 'Greet somebody', sideEffects: 'none' } })
        .input(z.object({ name: z.string().trim().min(1, 'Enter a name.').max(80) }))
        .query(({ ctx, input }) => ({
          text: `${ctx.settings.greeting}, ${input.name}.`,
          at: new Date(ctx.now()),
        })),

      ping: t.procedure
        .input(z.object({ text: z.string().max(200) }))
        .mutation(({ ctx, input }) =>
          ctx.events.emit('pinged', { text: input.text, at: new Date(ctx.now()) }),
        ),

      notes: t.router({
        list: t.procedure.meta({ probe: true }).query(async ({ ctx }) => {
          const notes = ctx.storage.collection('notes', noteSchema, { indexes: ['createdAt'] });
          const { items } = await notes.page({
            orderBy: 'createdAt',
            direction: 'desc',
            limit: 20,
          });
          return items.map(({ id, value }) => ({ id, ...value }));
        }),
        add: t.procedure
          .input(z.object({ text: z.string().trim().min(1, 'Write something.').max(500) }))
          .mutation(async ({ ctx, input }) => {
            const notes = ctx.storage.collection('notes', noteSchema, { indexes: ['createdAt'] });
            const createdAt = new Date(ctx.now()).toISOString();
            await notes.put(crypto.randomUUID(), { text: input.text, createdAt });
          }),
        remove: t.procedure
          .input(z.object({ id: z.string().max(60) }))
          .mutation(({ ctx, input }) =>
            ctx.storage
              .collection('notes', noteSchema, { indexes: ['createdAt'] })
              .delete(input.id),
          ),
      }),

      ask: t.procedure
        .input(z.object({ question: z.string().trim().min(1).max(2_000) }))
        .subscription(async function* ({ ctx, input }) {
          const messages = [{ role: 'user', content: input.question }] as const;
          for await (const part of ctx.ai.stream({ messages })) {
            if (part.type === 'text-delta') yield part.delta;
          }
        }),
      budget: t.procedure.query(({ ctx }) => ctx.ai.budget()),

      titles: t.procedure.query(async ({ ctx }) => {
        const { items } = await ctx.conversations.list({ limit: 5 });
        return items.map(({ id, title }) => ({ id, title }));
      }),

      fetchPage: t.procedure.query(async ({ ctx, signal }) => {
        const response = await ctx.http.fetch('https://example.com/', { signal: signal ?? null });
        const text = await response.text();
        return { status: response.status, characters: text.length };
      }),

      hasSecret: t.procedure.query(async ({ ctx }) => (await ctx.secrets.get('token')) !== null),

      jobRuns: t.procedure.query(async ({ ctx }) => ({
        count: (await ctx.state.get(runCountKey, z.int())) ?? 0,
        jobs: await ctx.jobs.list(),
      })),
      runJob: t.procedure.mutation(({ ctx }) => ctx.jobs.runNow('count')),

      writeLog: t.procedure.mutation(({ ctx }) => ctx.log.info({}, 'example.pressed')),

      notify: t.procedure
        .input(z.object({ title: z.string().trim().min(1).max(100) }))
        .mutation(({ ctx, input }) => ctx.notify.show({ title: input.title, level: 'success' })),
    }),
  jobs: {
    count: {
      title: 'Count its own runs',
      every: '1d',
      run: async (ctx) => {
        const count = (await ctx.state.get(runCountKey, z.int())) ?? 0;
        await ctx.state.set(runCountKey, count + 1);
      },
    },
  },
});

export default plugin;
export type Router = typeof plugin.router;
