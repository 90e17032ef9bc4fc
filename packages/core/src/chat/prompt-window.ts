import type { ModelParameters, PromptMessage } from '@braindrive/plugin-sdk';
import { DomainError } from '../domain-error.ts';

/** A message with its size. */
export interface SizedMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly tokens: number;
}

/** What a chat template puts around each message, and what it puts in front of the answer. */
export const tokensPerMessage = 5;
const tokensPerPrompt = 4;
/** For models whose provider does not say: most current ones have this much or more. */
const assumedContextTokens = 32_768;
const usualAnswerTokens = 1_024;

/**
 * Tokens that the prompt may have: the context without room for the answer. The room is `maxTokens` when that is set,
 * else a quarter of the context up to 1,024; never more than half.
 */
export function promptBudget(contextTokens: number | null, parameters: ModelParameters): number {
  const context = contextTokens ?? assumedContextTokens;
  const usual = Math.min(usualAnswerTokens, Math.floor(context / 4));
  const reserved = Math.min(parameters.maxTokens ?? usual, Math.floor(context / 2));
  return context - reserved - tokensPerPrompt;
}

export interface WindowRequest {
  /** Null when there is none. */
  readonly system: { readonly content: string; readonly tokens: number } | null;
  /** Oldest first; the last question and what stands below it must fit. */
  readonly messages: readonly SizedMessage[];
  readonly budgetTokens: number;
  /** False when the budget is a guess: then nothing is refused, the provider decides. */
  readonly isBudgetKnown: boolean;
  readonly modelName: string;
}

const cost = (message: { readonly tokens: number }): number => message.tokens + tokensPerMessage;
const sum = (messages: readonly SizedMessage[]): number =>
  messages.reduce((total, message) => total + cost(message), 0);

/** Templates of many models want question and answer in turn: neighbours of one role become one message. */
function inTurns(messages: readonly SizedMessage[]): PromptMessage[] {
  const turns: { role: 'user' | 'assistant'; content: string }[] = [];
  for (const { role, content } of messages) {
    const last = turns.at(-1);
    if (last?.role === role) last.content = `${last.content}\n\n${content}`;
    else turns.push({ role, content });
  }
  return turns;
}

/**
 * Keeps the system prompt and the newest messages that fit, beginning with a question.
 * @returns the prompt, oldest first.
 * @throws {DomainError} `PROMPT_TOO_LONG` when the system prompt and the last question alone do not fit; the message
 *   says by how many tokens.
 */
export function fitWindow(request: WindowRequest): PromptMessage[] {
  const messages = request.messages.filter(({ content }) => content.trim() !== '');
  const system = request.system?.content.trim() ? request.system : null;
  const lastQuestion = messages.findLastIndex(({ role }) => role === 'user');
  let first = Math.max(0, lastQuestion);
  let used = (system === null ? 0 : cost(system)) + sum(messages.slice(first));
  const excess = used - request.budgetTokens;
  if (excess > 0 && request.isBudgetKnown) throw tooLong(request, excess);
  for (let index = first - 1; index >= 0; index--) {
    const message = messages[index];
    if (message === undefined || used + cost(message) > request.budgetTokens) break;
    used += cost(message);
    if (message.role === 'user') first = index;
  }
  const turns = inTurns(messages.slice(first));
  return system === null ? turns : [{ role: 'system', content: system.content }, ...turns];
}

function tooLong({ modelName, budgetTokens }: WindowRequest, excess: number): DomainError {
  const count = (tokens: number) => tokens.toLocaleString('en');
  return new DomainError(
    'PROMPT_TOO_LONG',
    `This is about ${count(excess)} tokens too long: ${modelName} has room for ${count(budgetTokens)} beside its answer. ` +
      'Shorten the message or the system prompt, or choose a model with a longer context.',
  );
}
