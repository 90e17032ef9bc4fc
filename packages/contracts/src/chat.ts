import {
  finishReasonSchema,
  modelParametersSchema,
  tokenUsageSchema,
} from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { modelRefSchema } from './connection.ts';
import { errorReportSchema } from './error-code.ts';
import { idSchema } from './id.ts';
import {
  conversationSchema,
  maxMessageLength,
  messagePartSchema,
  messageSchema,
} from './message.ts';

export const messageTextSchema = z
  .string()
  .min(1)
  .max(maxMessageLength, `Use ${maxMessageLength.toLocaleString('en')} characters or fewer.`)
  .refine((text) => text.trim().length > 0, 'Write something first.');

export const sendMessageInputSchema = z.object({
  /** Made by the client, so that a retry after a cut network does not send twice. */
  clientId: idSchema,
  /** Null starts a new conversation. */
  conversationId: idSchema.nullable(),
  /** The message that this one follows. Left out: the end of the shown branch. Null: a new root. */
  parentId: idSchema.nullable().optional(),
  text: messageTextSchema,
  /** Settings of a new conversation, or a change that is kept in an existing one. */
  model: modelRefSchema.optional(),
  systemPrompt: z.string().max(20_000).optional(),
  parameters: modelParametersSchema.optional(),
});
export type SendMessageInput = z.infer<typeof sendMessageInputSchema>;

/** Another answer to the same question: makes a sibling of `messageId`. */
export const regenerateInputSchema = z.object({
  messageId: idSchema,
  model: modelRefSchema.optional(),
});
export type RegenerateInput = z.infer<typeof regenerateInputSchema>;

/** A changed question: makes a sibling of the user message `messageId` and answers it. */
export const editMessageInputSchema = z.object({ messageId: idSchema, text: messageTextSchema });
export type EditMessageInput = z.infer<typeof editMessageInputSchema>;

/** Goes on with an answer that was cut (stopped, interrupted, failed or out of tokens), in place. */
export const continueMessageInputSchema = z.object({ messageId: idSchema });
export type ContinueMessageInput = z.infer<typeof continueMessageInputSchema>;

/** Shows another branch: the one `messageId` is on, down to its newest leaf. */
export const selectBranchInputSchema = z.object({ messageId: idSchema });
export type SelectBranchInput = z.infer<typeof selectBranchInputSchema>;

/** Returned at once; the answer itself comes through `chat.follow`. */
export const startedRunSchema = z.object({
  runId: idSchema,
  conversation: conversationSchema,
  /** The stored question; null when an answer was repeated or continued. */
  userMessage: messageSchema.nullable(),
  /** The still empty (or continued) answer. */
  replyMessage: messageSchema,
});
export type StartedRun = z.infer<typeof startedRunSchema>;

export const runEndReasonSchema = z.enum(['complete', 'stopped', 'interrupted', 'failed']);

/** One entry of a run's append log. */
export const chatStreamPartSchema = z.discriminatedUnion('type', [
  /**
   * First entry of each log. The reader drops what it holds of this answer and starts from `parts`: empty, or what a
   * continued answer held before. It comes again when only a full replay is exact (the run is long over, or the host
   * ended in between), so a reader that obeys it never sees a word lost or doubled.
   */
  z.object({
    type: z.literal('message-start'),
    messageId: idSchema,
    modelName: z.string(),
    destination: z.string().nullable(),
    parts: z.array(messagePartSchema),
  }),
  z.object({
    type: z.literal('status'),
    status: z.enum(['queued', 'loading-model', 'waiting']),
    progress: z.number().nullable(),
  }),
  z.object({ type: z.literal('reasoning-delta'), delta: z.string() }),
  /** The thinking that just came is over; text or the end follows. */
  z.object({ type: z.literal('reasoning-end'), durationMs: z.int() }),
  /** Appends to the last part when that is of the same type, else begins a new one. So does `reasoning-delta`. */
  z.object({ type: z.literal('text-delta'), delta: z.string() }),
  /** Last entry. */
  z.object({
    type: z.literal('message-end'),
    reason: runEndReasonSchema,
    finishReason: finishReasonSchema.nullable(),
    usage: tokenUsageSchema.nullable(),
    firstTokenMs: z.int().nullable(),
    durationMs: z.int(),
    tokensPerSecond: z.number().nullable(),
    error: errorReportSchema.nullable(),
  }),
]);
export type ChatStreamPart = z.infer<typeof chatStreamPartSchema>;

export const followRunInputSchema = z.object({
  runId: idSchema,
  /** Sequence number of the last entry that the caller has; it gets what comes after. 0 replays all. */
  after: z.int().nonnegative().default(0),
  /** Set by the transport when it reconnects; wins over `after`. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export type FollowRunInput = z.infer<typeof followRunInputSchema>;

/**
 * What `chat.follow` yields. `seq` is the sequence number of the last entry in `parts`. Neighbouring deltas of one
 * type may arrive joined, so entries are counted by `seq`, not by the length of `parts`.
 */
export const runUpdateSchema = z.object({
  seq: z.int().positive(),
  parts: z.array(chatStreamPartSchema),
});
export type RunUpdate = z.infer<typeof runUpdateSchema>;
