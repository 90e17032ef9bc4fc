import {
  type ModelServerOptions,
  type RecordedRequest,
  type RunningModelServer,
  type ServerModel,
  startOpenAiServer,
} from '@braindrive/model-servers';
import { questions, replyTo } from './answers.ts';

/** Models of the scripted server, named as a person would know them. */
const models: readonly ServerModel[] = [
  { id: 'qwen3-4b', contextTokens: 32_768, raw: { name: 'Qwen3 4B' } },
  { id: 'qwen3-8b', contextTokens: 32_768, raw: { name: 'Qwen3 8B' } },
  { id: 'gemma-3-12b', contextTokens: 131_072, raw: { name: 'Gemma 3 12B' } },
];

/** What the last message of a chat request says. */
function questionOf({ body }: RecordedRequest): string {
  const { messages = [] } = body as { messages?: readonly { content: unknown }[] };
  const content = messages.at(-1)?.content;
  return typeof content === 'string' ? content : '';
}

/** A server that answers the questions of {@link questions}, and refuses the key for one of them. */
export function startScriptedServer(
  options: Pick<ModelServerOptions, 'apiKey' | 'host' | 'port'> = {},
): Promise<RunningModelServer> {
  return startOpenAiServer({
    ...options,
    models,
    reply: (request) => replyTo(questionOf(request)),
    fault: (request) =>
      request.path.endsWith('/chat/completions') && questionOf(request) === questions.refused
        ? { kind: 'status', status: 401, message: 'Incorrect API key provided.' }
        : null,
  });
}
