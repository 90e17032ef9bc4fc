import type { FinishReason, ModelStreamPart } from '@braindrive/plugin-sdk';
import {
  invalidResponseError,
  type ModelServer,
  providerErrorFromReport,
  readErrorFields,
  type StreamDecoder,
  streamCutError,
} from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

const tokenCount = z.int().nonnegative().nullish().catch(null);
const usageSchema = z.object({
  input_tokens: tokenCount,
  output_tokens: tokenCount,
  cache_creation_input_tokens: tokenCount,
  cache_read_input_tokens: tokenCount,
});
const messageStartSchema = z.object({ message: z.object({ usage: usageSchema.nullish() }) });
const messageDeltaSchema = z.object({
  delta: z.object({ stop_reason: z.string().nullish() }),
  usage: usageSchema.nullish(),
});
const blockStartSchema = z.object({
  content_block: z.object({
    type: z.string(),
    text: z.string().optional(),
    thinking: z.string().optional(),
  }),
});

const finishReasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};

/** The part of an event that is read for every token. */
interface WireEvent {
  readonly type: string;
  readonly delta?: unknown;
}

/**
 * Decodes one answer of `POST /v1/messages` with `stream: true`. Unknown event types are passed over, as the API asks.
 * @see https://platform.claude.com/docs/en/build-with-claude/streaming
 */
export class ChatDecoder implements StreamDecoder {
  readonly #server: ModelServer;
  readonly #modelId: string;
  #isDone = false;
  #finishReason: FinishReason = 'other';
  #inputTokens: number | null = null;
  #outputTokens: number | null = null;
  #dropsLeadingSpace: boolean;

  /** @param options.dropsLeadingSpace - The answer goes on after white space that could not be sent. */
  constructor(options: {
    readonly server: ModelServer;
    readonly modelId: string;
    readonly dropsLeadingSpace: boolean;
  }) {
    this.#server = options.server;
    this.#modelId = options.modelId;
    this.#dropsLeadingSpace = options.dropsLeadingSpace;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  decode(text: string): readonly ModelStreamPart[] {
    const event = this.#parse(text);
    if (event.type === 'content_block_delta') return this.#readDelta(event.delta);
    return this.#readRareEvent(event);
  }

  end(): readonly ModelStreamPart[] {
    if (!this.#isDone) throw streamCutError(this.#server);
    const usage = {
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      reasoningTokens: null,
    };
    return [{ type: 'finish', finishReason: this.#finishReason, usage }];
  }

  #readRareEvent(event: WireEvent): readonly ModelStreamPart[] {
    switch (event.type) {
      case 'message_start':
        this.#readUsage(this.#check(messageStartSchema, event).message.usage);
        return [];
      case 'content_block_start': {
        const { text = '', thinking = '' } = this.#check(blockStartSchema, event).content_block;
        return [...reasoningPart(thinking), ...this.#textPart(text)];
      }
      case 'message_delta': {
        const { delta, usage } = this.#check(messageDeltaSchema, event);
        if (typeof delta.stop_reason === 'string')
          this.#finishReason = finishReasons[delta.stop_reason] ?? 'other';
        this.#readUsage(usage);
        return [];
      }
      case 'message_stop':
        this.#isDone = true;
        return [];
      case 'error':
        throw providerErrorFromReport(this.#server, {
          ...readErrorFields(event),
          modelId: this.#modelId,
          retryAfterMs: null,
        });
      default:
        return [];
    }
  }

  #readDelta(delta: unknown): readonly ModelStreamPart[] {
    if (typeof delta === 'object' && delta !== null) {
      if ('text' in delta && typeof delta.text === 'string') return this.#textPart(delta.text);
      if ('thinking' in delta && typeof delta.thinking === 'string')
        return reasoningPart(delta.thinking);
      // Signatures, citations and tool arguments.
      if ('type' in delta && delta.type !== 'text_delta') return [];
    }
    throw invalidResponseError(this.#server, 'a text event without text');
  }

  #textPart(delta: string): readonly ModelStreamPart[] {
    const text = this.#dropsLeadingSpace ? delta.trimStart() : delta;
    if (text === '') return [];
    this.#dropsLeadingSpace = false;
    return [{ type: 'text-delta', delta: text }];
  }

  #readUsage(usage: z.infer<typeof usageSchema> | null | undefined): void {
    if (usage === null || usage === undefined) return;
    this.#outputTokens = usage.output_tokens ?? this.#outputTokens;
    if (typeof usage.input_tokens !== 'number') return;
    this.#inputTokens =
      usage.input_tokens +
      (usage.cache_creation_input_tokens ?? 0) +
      (usage.cache_read_input_tokens ?? 0);
  }

  #check<Schema extends z.ZodType>(schema: Schema, event: WireEvent): z.infer<Schema> {
    const parsed = schema.safeParse(event);
    if (!parsed.success)
      throw invalidResponseError(this.#server, `a damaged ${event.type} event`, parsed.error);
    return parsed.data;
  }

  #parse(text: string): WireEvent {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw invalidResponseError(this.#server, 'an event that is not JSON', cause);
    }
    if (!isWireEvent(value)) throw invalidResponseError(this.#server, 'an event without a type');
    return value;
  }
}

const isWireEvent = (value: unknown): value is WireEvent =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const reasoningPart = (delta: string): readonly ModelStreamPart[] =>
  delta === '' ? [] : [{ type: 'reasoning-delta', delta }];
