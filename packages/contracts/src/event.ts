import { modelPullSchema, slugSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { connectionModelsSchema, connectionSchema } from './connection.ts';
import { idSchema } from './id.ts';
import { conversationSummarySchema, messageSchema } from './message.ts';
import { installedPluginSchema, pluginOperationSchema } from './plugin.ts';

/**
 * What changed for one person, on any device. Each event carries the changed row, so nothing is fetched again.
 * Order per person is the order of the changes; after a reconnect the client refetches what it shows.
 */
export const userEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('conversation-changed'), conversation: conversationSummarySchema }),
  z.object({ type: z.literal('conversation-removed'), conversationId: idSchema }),
  z.object({
    type: z.literal('branch-changed'),
    conversationId: idSchema,
    leafId: idSchema.nullable(),
  }),
  z.object({
    type: z.literal('run-started'),
    runId: idSchema,
    conversationId: idSchema,
    messageId: idSchema,
    /** The new question, or null when an answer was repeated or continued. */
    userMessage: messageSchema.nullable(),
    replyMessage: messageSchema,
  }),
  z.object({
    type: z.literal('run-ended'),
    runId: idSchema,
    conversationId: idSchema,
    messageId: idSchema,
    /** The answer as it was stored. */
    message: messageSchema,
  }),
  z.object({ type: z.literal('connection-changed'), connection: connectionSchema }),
  z.object({ type: z.literal('connection-removed'), connectionId: idSchema }),
  z.object({ type: z.literal('models-changed'), models: connectionModelsSchema }),
  z.object({ type: z.literal('pull-changed'), connectionId: idSchema, pull: modelPullSchema }),
  /** Installed, upgraded, rolled back, enabled, disabled, or its process changed. Open pages follow at once. */
  z.object({ type: z.literal('plugin-changed'), plugin: installedPluginSchema }),
  z.object({ type: z.literal('plugin-removed'), slug: slugSchema }),
  z.object({ type: z.literal('plugin-operation-changed'), operation: pluginOperationSchema }),
  /** An event of a plugin for its own front-ends, or for those it shares it with. */
  z.object({
    type: z.literal('plugin-event'),
    slug: slugSchema,
    name: z.string(),
    payload: z.unknown(),
  }),
  /** A plugin asks for the person's attention. */
  z.object({
    type: z.literal('plugin-notice'),
    slug: slugSchema,
    title: z.string().max(120),
    text: z.string().max(500),
    level: z.enum(['info', 'success', 'warning', 'error']),
    /** Path of this host that a click opens, or null. */
    link: z.string().max(500).nullable(),
  }),
  z.object({ type: z.literal('session-ended') }),
]);
export type UserEvent = z.infer<typeof userEventSchema>;
