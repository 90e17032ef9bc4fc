import type { ChatRequest } from '@braindrive/plugin-sdk/server';

/** Ollama's own default since 0.6; a prompt that fits it needs no setting, and no reload of a loaded model. */
const defaultContextTokens = 4_096;
/** Room for an answer whose length nobody bounded. */
const answerTokens = 1_024;
/** English has about four characters per token, other scripts fewer. Too much only costs memory, too little cuts the prompt. */
const charactersPerToken = 3;
const tokensPerMessage = 8;

/**
 * The context to ask for. Ollama drops the beginning of a longer prompt without a word, and reloads the model for each
 * new size: so it grows in doublings, and only when the prompt does not fit.
 * @returns undefined when the default is enough.
 */
export function chooseContextTokens(
  request: ChatRequest,
  maxContextTokens: number,
): number | undefined {
  const promptTokens = request.messages.reduce(
    (sum, { content }) => sum + Math.ceil(content.length / charactersPerToken) + tokensPerMessage,
    0,
  );
  const neededTokens = promptTokens + (request.parameters.maxTokens ?? answerTokens);
  if (neededTokens <= defaultContextTokens) return undefined;
  let contextTokens = defaultContextTokens;
  while (contextTokens < neededTokens && contextTokens < maxContextTokens) contextTokens *= 2;
  return Math.min(contextTokens, maxContextTokens);
}

/**
 * The body of `POST /api/chat`. An assistant message at the end is continued in place: the template leaves its end off.
 * @see https://docs.ollama.com/api/chat
 */
export function createChatBody(request: ChatRequest, maxContextTokens: number) {
  const { temperature, topP, maxTokens, seed, stop } = request.parameters;
  return {
    model: request.modelId,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    options: {
      temperature,
      top_p: topP,
      num_predict: maxTokens,
      seed,
      stop: stop === undefined || stop.length === 0 ? undefined : stop,
      num_ctx: chooseContextTokens(request, maxContextTokens),
    },
  };
}
