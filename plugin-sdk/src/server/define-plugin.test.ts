import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { defineConfig } from '../config/define-config.ts';
import { secret } from '../config/secret.ts';
import { definePlugin } from './define-plugin.ts';
import { tool } from './plugin-definition.ts';

const config = defineConfig({
  slug: 'notes',
  version: '1.0.0',
  name: 'Notes',
  author: { name: 'Ada' },
  permissions: {
    storage: { quotaMB: 10 },
    events: { shares: ['saved'] },
    conversations: { access: 'read' },
    secrets: {},
  },
  settings: z.object({ limit: z.number().default(20), token: secret().optional() }),
  events: { saved: z.object({ id: z.string() }) },
});

const plugin = definePlugin(config, {
  router: (t) =>
    t.router({
      items: t.router({
        list: t.procedure
          .meta({ tool: { title: 'Find notes', sideEffects: 'none' } })
          .input(z.object({ tag: z.string() }))
          .query(async ({ ctx, input }) => {
            expectTypeOf(ctx.settings).toEqualTypeOf<Readonly<{ limit: number }>>();
            const notes = ctx.storage.collection(
              'notes',
              z.object({ tag: z.string(), at: z.date(), words: z.array(z.string()) }),
              { indexes: ['tag', 'at'] },
            );
            const page = await notes.page({ where: { tag: input.tag, at: { gt: new Date(0) } } });
            // @ts-expect-error not indexed
            notes.query({ where: { words: [] } });
            // @ts-expect-error an array cannot be indexed
            ctx.storage.collection('x', z.object({ a: z.array(z.string()) }), { indexes: ['a'] });
            return page.items.map(({ id, value }) => ({ id, at: value.at }));
          }),
      }),
      asked: t.procedure.mutation(async ({ ctx }) => {
        // @ts-expect-error ai was not asked for
        ctx.ai;
        // @ts-expect-error http was not asked for
        ctx.http;
        // @ts-expect-error jobs need permissions.schedule
        ctx.jobs;
        // @ts-expect-error notify was not asked for
        ctx.notify;
        // @ts-expect-error reading was asked for, not writing
        ctx.conversations.append;
        // @ts-expect-error secrets are not among the settings
        ctx.settings.token;
        await ctx.secrets.get('token');
        // @ts-expect-error no such secret
        await ctx.secrets.get('limit');
        await ctx.events.emit('saved', { id: '1' });
        // @ts-expect-error no such event
        await ctx.events.emit('gone', { id: '1' });
        // @ts-expect-error a payload of another shape
        await ctx.events.emit('saved', { id: 1 });
        const opened = await ctx.core.query('conversation.open', { conversationId: 'x' });
        expectTypeOf(opened.conversation.createdAt).toEqualTypeOf<Date>();
        // @ts-expect-error the input is needed
        await ctx.core.query('conversation.open');
        // @ts-expect-error reading was asked for, not writing
        await ctx.core.mutate('conversation.remove', { conversationId: 'x' });
        // @ts-expect-error models need permissions.ai
        await ctx.core.query('model.list');
        // @ts-expect-error not an area that is open to plugins
        await ctx.core.query('account.me');
        return (await ctx.conversations.list()).items.length;
      }),
      ticks: t.procedure.subscription(async function* ({ signal }) {
        if (!signal?.aborted) yield 1;
      }),
    }),
  chatTools: {
    find_note: tool({
      description: 'Finds a note.',
      input: z.object({ q: z.string() }),
      sideEffects: 'none',
      run: async (input, ctx) => {
        expectTypeOf(input).toEqualTypeOf<{ q: string }>();
        // @ts-expect-error ai was not asked for
        ctx.ai;
        return ctx.storage.get(input.q);
      },
    }),
  },
  hooks: {
    upgrade: (ctx, { from }) => {
      ctx.log.info({ from }, 'upgraded');
      // @ts-expect-error ai was not asked for
      ctx.ai;
    },
  },
});
type Router = typeof plugin.router;

describe('definePlugin', () => {
  it('gives a UI its router by type alone', () => {
    expectTypeOf<inferRouterInputs<Router>['items']['list']>().toEqualTypeOf<{ tag: string }>();
    expectTypeOf<inferRouterOutputs<Router>['items']['list']>().toEqualTypeOf<
      { id: string; at: Date }[]
    >();
    expectTypeOf<inferRouterOutputs<Router>['asked']>().toEqualTypeOf<number>();
  });

  it('needs no router', () => {
    const bare = definePlugin(config, {});
    expectTypeOf<inferRouterInputs<typeof bare.router>>().toEqualTypeOf<Record<never, never>>();
    expect(bare.router._def.procedures).toEqual({});
  });
});
