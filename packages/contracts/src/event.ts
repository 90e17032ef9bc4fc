import { modelPullSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { connectionModelsSchema, connectionSchema } from './connection.ts';
import { idSchema } from './id.ts';
import { conversationSummarySchema, messageSchema } from './message.ts';

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
  z.object({ type: z.literal('session-ended') }),
]);
export type UserEvent = z.infer<typeof userEventSchema>;
