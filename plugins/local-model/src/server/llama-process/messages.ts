import { z } from 'zod';

// The two ends run different programs (the child loads native code), so both check what they read.

const promptMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
});

const samplingSchema = z.object({
  temperature: z.number().optional(),
  topP: z.number().optional(),
  maxTokens: z.int().optional(),
  seed: z.int().optional(),
  stop: z.array(z.string()).optional(),
});

/** What the host tells the model process. */
export const processRequestSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('load'),
    modelPath: z.string(),
    /** Tokens of each of the parallel conversations. */
    contextTokens: z.int().positive(),
    /** How many answers may be generated at the same time. */
    sequences: z.int().positive(),
    threads: z.int().positive(),
    /** Upper bound of an answer whose request names none. */
    defaultAnswerTokens: z.int().positive(),
    gpu: z.union([z.literal(false), z.literal('auto')]),
  }),
  z.object({
    type: z.literal('chat'),
    id: z.int(),
    messages: z.array(promptMessageSchema),
    parameters: samplingSchema,
    isContinuation: z.boolean(),
  }),
  z.object({ type: z.literal('abort'), id: z.int() }),
  z.object({ type: z.literal('count'), id: z.int(), texts: z.array(z.string()) }),
]);
export type ProcessRequest = z.infer<typeof processRequestSchema>;
export type LoadRequest = Extract<ProcessRequest, { type: 'load' }>;
export type ProcessChatRequest = Extract<ProcessRequest, { type: 'chat' }>;

const deltaSchema = z.object({
  type: z.enum(['text-delta', 'reasoning-delta']),
  delta: z.string(),
});

/** Why the process could not do something. The host turns it into a provider error. */
export const processFailureSchema = z.object({
  reason: z.enum(['prompt-too-long', 'model-file-invalid', 'insufficient-memory', 'internal']),
  message: z.string(),
  /** By how many tokens a prompt is too long. */
  excessTokens: z.int().optional(),
});
export type ProcessFailure = z.infer<typeof processFailureSchema>;

/** What the model process tells the host. */
export const processReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load-progress'), progress: z.number() }),
  z.object({ type: z.literal('loaded'), contextTokens: z.int(), loadMs: z.number() }),
  z.object({ type: z.literal('load-failed'), failure: processFailureSchema }),
  /** All parts of one tick of the event loop. */
  z.object({ type: z.literal('parts'), id: z.int(), parts: z.array(deltaSchema) }),
  z.object({
    type: z.literal('done'),
    id: z.int(),
    finishReason: z.enum(['stop', 'length', 'aborted']),
    inputTokens: z.int(),
    outputTokens: z.int(),
    reasoningTokens: z.int(),
  }),
  z.object({ type: z.literal('failed'), id: z.int(), failure: processFailureSchema }),
  z.object({ type: z.literal('counts'), id: z.int(), counts: z.array(z.int()) }),
]);
export type ProcessReply = z.infer<typeof processReplySchema>;
