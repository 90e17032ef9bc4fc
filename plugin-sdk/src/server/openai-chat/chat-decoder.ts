import { z } from 'zod';
import type { FinishReason, ModelStreamPart, TokenUsage } from '../../models/model.ts';
import {
  invalidResponseError,
  type ModelServer,
  providerErrorFromReport,
  readErrorFields,
  type StreamDecoder,
  streamCutError,
} from '../http/index.ts';
import { ThinkTagSplitter } from '../think-tag-splitter.ts';

const tokenCount = z.int().nonnegative().nullish().catch(null);
const usageSchema = z.object({
  prompt_tokens: tokenCount,
  completion_tokens: tokenCount,
  completion_tokens_details: z.object({ reasoning_tokens: tokenCount }).nullish().catch(null),
});

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

/** The part of a chunk that is read for every token; everything else goes through a schema. */
interface Chunk {
  readonly error?: unknown;
  readonly usage?: unknown;
  readonly choices?: readonly {
    readonly delta?: {
      readonly content?: unknown;
      readonly reasoning_content?: unknown;
      readonly reasoning?: unknown;
    } | null;
    readonly finish_reason?: unknown;
  }[];
}

/**
 * Decodes one answer of `POST /chat/completions` with `stream: true`.
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export class ChatDecoder implements StreamDecoder {
  readonly #server: ModelServer;
  readonly #modelId: string;
  readonly #splitter: ThinkTagSplitter;
  #isDone = false;
  #finishReason: FinishReason | null = null;
  #usage: TokenUsage = { inputTokens: null, outputTokens: null, reasoningTokens: null };

  constructor(options: {
    readonly server: ModelServer;
    readonly modelId: string;
    readonly isContinuation: boolean;
  }) {
    this.#server = options.server;
    this.#modelId = options.modelId;
    this.#splitter = new ThinkTagSplitter(options.isContinuation);
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  decode(event: string): readonly ModelStreamPart[] {
    if (event === '[DONE]') {
      this.#isDone = true;
      return [];
    }
    const chunk = this.#parse(event);
    if (chunk.error !== undefined && chunk.error !== null) throw this.#errorEvent(chunk);
    if (chunk.usage !== undefined && chunk.usage !== null) this.#readUsage(chunk.usage);
    const choice = chunk.choices?.[0];
    if (choice === undefined) return [];
    if (typeof choice.finish_reason === 'string')
      this.#finishReason = finishReasons[choice.finish_reason] ?? 'other';
    return this.#readDelta(choice.delta);
  }

  end(): readonly ModelStreamPart[] {
    // Not every server sends [DONE]; a finish reason says the same.
    if (this.#finishReason === null && !this.#isDone) throw streamCutError(this.#server);
    return [
      ...this.#splitter.end(),
      { type: 'finish', finishReason: this.#finishReason ?? 'other', usage: this.#usage },
    ];
  }

  #readDelta(delta: NonNullable<Chunk['choices']>[number]['delta']): readonly ModelStreamPart[] {
    if (delta === undefined || delta === null) return [];
    const { content } = delta;
    const thought = delta.reasoning_content ?? delta.reasoning;
    if (typeof thought === 'string' && thought !== '') {
      const reasoning: ModelStreamPart = { type: 'reasoning-delta', delta: thought };
      return typeof content === 'string'
        ? [reasoning, ...this.#splitter.push(content)]
        : [reasoning];
    }
    if (typeof content === 'string') return this.#splitter.push(content);
    if (content === undefined || content === null) return [];
    throw invalidResponseError(this.#server, 'text that is not text');
  }

  #parse(event: string): Chunk {
    let value: unknown;
    try {
      value = JSON.parse(event);
    } catch (cause) {
      throw invalidResponseError(this.#server, 'an event that is not JSON', cause);
    }
    if (!isChunk(value))
      throw invalidResponseError(this.#server, 'an event that is not a chat chunk');
    return value;
  }

  #readUsage(value: unknown): void {
    const usage = usageSchema.safeParse(value).data;
    if (usage === undefined) return;
    this.#usage = {
      inputTokens: usage.prompt_tokens ?? null,
      outputTokens: usage.completion_tokens ?? null,
      reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? null,
    };
  }

  #errorEvent(chunk: Chunk): Error {
    return providerErrorFromReport(this.#server, {
      ...readErrorFields(chunk),
      modelId: this.#modelId,
      retryAfterMs: null,
    });
  }
}

function isChunk(value: unknown): value is Chunk {
  if (typeof value !== 'object' || value === null) return false;
  const choices = 'choices' in value ? value.choices : undefined;
  if (choices === undefined || choices === null)
    return 'error' in value || 'usage' in value || 'id' in value;
  if (!Array.isArray(choices)) return false;
  const [choice]: unknown[] = choices;
  if (choice === undefined) return true;
  if (typeof choice !== 'object' || choice === null) return false;
  return !('delta' in choice) || typeof choice.delta === 'object';
}
