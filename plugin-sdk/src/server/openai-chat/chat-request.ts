import { isPluginError } from '../../plugin-error.ts';
import type { ChatRequest } from '../model-provider.ts';

/** Fields that a server or one of its models may refuse and that an answer can do without. */
const optionalFields = [
  'stream_options',
  'temperature',
  'top_p',
  'seed',
  'stop',
  'continue_final_message',
  'add_generation_prompt',
] as const;

/** What one model of a server wants to be done differently. */
export type Adaptation = (typeof optionalFields)[number] | 'max_completion_tokens';

export type ChatBody = Readonly<Record<string, unknown>>;

/** The body of `POST /chat/completions`, with the adaptations learnt so far. */
export function createChatBody(
  request: ChatRequest,
  adaptations: ReadonlySet<Adaptation>,
): ChatBody {
  const { temperature, topP, maxTokens, seed, stop } = request.parameters;
  const body: Record<string, unknown> = {
    model: request.modelId,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    temperature,
    top_p: topP,
    [adaptations.has('max_completion_tokens') ? 'max_completion_tokens' : 'max_tokens']: maxTokens,
    seed,
    stop: stop === undefined || stop.length === 0 ? undefined : stop,
  };
  if (request.isContinuation) {
    // vLLM, SGLang and llama.cpp continue the last message with these; OpenRouter, Mistral's and most other
    // servers do it for any last assistant message; who does neither starts a new answer.
    body.continue_final_message = true;
    body.add_generation_prompt = false;
  }
  for (const field of optionalFields) if (adaptations.has(field)) delete body[field];
  return body;
}

/**
 * Which change makes a refused request acceptable. Newer OpenAI models want `max_completion_tokens` and fixed sampling,
 * strict servers refuse fields that they do not know; nothing in a model list tells, only the error does.
 * @returns null when the error has another cause or the change was made already.
 */
export function findAdaptation(error: unknown, body: ChatBody): Adaptation | null {
  if (!isPluginError(error)) return null;
  const { status, serverMessage, serverCode, parameter } = error.details;
  if (status !== 400 && status !== 422) return null;
  const text = `${serverCode} ${serverMessage}`;
  if (
    'max_tokens' in body &&
    body.max_tokens !== undefined &&
    text.includes('max_completion_tokens')
  )
    return 'max_completion_tokens';
  if (
    !/unsupported|not supported|unknown|unrecogni[sz]ed|unexpected|not permitted|not allowed|does not support|only the default/i.test(
      text,
    )
  )
    return null;
  return (
    optionalFields.find(
      (field) => body[field] !== undefined && (parameter === field || text.includes(field)),
    ) ?? null
  );
}
