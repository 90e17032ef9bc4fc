import type { FinishReason, ModelStreamPart } from '@braindrive/plugin-sdk';
import {
  invalidResponseError,
  type ModelServer,
  providerErrorFromReport,
  readErrorFields,
  type StreamDecoder,
  streamCutError,
  ThinkTagSplitter,
} from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

const tokenCount = z.int().nonnegative().nullish().catch(null);
const lastLineSchema = z.object({
  done_reason: z.string().nullish().catch(null),
  prompt_eval_count: tokenCount,
  eval_count: tokenCount,
});
type LastLine = z.infer<typeof lastLineSchema>;

const finishReasons: Readonly<Record<string, FinishReason>> = { stop: 'stop', length: 'length' };

/** The part of a line that is read for every token; the last line goes through a schema. */
interface Line {
  readonly error?: unknown;
  readonly done?: unknown;
  readonly message?: { readonly content?: unknown; readonly thinking?: unknown } | null;
}

/** Decodes one answer of `POST /api/chat`. @see https://docs.ollama.com/api/chat */
export class ChatDecoder implements StreamDecoder {
  readonly #server: ModelServer;
  readonly #modelId: string;
  readonly #splitter: ThinkTagSplitter;
  #lastLine: LastLine | null = null;

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
    return this.#lastLine !== null;
  }

  decode(text: string): readonly ModelStreamPart[] {
    const line = this.#parse(text);
    if (line.error !== undefined) {
      throw providerErrorFromReport(this.#server, {
        ...readErrorFields(line),
        modelId: this.#modelId,
        retryAfterMs: null,
      });
    }
    if (line.done === true) this.#lastLine = lastLineSchema.parse(line);
    return this.#readMessage(line.message);
  }

  end(): readonly ModelStreamPart[] {
    if (this.#lastLine === null) throw streamCutError(this.#server);
    const {
      done_reason: reason,
      prompt_eval_count: inputTokens,
      eval_count: outputTokens,
    } = this.#lastLine;
    return [
      ...this.#splitter.end(),
      {
        type: 'finish',
        finishReason: finishReasons[reason ?? 'stop'] ?? 'other',
        usage: {
          inputTokens: inputTokens ?? null,
          outputTokens: outputTokens ?? null,
          reasoningTokens: null,
        },
      },
    ];
  }

  #readMessage(message: Line['message']): readonly ModelStreamPart[] {
    if (message === undefined || message === null) return [];
    const { content, thinking } = message;
    if (typeof thinking === 'string' && thinking !== '') {
      const reasoning: ModelStreamPart = { type: 'reasoning-delta', delta: thinking };
      return typeof content === 'string'
        ? [reasoning, ...this.#splitter.push(content)]
        : [reasoning];
    }
    if (typeof content === 'string') return this.#splitter.push(content);
    if (content === undefined || content === null) return [];
    throw invalidResponseError(this.#server, 'text that is not text');
  }

  #parse(text: string): Line {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw invalidResponseError(this.#server, 'a line that is not JSON', cause);
    }
    if (!isLine(value))
      throw invalidResponseError(this.#server, 'a line that is not part of an answer');
    return value;
  }
}

function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  if (!('message' in value)) return 'error' in value || 'done' in value;
  return typeof value.message === 'object';
}
