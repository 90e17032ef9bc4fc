import { catalogueModelSchema, machineFactsSchema, modelPullSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { connectionModelsSchema, modelRefSchema } from './connection.ts';
import { cursorSchema } from './id.ts';
import { conversationSummarySchema } from './message.ts';
import { installedPluginSchema, pluginOperationSchema } from './plugin.ts';
import { userSchema } from './user.ts';

/** Facts that the first-run page and the sign-in page show before anybody is signed in. */
export const instanceStatusSchema = z.object({
  version: z.string(),
  /** True until the first account exists. */
  needsOwner: z.boolean(),
  canRegister: z.boolean(),
  /** Before the first account only: what the page shows meanwhile. Null afterwards. */
  firstRun: z
    .object({
      machine: machineFactsSchema.nullable(),
      starter: modelPullSchema.nullable(),
      dataDirectory: z.string(),
      /** Better models that suit this machine, the best first; empty when the catalogue has none. */
      recommended: z.array(catalogueModelSchema).max(2),
    })
    .nullable(),
});
export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

/** Everything the chat page needs to draw, in one call. */
export const bootSchema = z.object({
  instance: instanceStatusSchema,
  /** Null when nobody is signed in; then the rest is empty. */
  user: userSchema.nullable(),
  conversations: z.object({
    items: z.array(conversationSummarySchema),
    nextCursor: cursorSchema.nullable(),
  }),
  models: z.array(connectionModelsSchema),
  defaultModel: modelRefSchema.nullable(),
  pulls: z.array(modelPullSchema),
  /** The caller's plugins, uninstalled ones apart. */
  plugins: z.array(installedPluginSchema),
  /** Installs and updates under way. */
  pluginOperations: z.array(pluginOperationSchema),
});
export type Boot = z.infer<typeof bootSchema>;
