import { z } from 'zod';
import {
  finishReasonSchema,
  modelCapabilitiesSchema,
  modelParametersSchema,
  tokenUsageSchema,
} from '../../models/model.ts';
import { nothing, stream, unary } from './bridge-shape.ts';

/**
 * The person's models.
 *
 * - **Choice**: a request without a model gets the person's default one (`ai/no-model` when there is none).
 * - **Budget**: input and output tokens count against `permissions.ai.tokensPerDay`, per person, until midnight UTC.
 *   When it is used up a request fails before it reaches the model with `ai/budget-used-up` and `retryAfterMs`; an
 *   answer that runs over it is ended with the finish reason `length`.
 * - **Delivery**: parts in order, each once, all parts of one tick together. The last part of a whole answer is
 *   `finish`. Leaving the loop stops the model.
 * - **Errors**: as the provider tells them (`provider/unreachable`, `provider/prompt-too-long`, …).
 * - **Privacy**: nothing of it is stored by the host; `destination` says where the words go.
 */
export const aiLimits = { messages: 1_000, textLength: 1_000_000, tools: 64 } as const;

export const modelReferenceSchema = z.strictObject({
  connectionId: z.string().min(1).max(100),
  modelId: z.string().min(1).max(400),
});
export type ModelReference = z.infer<typeof modelReferenceSchema>;

export const availableModelSchema = z.object({
  reference: modelReferenceSchema,
  name: z.string(),
  connectionName: z.string(),
  /** Host name that prompts go to, or null when they stay on the host's machine. */
  destination: z.string().nullable(),
  contextTokens: z.int().positive().nullable(),
  capabilities: modelCapabilitiesSchema,
  isDefault: z.boolean(),
});
export type AvailableModel = z.infer<typeof availableModelSchema>;

const text = z.string().max(aiLimits.textLength);
export const promptMessageSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: text,
});

export const aiChatParamsSchema = z.strictObject({
  model: modelReferenceSchema.nullable().default(null),
  /** Oldest first. Too long for the model: `provider/prompt-too-long`; nothing is cut silently. */
  messages: z.array(promptMessageSchema).min(1).max(aiLimits.messages),
  parameters: modelParametersSchema.default({}),
});

export const modelStreamPartSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status'),
    status: z.enum(['queued', 'loading-model']),
    progress: z.number().nullable(),
  }),
  z.object({ type: z.literal('text-delta'), delta: z.string() }),
  z.object({ type: z.literal('reasoning-delta'), delta: z.string() }),
  z.object({
    type: z.literal('tool-call'),
    toolCallId: z.string(),
    toolName: z.string(),
    input: z.unknown(),
  }),
  z.object({
    type: z.literal('finish'),
    finishReason: finishReasonSchema,
    usage: tokenUsageSchema,
  }),
]);

export const aiBridges = {
  'ai.models': unary('ai', nothing, z.array(availableModelSchema)),
  'ai.chat': stream('ai', aiChatParamsSchema, z.array(modelStreamPartSchema)),
  /** What is left of today's budget, in tokens. */
  'ai.budget': unary(
    'ai',
    nothing,
    z.object({ usedTokens: z.int(), tokensPerDay: z.int(), resetsAt: z.iso.datetime() }),
  ),
} as const;
