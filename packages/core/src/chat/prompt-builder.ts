import type { SqlDatabase } from '@braindrive/database';
import type { ModelParameters, PromptMessage } from '@braindrive/plugin-sdk';
import type { ResolvedModel } from '../connections/index.ts';
import { listPromptBranch, type PromptRecord } from '../conversations/index.ts';
import { fitWindow, promptBudget, type SizedMessage, tokensPerMessage } from './prompt-window.ts';
import type { TokenCounter } from './token-counter.ts';

export interface PromptRequest {
  readonly model: ResolvedModel;
  readonly systemPrompt: string;
  readonly parameters: ModelParameters;
  /** Newest stored message of the prompt, or null when there is none. */
  readonly historyEndId: string | null;
  /** A question that is not stored yet. */
  readonly question: string | null;
}

const firstPageSize = 32;
const largestPageSize = 512;

/** Reads as much of a branch as the model can take, newest first, and makes the prompt of it. */
export class PromptBuilder {
  readonly #database: SqlDatabase;
  readonly #counter: TokenCounter;

  constructor(database: SqlDatabase, counter: TokenCounter) {
    this.#database = database;
    this.#counter = counter;
  }

  /** @throws {DomainError} `PROMPT_TOO_LONG`. */
  async build(request: PromptRequest): Promise<PromptMessage[]> {
    const { model, systemPrompt, question } = request;
    const budgetTokens = promptBudget(model.contextTokens, request.parameters);
    const newest: PromptRecord[] =
      question === null ? [] : [{ id: '', parentId: null, role: 'user', text: question }];
    const [systemTokens = 0, ...questionTokens] = await this.#counter.count(model, [
      { id: '', text: systemPrompt },
      ...newest,
    ]);
    const own = newest.map((record, index) => sized(record, questionTokens[index] ?? 0));
    const room = budgetTokens - systemTokens - (own[0]?.tokens ?? 0);
    const history = await this.#readHistory(request, room);
    return fitWindow({
      system: { content: systemPrompt, tokens: systemTokens },
      messages: [...history.toReversed(), ...own],
      budgetTokens,
      isBudgetKnown: model.contextTokens !== null,
      modelName: model.name,
    });
  }

  /** @returns newest first, a little more than fits, so that the window decides. */
  async #readHistory(request: PromptRequest, room: number): Promise<SizedMessage[]> {
    const history: SizedMessage[] = [];
    let fromId = request.historyEndId;
    let left = room;
    for (let size = firstPageSize; fromId !== null && left > 0; size *= 4) {
      const from: string = fromId;
      const limit = Math.min(size, largestPageSize);
      const page = await this.#database.read((session) => listPromptBranch(session, from, limit));
      const counts = await this.#counter.count(request.model, page);
      for (const [index, record] of page.entries()) {
        const message = sized(record, counts[index] ?? 0);
        history.push(message);
        left -= message.tokens + tokensPerMessage;
      }
      fromId = page.at(-1)?.parentId ?? null;
    }
    return history;
  }
}

const sized = ({ role, text }: PromptRecord, tokens: number): SizedMessage => ({
  role,
  content: text,
  tokens,
});
