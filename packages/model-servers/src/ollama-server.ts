import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defaultModels,
  type ModelServerOptions,
  type RecordedRequest,
  type ServerModel,
} from './behaviour.ts';
import { type RunningModelServer, runModelServer, sendJson } from './run-model-server.ts';
import {
  bodyField,
  countPromptTokens,
  type FrameWriter,
  type WireProtocol,
} from './wire-protocol.ts';

/** An Ollama server can also fetch and delete models. */
export interface OllamaServerOptions extends ModelServerOptions {
  /** Names that can be pulled, with their sizes in bytes. */
  readonly library?: Readonly<Record<string, number>>;
  /** Bytes that a pull moves between two progress lines; lines come every 10 ms. */
  readonly pullBytesPerLine?: number;
  /** A pull ends with Ollama's own error line after so many bytes. */
  readonly pullErrorAt?: { readonly bytes: number; readonly message: string };
}

const listEntry = (model: ServerModel) => ({
  name: model.id,
  model: model.id,
  modified_at: '2026-01-01T00:00:00Z',
  size: model.sizeBytes ?? 0,
  digest: `digest-of-${model.id}`,
  details: { format: 'gguf', family: 'test', parameter_size: '1.2B', quantization_level: 'Q4_K_M' },
  ...model.raw,
});

function show(request: RecordedRequest, models: readonly ServerModel[]) {
  const model = models.find(({ id }) => id === bodyField(request, 'model'));
  if (model === undefined) return { status: 404, body: { error: 'model not found' } };
  return {
    body: {
      details: { family: 'test' },
      model_info: {
        'general.architecture': 'test',
        'test.context_length': model.contextTokens ?? 4_096,
      },
      capabilities: model.capabilities ?? ['completion'],
    },
  };
}

function frames(request: RecordedRequest): FrameWriter {
  const head = { model: bodyField(request, 'model'), created_at: '2026-01-01T00:00:00Z' };
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  return {
    start: () => '',
    text: (content) => line({ ...head, message: { role: 'assistant', content }, done: false }),
    reasoning: (thinking) =>
      line({ ...head, message: { role: 'assistant', content: '', thinking }, done: false }),
    end: (reason) =>
      line({
        ...head,
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: reason,
        total_duration: 1,
        prompt_eval_count: countPromptTokens(request),
        eval_count: request.sentTokens,
      }),
    error: (message) => line({ error: message }),
    malformed: () => '{"message":{"role":"assistant","cont\n',
  };
}

const protocol: WireProtocol = {
  chatPath: '/api/chat',
  contentType: 'application/x-ndjson',
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, ''),
  answer: (request, models) => {
    switch (`${request.method} ${request.path}`) {
      case 'GET /api/tags':
        return { body: { models: models.map(listEntry) } };
      case 'POST /api/show':
        return show(request, models);
      case 'GET /api/version':
        return { body: { version: '0.12.0' } };
      default:
        return undefined;
    }
  },
  errorBody: (_status, message) => ({ error: message }),
  modelNotFound: (modelId) => ({ status: 404, body: { error: `model '${modelId}' not found` } }),
  frames,
};

/** Starts a server that speaks Ollama's own API; its base URL is `url`. Pulled and deleted models change its list. */
export async function startOllamaServer(
  options: OllamaServerOptions = {},
): Promise<RunningModelServer> {
  let models = [...(options.models ?? defaultModels)];
  /** Survives a cut pull, as Ollama's partial files do. */
  const completedBytes = new Map<string, number>();

  const remove = (name: string, response: ServerResponse): void => {
    const isKnown = models.some(({ id }) => id === name);
    models = models.filter(({ id }) => id !== name);
    server.behave({ models });
    if (isKnown) response.writeHead(200).end();
    else sendJson(response, 404, { error: `model '${name}' not found` });
  };

  const pull = async (name: string, response: ServerResponse): Promise<void> => {
    const line = (value: unknown) => response.write(`${JSON.stringify(value)}\n`);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    line({ status: 'pulling manifest' });
    const total = options.library?.[name];
    if (total === undefined) {
      response.end(`${JSON.stringify({ error: 'pull model manifest: file does not exist' })}\n`);
      return;
    }
    const error = await moveBytes({ name, total, response, line });
    if (response.destroyed) return;
    if (error !== null) {
      response.end(`${JSON.stringify({ error })}\n`);
      return;
    }
    line({ status: 'verifying sha256 digest' });
    line({ status: 'writing manifest' });
    models.push({ id: name, sizeBytes: total });
    server.behave({ models });
    response.end(`${JSON.stringify({ status: 'success' })}\n`);
  };

  const moveBytes = async (job: {
    name: string;
    total: number;
    response: ServerResponse;
    line: (value: unknown) => void;
  }): Promise<string | null> => {
    let completed = completedBytes.get(job.name) ?? 0;
    while (completed < job.total && !job.response.destroyed) {
      completed = Math.min(job.total, completed + (options.pullBytesPerLine ?? job.total));
      completedBytes.set(job.name, completed);
      job.line({ status: 'pulling abc', digest: 'sha256:abc', total: job.total, completed });
      if (options.pullErrorAt !== undefined && completed >= options.pullErrorAt.bytes)
        return options.pullErrorAt.message;
      await sleep(10);
    }
    return null;
  };

  const server = await runModelServer(
    protocol,
    { ...options, models },
    async (request, response) => {
      const name = String(bodyField(request, 'model'));
      const route = `${request.method} ${request.path}`;
      if (route === 'DELETE /api/delete') remove(name, response);
      else if (route === 'POST /api/pull') await pull(name, response);
      else return false;
      return true;
    },
  );
  return server;
}
