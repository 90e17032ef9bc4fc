import type { ModelServerOptions, RecordedRequest, ServerModel } from './behaviour.ts';
import { type RunningModelServer, runModelServer } from './run-model-server.ts';
import {
  bodyField,
  countPromptTokens,
  type FrameWriter,
  type WireProtocol,
} from './wire-protocol.ts';

/** Small on purpose, so that a handful of models takes several pages. */
const pageSize = 2;

const listEntry = (model: ServerModel) => ({
  type: 'model',
  id: model.id,
  display_name: model.id,
  created_at: '2026-01-01T00:00:00Z',
  max_input_tokens: model.contextTokens ?? null,
  max_tokens: 8_192,
  capabilities: {
    image_input: { supported: model.capabilities?.includes('vision') ?? false },
    thinking: {
      supported: model.capabilities?.includes('thinking') ?? false,
      types: { adaptive: { supported: false }, enabled: { supported: true } },
    },
  },
  ...model.raw,
});

function listPage({ path }: RecordedRequest, models: readonly ServerModel[]) {
  const query = new URL(path, 'http://localhost').searchParams;
  const afterId = query.get('after_id');
  const start = afterId === null ? 0 : models.findIndex(({ id }) => id === afterId) + 1;
  const data = models.slice(start, start + pageSize).map(listEntry);
  return {
    data,
    has_more: start + pageSize < models.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

const event = (value: { readonly type: string }) =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;

function frames(request: RecordedRequest): FrameWriter {
  let open: 'text' | 'thinking' | null = null;
  let index = -1;
  const close = () =>
    open === null ? '' : event({ type: 'content_block_stop', index } as { type: string });
  const block = (kind: 'text' | 'thinking', delta: object) => {
    let opening = '';
    if (open !== kind) {
      opening = close();
      open = kind;
      index += 1;
      opening += event({
        type: 'content_block_start',
        index,
        content_block: { type: kind, [kind]: '' },
      } as { type: string });
    }
    return opening + event({ type: 'content_block_delta', index, delta } as { type: string });
  };
  return {
    start: () => {
      const usage = {
        input_tokens: countPromptTokens(request),
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 1,
      };
      const message = {
        id: 'msg_test',
        type: 'message',
        role: 'assistant',
        model: bodyField(request, 'model'),
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage,
      };
      return (
        event({ type: 'message_start', message } as { type: string }) + event({ type: 'ping' })
      );
    },
    text: (text) => block('text', { type: 'text_delta', text }),
    reasoning: (thinking) => block('thinking', { type: 'thinking_delta', thinking }),
    end: (reason) => {
      const delta = {
        stop_reason: reason === 'stop' ? 'end_turn' : 'max_tokens',
        stop_sequence: null,
      };
      const messageDelta = {
        type: 'message_delta',
        delta,
        usage: { output_tokens: request.sentTokens },
      };
      return close() + event(messageDelta) + event({ type: 'message_stop' });
    },
    error: (message, code) =>
      event({ type: 'error', error: { type: code ?? 'overloaded_error', message } } as {
        type: string;
      }),
    malformed: () =>
      'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"te\n\n',
  };
}

const errorTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};
const errorBody = (status: number, message: string) => ({
  type: 'error',
  error: {
    type: errorTypes[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error'),
    message,
  },
});

const protocol: WireProtocol = {
  chatPath: '/v1/messages',
  contentType: 'text/event-stream; charset=utf-8',
  keyOf: ({ headers }) => headers['x-api-key']?.toString(),
  answer: (request, models) =>
    request.method === 'GET' && request.path.startsWith('/v1/models')
      ? { body: listPage(request, models) }
      : undefined,
  errorBody,
  modelNotFound: (modelId) => ({ status: 404, body: errorBody(404, `model: ${modelId}`) }),
  frames,
};

/** Starts a server that speaks Anthropic's Messages API; its base URL is `url`. */
export const startAnthropicServer = (
  options: ModelServerOptions = {},
): Promise<RunningModelServer> => runModelServer(protocol, options);
