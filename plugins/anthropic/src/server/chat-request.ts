import { isPluginError, type PromptMessage } from '@braindrive/plugin-sdk';
import type { ChatRequest } from '@braindrive/plugin-sdk/server';
import type { ListedModel } from './model-list.ts';

/** What one model wants to be done differently. */
export type Adaptation = 'without-prefill' | 'without-sampling' | 'without-thinking';

/** Bound of an answer when neither the person nor the model list names one; every model takes it. */
const fallbackMaxTokens = 4096;
/** A model's own limit can be so large that the API wants other means than a stream. */
const largestDefaultMaxTokens = 32_000;
const thinkingBudgetTokens = 8_000;

const continueInstruction =
  'Your last message was cut off. Continue it exactly where it stopped. Repeat nothing and add no introduction.';

export type ChatBody = Readonly<Record<string, unknown>>;

/** True when the last message is sent as the beginning of the answer. */
export const isPrefill = (request: ChatRequest, adaptations: ReadonlySet<Adaptation>): boolean =>
  request.isContinuation && !adaptations.has('without-prefill');

/**
 * The body of `POST /v1/messages`.
 * @param model - The model's entry of the list, when it is known.
 */
export function createChatBody(
  request: ChatRequest,
  options: {
    readonly model: ListedModel | undefined;
    readonly adaptations: ReadonlySet<Adaptation>;
    readonly isThinkingEnabled: boolean;
  },
): ChatBody {
  const { parameters } = request;
  const { model, adaptations } = options;
  const system = request.messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => content);
  const hasThinking =
    options.isThinkingEnabled &&
    !adaptations.has('without-thinking') &&
    !isPrefill(request, adaptations);
  const thinking = hasThinking ? chooseThinking(model) : undefined;
  const maxTokens =
    parameters.maxTokens ??
    Math.min(model?.max_tokens ?? fallbackMaxTokens, largestDefaultMaxTokens);
  // With thinking the API takes no sampling parameters.
  const hasSampling = thinking === undefined && !adaptations.has('without-sampling');
  return {
    model: request.modelId,
    max_tokens: thinking?.type === 'enabled' ? maxTokens + thinkingBudgetTokens : maxTokens,
    messages: toMessages(request, isPrefill(request, adaptations)),
    system: system.length === 0 ? undefined : system.join('\n\n'),
    stream: true,
    stop_sequences: parameters.stop?.filter((text) => text.trim() !== ''),
    ...(hasSampling ? samplingOf(parameters) : {}),
    thinking,
  };
}

/** The API takes one of the two only; temperature goes up to 1 there. */
function samplingOf({ temperature, topP }: ChatRequest['parameters']) {
  if (temperature !== undefined) return { temperature: Math.min(temperature, 1) };
  return topP === undefined ? {} : { top_p: topP };
}

function chooseThinking(model: ListedModel | undefined) {
  const thinking = model?.capabilities?.thinking;
  if (thinking === null || thinking === undefined || !thinking.supported) return undefined;
  if (thinking.types?.adaptive?.supported === true)
    return { type: 'adaptive', display: 'summarized' } as const;
  return { type: 'enabled', budget_tokens: thinkingBudgetTokens } as const;
}

/** The API wants texts that are not empty, and a person's message first. */
function toMessages(request: ChatRequest, isPrefilled: boolean): readonly PromptMessage[] {
  const messages: PromptMessage[] = request.messages
    .filter(({ role, content }) => role !== 'system' && content.trim() !== '')
    .map(({ role, content }) => ({ role, content }));
  if (messages[0]?.role === 'assistant') messages.unshift({ role: 'user', content: '…' });
  const last = messages.at(-1);
  if (request.isContinuation && last?.role === 'assistant') {
    // A prefill that ends in white space is refused.
    messages[messages.length - 1] = { role: 'assistant', content: last.content.trimEnd() };
    if (!isPrefilled) messages.push({ role: 'user', content: continueInstruction });
  }
  return messages;
}

/**
 * Which change makes a refused request acceptable; newer models take no prefill and no sampling parameters, and only
 * the error says so.
 * @returns null when the error has another cause.
 */
export function findAdaptation(
  error: unknown,
  body: ChatBody,
  isPrefilled: boolean,
): Adaptation | null {
  if (!isPluginError(error) || error.details.status !== 400) return null;
  const message = String(error.details.serverMessage);
  if (isPrefilled && /prefill|must end with a user message/i.test(message))
    return 'without-prefill';
  if (body.thinking !== undefined && /thinking/i.test(message)) return 'without-thinking';
  const hasSampling = body.temperature !== undefined || body.top_p !== undefined;
  return hasSampling && /temperature|top_p/i.test(message) ? 'without-sampling' : null;
}
