import type { IncomingHttpHeaders } from 'node:http';

/** A model that a test server offers. */
export interface ServerModel {
  readonly id: string;
  readonly contextTokens?: number;
  /** In Ollama's words: `completion`, `vision`, `tools`, `thinking`, `embedding`. */
  readonly capabilities?: readonly string[];
  readonly sizeBytes?: number;
  /** Laid over the entry of the model list, for the fields of one dialect. */
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** One piece of an answer: a token of text, of thinking, or a wait. The last step may say how the answer ends. */
export type ReplyStep =
  | string
  | { readonly reasoning: string }
  | { readonly waitMs: number }
  | { readonly finish: 'stop' | 'length' };

/** A text is sent word by word. */
export type Reply = string | Iterable<ReplyStep> | AsyncIterable<ReplyStep>;

/** A fault inside an answer. `afterTokens` counts text and thinking; 0 is right after the headers. */
export type FaultInside =
  /** Sends nothing more, and keeps the connection. */
  | { readonly kind: 'stall'; readonly afterTokens: number }
  /** Breaks the connection. */
  | { readonly kind: 'cut'; readonly afterTokens: number }
  /** Ends in good order, but without the protocol's closing event. */
  | { readonly kind: 'no-end'; readonly afterTokens: number }
  /** Sends an event that is cut in the middle of its JSON, then goes on. */
  | { readonly kind: 'malformed'; readonly afterTokens: number }
  /** Sends the protocol's error event. */
  | {
      readonly kind: 'error-event';
      readonly afterTokens: number;
      readonly message?: string;
      readonly code?: string;
    };

/** Something that goes wrong on purpose. */
export type Fault =
  | FaultInside
  /** Answers with a status; `body` replaces the protocol's own error body. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Bytes that are no protocol: one line without end, many lines, or a web page. */
  | {
      readonly kind: 'junk';
      readonly bytes: number;
      readonly shape: 'one-line' | 'lines' | 'web-page';
    }
  /** Repeats the reply until the client goes. */
  | { readonly kind: 'endless' };

/** A request as the server saw it. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Decoded JSON; null without a body. */
  readonly body: unknown;
  /** Text and thinking pieces written so far. */
  sentTokens: number;
  /** `client-closed` when the client left before the answer was over. */
  readonly outcome: Promise<'finished' | 'client-closed'>;
}

/** How a test server behaves; {@link RunningModelServer.behave} changes it while it runs. */
export interface ModelServerOptions {
  readonly models?: readonly ServerModel[];
  /** With a key, every request without it gets 401. */
  readonly apiKey?: string;
  readonly reply?: (request: RecordedRequest) => Reply;
  /** Paces the answer by the clock; as fast as the client reads without it. */
  readonly tokensPerSecond?: number;
  /** A model that is loaded or a prompt that is read first. */
  readonly firstTokenDelayMs?: number;
  /** Hits chat requests; as a function it sees every request and answers null for "behave". */
  readonly fault?: Fault | ((request: RecordedRequest) => Fault | null) | null;
  /** Default 0: a free port. */
  readonly port?: number;
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
}

export const defaultModels: readonly ServerModel[] = [
  { id: 'test-model', contextTokens: 8_192, capabilities: ['completion'], sizeBytes: 1_000_000 },
];

/** Splits a text into word-like tokens that join to exactly that text. */
export const toTokens = (text: string): readonly string[] =>
  text.match(/\s*\S+\s*$|\s*\S+/gu) ?? (text === '' ? [] : [text]);

export const defaultReply = 'Why did the model cross the road? To get to the other token.';

/** The steps of a reply, whatever its form. */
export async function* stepsOf(reply: Reply, isEndless: boolean): AsyncGenerator<ReplyStep> {
  const steps = typeof reply === 'string' ? toTokens(reply) : reply;
  if (!isEndless) {
    yield* steps;
    return;
  }
  const seen: ReplyStep[] = [];
  for await (const step of steps) {
    seen.push(step);
    yield step;
  }
  while (seen.length > 0) yield* seen;
}
