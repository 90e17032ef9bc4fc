import {
  finishReasonSchema,
  modelParametersSchema,
  tokenUsageSchema,
} from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { modelRefSchema } from './connection.ts';
import { errorReportSchema } from './error-code.ts';
import { idSchema } from './id.ts';

/** Longest message text that a person can send, in UTF-16 units. */
export const maxMessageLength = 200_000;

export const messagePartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  /** The model's thinking; `durationMs` is null while it goes on. */
  z.object({ type: z.literal('reasoning'), text: z.string(), durationMs: z.int().nullable() }),
]);
export type MessagePart = z.infer<typeof messagePartSchema>;

export const messageStateSchema = z.enum([
  'streaming',
  'complete',
  'stopped',
  'interrupted',
  'failed',
]);
/**
 * `streaming`: a run writes it. `stopped`: a person stopped it. `interrupted`: the host ended in mid-answer.
 * `failed`: the provider failed; `error` says how. All but the first keep the text that had come.
 */
export type MessageState = z.infer<typeof messageStateSchema>;

export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  parentId: idSchema.nullable(),
  role: z.enum(['user', 'assistant']),
  state: messageStateSchema,
  parts: z.array(messagePartSchema),
  /** All messages with the same parent, oldest first; includes this one. Edits and repeats make siblings. */
  siblingIds: z.array(idSchema),
  /** The run that writes this message, while it does. */
  runId: idSchema.nullable(),
  /** Answers only. */
  model: z
    .object({ connectionId: idSchema.nullable(), modelId: z.string(), name: z.string() })
    .nullable(),
  finishReason: finishReasonSchema.nullable(),
  /** As the provider counted; output tokens are an estimate where it does not say. */
  usage: tokenUsageSchema.nullable(),
  /** Milliseconds from the start of the run to the first text or thinking, and to the end. */
  firstTokenMs: z.int().nullable(),
  durationMs: z.int().nullable(),
  /** Output tokens per second after the first token. */
  tokensPerSecond: z.number().nullable(),
  error: errorReportSchema.nullable(),
  createdAt: z.date(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSettingsSchema = z.object({
  /** Null: the person's default model. */
  model: modelRefSchema.nullable(),
  systemPrompt: z.string().max(20_000),
  parameters: modelParametersSchema,
});
export type ConversationSettings = z.infer<typeof conversationSettingsSchema>;

/** One row of the conversation list. */
export const conversationSummarySchema = z.object({
  id: idSchema,
  title: z.string(),
  isPinned: z.boolean(),
  isArchived: z.boolean(),
  /** True while a run writes an answer in it. */
  isAnswering: z.boolean(),
  createdAt: z.date(),
  /** Time of the last message. */
  updatedAt: z.date(),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

export const conversationSchema = conversationSummarySchema.extend({
  settings: conversationSettingsSchema,
  /** Last message of the branch that is shown, or null when there is none. */
  leafId: idSchema.nullable(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A window of the shown branch, oldest first. `hasOlder` says whether there is more above. */
export const messageWindowSchema = z.object({
  messages: z.array(messageSchema),
  hasOlder: z.boolean(),
});
export type MessageWindow = z.infer<typeof messageWindowSchema>;

/** What opening a conversation needs, in one answer. */
export const openedConversationSchema = z.object({
  conversation: conversationSchema,
  window: messageWindowSchema,
});
export type OpenedConversation = z.infer<typeof openedConversationSchema>;

export const listConversationsInputSchema = z.object({
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(100).default(50),
  isArchived: z.boolean().default(false),
});
export type ListConversationsInput = z.infer<typeof listConversationsInputSchema>;

export const conversationTitleSchema = z.string().trim().min(1, 'Enter a title.').max(200);
export const updateConversationInputSchema = z.object({
  conversationId: idSchema,
  title: conversationTitleSchema.optional(),
  isPinned: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  settings: conversationSettingsSchema.partial().optional(),
});
export type UpdateConversationInput = z.infer<typeof updateConversationInputSchema>;

export const listMessagesInputSchema = z.object({
  conversationId: idSchema,
  /** Messages above this one on the shown branch; without it the newest. */
  beforeId: idSchema.optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListMessagesInput = z.infer<typeof listMessagesInputSchema>;

export const searchInputSchema = z.object({
  query: z.string().trim().min(1).max(200),
  conversationId: idSchema.optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(50).default(30),
});
export type SearchInput = z.infer<typeof searchInputSchema>;

/** A hit. `snippet` is plain text; `highlights` are [start, end) offsets into it in UTF-16 units. */
export const searchHitSchema = z.object({
  conversationId: idSchema,
  conversationTitle: z.string(),
  /** Null when the title was hit. */
  messageId: idSchema.nullable(),
  role: z.enum(['user', 'assistant']).nullable(),
  snippet: z.string(),
  highlights: z.array(z.tuple([z.int(), z.int()])),
  createdAt: z.date(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;
