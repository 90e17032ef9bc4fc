import { z } from 'zod';
import { modelReferenceSchema } from './ai-bridge.ts';
import { cursor, moment, nothing, unary } from './bridge-shape.ts';

/**
 * The person's conversations. `read` allows the first three, `write` all (`permission/not-granted` otherwise).
 *
 * - **Messages** form a tree; what is listed is the branch that is shown. An appended message becomes its end and is
 *   seen on every open device at once.
 * - **Busy**: while a model answers, writing into the same conversation is a `conversations/busy`.
 * - **Unknown ids**, also those of other people: `conversations/not-found`.
 * - **Upgrade and uninstalling** leave conversations as they are: they are the person's, not the plugin's.
 */
export const conversationLimits = { pageItems: 100, messages: 200, textLength: 200_000 } as const;

const conversationId = z.string().min(1).max(100);
const title = z.string().trim().min(1).max(200);

export const bridgedConversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  isPinned: z.boolean(),
  isArchived: z.boolean(),
  /** True while a model writes an answer in it. */
  isAnswering: z.boolean(),
  createdAt: moment,
  updatedAt: moment,
});
export type BridgedConversation = z.infer<typeof bridgedConversationSchema>;

export const bridgedMessageSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  /** Without the model's thinking. */
  text: z.string(),
  state: z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']),
  modelName: z.string().nullable(),
  createdAt: moment,
});
export type BridgedMessage = z.infer<typeof bridgedMessageSchema>;

export const conversationBridges = {
  /** Pinned first, then newest first. */
  'conversations.list': unary(
    'conversations',
    z.strictObject({
      isArchived: z.boolean().default(false),
      limit: z.int().min(1).max(conversationLimits.pageItems).default(50),
      cursor: cursor.optional(),
    }),
    z.object({ items: z.array(bridgedConversationSchema), nextCursor: cursor.nullable() }),
  ),
  'conversations.get': unary(
    'conversations',
    z.strictObject({ conversationId }),
    bridgedConversationSchema.nullable(),
  ),
  /** Oldest first; `beforeId` reaches further back. */
  'conversations.messages': unary(
    'conversations',
    z.strictObject({
      conversationId,
      beforeId: z.string().max(100).optional(),
      limit: z.int().min(1).max(conversationLimits.messages).default(50),
    }),
    z.object({ messages: z.array(bridgedMessageSchema), hasOlder: z.boolean() }),
  ),
  'conversations.create': unary(
    'conversations',
    z.strictObject({
      title,
      systemPrompt: z.string().max(20_000).default(''),
      model: modelReferenceSchema.nullable().default(null),
    }),
    bridgedConversationSchema,
  ),
  /** Adds a whole message at the end; no model is asked. */
  'conversations.append': unary(
    'conversations',
    z.strictObject({
      conversationId,
      role: z.enum(['user', 'assistant']),
      text: z.string().min(1).max(conversationLimits.textLength),
    }),
    bridgedMessageSchema,
  ),
  'conversations.update': unary(
    'conversations',
    z.strictObject({
      conversationId,
      title: title.optional(),
      isPinned: z.boolean().optional(),
      isArchived: z.boolean().optional(),
    }),
    bridgedConversationSchema,
  ),
  /** The person can undo it for a day. */
  'conversations.remove': unary('conversations', z.strictObject({ conversationId }), nothing),
} as const;
