import type { ModelServerOptions, RecordedRequest, ServerModel } from './behaviour.ts';
import { type RunningModelServer, runModelServer } from './run-model-server.ts';
import {
  bodyField,
  countPromptTokens,
  type FrameWriter,
  type WireProtocol,
} from './wire-protocol.ts';

const listEntry = (model: ServerModel) => ({
  id: model.id,
  object: 'model',
  created: 1_700_000_000,
  owned_by: 'test',
  ...(model.contextTokens === undefined ? {} : { context_length: model.contextTokens }),
  ...model.raw,
});

function frames(request: RecordedRequest): FrameWriter {
  const head = {
    id: 'chatcmpl-test',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: bodyField(request, 'model'),
  };
  const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
  const chunk = (delta: unknown, finishReason: string | null = null) =>
    event({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] });
  const streamOptions = bodyField(request, 'stream_options');
  const wantsUsage =
    typeof streamOptions === 'object' && streamOptions !== null && 'include_usage' in streamOptions;
  let reasoningTokens = 0;
  return {
    start: () => chunk({ role: 'assistant', content: '' }),
    text: (content) => chunk({ content }),
    reasoning: (text) => {
      reasoningTokens += 1;
      return chunk({ reasoning_content: text });
    },
    end: (reason) => {
      const usage = {
        prompt_tokens: countPromptTokens(request),
        completion_tokens: request.sentTokens,
        total_tokens: countPromptTokens(request) + request.sentTokens,
        completion_tokens_details: { reasoning_tokens: reasoningTokens },
      };
      return `${chunk({}, reason)}${wantsUsage ? event({ ...head, choices: [], usage }) : ''}data: [DONE]\n\n`;
    },
    error: (message, code) =>
      event({ error: { message, type: 'server_error', code: code ?? null } }),
    malformed: () => 'data: {"choices":[{"delta":{"cont\n\n',
  };
}

const protocol: WireProtocol = {
  chatPath: '/v1/chat/completions',
  contentType: 'text/event-stream; charset=utf-8',
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, ''),
  answer: ({ method, path }, models) =>
    method === 'GET' && path === '/v1/models'
      ? { body: { object: 'list', data: models.map(listEntry) } }
      : undefined,
  errorBody: (status, message) => ({
    error: {
      message,
      type: status === 401 ? 'invalid_request_error' : 'server_error',
      param: null,
      code: null,
    },
  }),
  modelNotFound: (modelId) => ({
    status: 404,
    body: {
      error: {
        message: `The model \`${modelId}\` does not exist`,
        type: 'invalid_request_error',
        param: null,
        code: 'model_not_found',
      },
    },
  }),
  frames,
};

/** Starts a server that speaks OpenAI's chat completions API; its base URL is `${url}/v1`. */
export const startOpenAiServer = (options: ModelServerOptions = {}): Promise<RunningModelServer> =>
  runModelServer(protocol, options);

/** The same API with OpenRouter's own question about the key beside it. */
const openRouterProtocol: WireProtocol = {
  ...protocol,
  answer: (request, models) =>
    request.method === 'GET' && request.path === '/v1/key'
      ? { body: { data: { label: 'sk-or-v1-test', usage: 0, limit: null, is_free_tier: true } } }
      : protocol.answer(request, models),
};

/** Starts a server that answers as OpenRouter does; its base URL is `${url}/v1`. */
export const startOpenRouterServer = (
  options: ModelServerOptions = {},
): Promise<RunningModelServer> => runModelServer(openRouterProtocol, options);
