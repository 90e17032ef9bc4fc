import type { LanguageModelV3StreamPart, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { FinishReason, ModelStreamPart } from '../../models/model.ts';
import { ProviderError } from '../../models/provider-error.ts';
import { isPluginError } from '../../plugin-error.ts';
import { providerErrorFromReport } from '../http/error-report.ts';
import type { ModelServer } from '../http/model-server.ts';
import {
  invalidResponseError,
  parseJson,
  readErrorFields,
  readRetryAfter,
} from '../http/response-error.ts';

export type AiSdkStreamPart = LanguageModelV3StreamPart | LanguageModelV4StreamPart;
type FinishPart = Extract<AiSdkStreamPart, { type: 'finish' }>;

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content-filter',
  'tool-calls': 'tool-calls',
};

const toFinish = ({ finishReason, usage }: FinishPart): ModelStreamPart => ({
  type: 'finish',
  finishReason: finishReasons[finishReason.unified] ?? 'other',
  usage: {
    inputTokens: usage.inputTokens.total ?? null,
    outputTokens: usage.outputTokens.total ?? null,
    reasoningTokens: usage.outputTokens.reasoning ?? null,
  },
});

/**
 * True when a package ended an answer whose closing event never came: it then has nothing from the server to tell.
 */
const isCut = ({ finishReason }: FinishPart): boolean =>
  (finishReason.unified === 'other' || finishReason.unified === 'interrupted') &&
  finishReason.raw === undefined;

/** @returns the part in our words, or null for what is not shown. */
export function toModelPart(part: AiSdkStreamPart): ModelStreamPart | 'cut' | null {
  switch (part.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return part.delta === '' ? null : { type: part.type, delta: part.delta };
    case 'tool-call':
      // Tools that the provider runs itself are its own business.
      if (part.providerExecuted === true) return null;
      return {
        type: 'tool-call',
        toolCallId: part.toolCallId,
        toolName: part.toolName,
        input: parseJson(part.input === '' ? '{}' : part.input) ?? part.input,
      };
    case 'finish':
      return isCut(part) ? 'cut' : toFinish(part);
    default:
      return null;
  }
}

interface ApiCallFailure {
  readonly statusCode?: number;
  readonly responseBody?: string;
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const messageOf = (error: unknown): string => {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : readErrorFields({ error }).message;
};

const invalidNames = new Set([
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
]);

/** How version 4 packages say that an answer ended before its closing event. */
export const isIncomplete = (error: unknown): boolean =>
  nameOf(error) === 'AI_InvalidResponseDataError';

/** What a provider package threw or streamed as an error, as a typed error with advice. */
export function toProviderError(
  server: ModelServer,
  error: unknown,
  modelId: string,
): ProviderError {
  if (isPluginError(error)) return error as ProviderError;
  const name = nameOf(error);
  if (invalidNames.has(name))
    return invalidResponseError(server, 'something it cannot mean', error);
  if (name === 'AI_LoadAPIKeyError') {
    return new ProviderError(
      'provider/unauthorized',
      `${server.name} needs a key. Enter it under Connections.`,
      { cause: error },
    );
  }
  if (name === 'AI_UnsupportedFunctionalityError') {
    return new ProviderError(
      'provider/bad-request',
      `${server.name} cannot do this: ${messageOf(error)}. Change the parameters or choose another model.`,
      { cause: error },
    );
  }
  const { statusCode, responseBody, responseHeaders } = error as ApiCallFailure;
  if (name === 'AI_APICallError' && statusCode === 200) {
    const { cause } = error as Error;
    return cause === undefined
      ? invalidResponseError(server, 'something it cannot mean', error)
      : toProviderError(server, cause, modelId);
  }
  const fields = readErrorFields(
    responseBody === undefined ? { error: plainError(error) } : parseJson(responseBody),
  );
  return providerErrorFromReport(server, {
    ...fields,
    status: statusCode ?? fields.status,
    message: fields.message || messageOf(error),
    modelId,
    retryAfterMs: readRetryAfter(new Headers(responseHeaders ?? {}), server.now()),
  });
}

/** An error event as the package passed it on: a text, or the server's object. */
const plainError = (error: unknown): unknown => (error instanceof Error ? error.message : error);
