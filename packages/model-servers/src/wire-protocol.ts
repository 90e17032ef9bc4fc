import type { RecordedRequest, ServerModel } from './behaviour.ts';

/** Writes the events of one answer. */
export interface FrameWriter {
  start(): string;
  text(delta: string): string;
  reasoning(delta: string): string;
  /** Everything from the last token to the closing event. */
  end(reason: 'stop' | 'length'): string;
  /** An error event, ends the answer. */
  error(message: string, code: string | undefined): string;
  /** An event whose JSON is broken. */
  malformed(): string;
}

/** What makes a server speak one model API. */
export interface WireProtocol {
  readonly chatPath: string;
  readonly contentType: string;
  /** The key of a request, or undefined. */
  keyOf(request: RecordedRequest): string | undefined;
  /** @returns the JSON answer to a request that is no chat, or undefined for 404. */
  answer(
    request: RecordedRequest,
    models: readonly ServerModel[],
  ): { status?: number; body: unknown } | undefined;
  errorBody(status: number, message: string): unknown;
  modelNotFound(modelId: string): { status: number; body: unknown };
  frames(request: RecordedRequest): FrameWriter;
}

/** Reads a field of a recorded body. */
export function bodyField(request: RecordedRequest, name: string): unknown {
  const { body } = request;
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

/** Whitespace-separated words of all messages: the test servers' idea of prompt tokens. */
export function countPromptTokens(request: RecordedRequest): number {
  const messages = bodyField(request, 'messages');
  const text = Array.isArray(messages)
    ? messages.map((message) => JSON.stringify(message)).join(' ')
    : '';
  return text.split(/\s+/).length;
}
