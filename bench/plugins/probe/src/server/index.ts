import { definePlugin } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import config from '../../plugin.config.ts';

const questionSchema = z.object({ text: z.string().max(200), limit: z.int() });

const plugin = definePlugin(config, {
  router: (t) =>
    t.router({
      echo: t.procedure.input(questionSchema).query(({ input }) => input),
    }),
});

export type Router = (typeof plugin)['router'];
export default plugin;
