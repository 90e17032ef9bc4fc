import { z } from 'zod';

/** What a model can do, as far as its provider tells. `false` also stands for "not known". */
export const modelCapabilitiesSchema = z.object({
  vision: z.boolean(),
  tools: z.boolean(),
  reasoning: z.boolean(),
});
export type ModelCapabilities = z.infer<typeof modelCapabilitiesSchema>;

/** A model as one connection of a provider lists it. */
export const providerModelSchema = z.object({
  /** The provider's own name for the model, sent back unchanged in a chat request. */
  id: z.string().min(1).max(400),
  /** What a person reads, for instance `Qwen3 4B`. */
  name: z.string().min(1).max(200),
  /** Tokens the model can attend to, prompt and answer together. Null when the provider does not say. */
  contextTokens: z.int().positive().nullable(),
  capabilities: modelCapabilitiesSchema,
  /** Size on disk in bytes, for models kept on a machine. Null elsewhere. */
  sizeBytes: z.int().nonnegative().nullable(),
  /** One line a person reads under the name, or null. */
  note: z.string().max(300).nullable(),
});
export type ProviderModel = z.infer<typeof providerModelSchema>;

/** Sampling parameters. A missing value leaves the choice to the provider. */
export const modelParametersSchema = z.object({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  /** Upper bound of the answer in tokens. */
  maxTokens: z.int().min(1).max(1_000_000).optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  /** Texts that end the answer when they appear; they are not part of it. */
  stop: z.array(z.string().min(1).max(100)).max(4).optional(),
});
export type ModelParameters = z.infer<typeof modelParametersSchema>;

/** Tokens of one answer as the provider counted them; null where it does not say. */
export const tokenUsageSchema = z.object({
  inputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
  reasoningTokens: z.int().nonnegative().nullable(),
});
export type TokenUsage = z.infer<typeof tokenUsageSchema>;

export const finishReasonSchema = z.enum([
  'stop',
  'length',
  'content-filter',
  'tool-calls',
  'other',
]);
/** Why a model stopped: it was done, ran out of tokens, was filtered, wants a tool, or something else. */
export type FinishReason = z.infer<typeof finishReasonSchema>;

/** One message of a prompt, oldest first in a request. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A function that a model may ask to be called. */
export interface ToolDefinition {
  readonly name: string;
  /** Tells the model when to call it. */
  readonly description: string;
  /** JSON Schema. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  readonly toolCallId: string;
  readonly toolName: string;
  /** As the model wrote it; not checked. */
  readonly input: unknown;
}

/** What a model wrote and asked for, and what it got, while it answered the last message. */
export interface ToolRound {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** One for each call. `output` is JSON. */
  readonly results: readonly {
    readonly toolCallId: string;
    readonly toolName: string;
    readonly output: unknown;
    readonly isError: boolean;
  }[];
}

/** What a model streams. Names follow the AI SDK's stream parts. */
export type ModelStreamPart =
  /** The provider works but has no text yet: it waits for its turn or loads the model. */
  | {
      readonly type: 'status';
      readonly status: 'queued' | 'loading-model';
      readonly progress: number | null;
    }
  | { readonly type: 'text-delta'; readonly delta: string }
  | { readonly type: 'reasoning-delta'; readonly delta: string }
  /** Whole; only when tools were offered. The answer then ends with the reason `tool-calls`. */
  | ({ readonly type: 'tool-call' } & ToolCall)
  /** Always the last part of a complete answer. */
  | { readonly type: 'finish'; readonly finishReason: FinishReason; readonly usage: TokenUsage };
