import { estimateTokens, type ModelService, type ResolvedModel } from '@braindrive/core';
import { type ModelStreamPart, type Permissions, ProviderError } from '@braindrive/plugin-sdk';
import type { AvailableModel } from '@braindrive/plugin-sdk/protocol';
import type { ActorSource } from '../actor-source.ts';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';
import { tickBatches } from './tick-batches.ts';
import type { Spending, TokenBudget } from './token-budget.ts';

export interface AiBridgePorts {
  readonly models: Pick<ModelService, 'list' | 'resolve' | 'defaultModel'>;
  readonly actors: ActorSource;
  readonly budget: TokenBudget;
}

/** What a message costs beside its words: role and marks around it. */
const tokensPerMessage = 4;

export const createAiBridges = (ports: AiBridgePorts): BridgeGroup<'ai'> => ({
  'ai.models': (call) => listModels(ports, call),
  'ai.chat': (call) => chatInBatches(ports, call),
  'ai.budget': async ({ caller, grants }) => ({
    usedTokens: await ports.budget.used(caller.installationId),
    tokensPerDay: dailyTokens(grants),
    resetsAt: ports.budget.resetsAt().toISOString(),
  }),
});

const dailyTokens = (grants: Permissions): number => grants.ai?.tokensPerDay ?? 0;

async function listModels(
  { models, actors }: AiBridgePorts,
  { caller, grants }: BridgeCall<'ai.models'>,
): Promise<AvailableModel[]> {
  const actor = await actors.actorFor(caller, grants);
  const [lists, chosen] = await Promise.all([models.list(actor), models.defaultModel(actor)]);
  return lists.flatMap((list) =>
    list.models.map((model) => ({
      reference: { connectionId: list.connectionId, modelId: model.id },
      name: model.name,
      connectionName: list.connectionName,
      destination: list.destination,
      contextTokens: model.contextTokens,
      capabilities: model.capabilities,
      isDefault: chosen?.connectionId === list.connectionId && chosen.modelId === model.id,
    })),
  );
}

/** Leaving it stops the model, also while it is silent. */
async function* chatInBatches(
  ports: AiBridgePorts,
  call: BridgeCall<'ai.chat'>,
): AsyncGenerator<ModelStreamPart[], void> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([call.signal, leaving.signal]);
  try {
    yield* tickBatches(chat(ports, { ...call, signal }));
  } finally {
    leaving.abort();
  }
}

async function* chat(
  { models, actors, budget }: AiBridgePorts,
  { caller, grants, params, signal }: BridgeCall<'ai.chat'>,
): AsyncGenerator<ModelStreamPart, void> {
  const actor = await actors.actorFor(caller, grants);
  const model = await models.resolve(actor, params.model);
  const promptTokens = params.messages.reduce(
    (sum, { content }) => sum + estimateTokens(content) + tokensPerMessage,
    0,
  );
  await requireFits(
    model,
    promptTokens,
    params.messages.map(({ content }) => content),
    signal,
  );
  const spending = await budget.open(caller.installationId, dailyTokens(grants), promptTokens);
  const request = {
    modelId: model.ref.modelId,
    messages: params.messages,
    parameters: params.parameters,
    isContinuation: false,
  };
  try {
    yield* metered(model.connection.streamChat(request, signal), spending, promptTokens);
  } catch (error) {
    throw told(error, model);
  }
}

/**
 * Counts the answer while it comes, by estimate, and corrects it by what the provider says at the end. An answer that
 * runs over the budget is cut there.
 */
async function* metered(
  parts: AsyncIterable<ModelStreamPart>,
  spending: Spending,
  promptTokens: number,
): AsyncGenerator<ModelStreamPart, void> {
  let outputTokens = 0;
  for await (const part of parts) {
    if (part.type === 'finish') {
      const { inputTokens, outputTokens: told } = part.usage;
      spending.spend(
        (inputTokens ?? promptTokens) - promptTokens + (told ?? outputTokens) - outputTokens,
      );
      yield part;
      return;
    }
    const tokens = estimateTokens(wordsOf(part));
    outputTokens += tokens;
    spending.spend(tokens);
    yield part;
    if (spending.isUsedUp()) {
      const usage = { inputTokens: promptTokens, outputTokens, reasoningTokens: null };
      yield { type: 'finish', finishReason: 'length', usage };
      return;
    }
  }
}

/** What of a part the model wrote. */
function wordsOf(part: Exclude<ModelStreamPart, { type: 'finish' }>): string {
  if (part.type === 'status') return '';
  return part.type === 'tool-call' ? JSON.stringify(part.input ?? null) : part.delta;
}

/** The host cuts nothing silently. @throws {ProviderError} `provider/prompt-too-long`. */
async function requireFits(
  model: ResolvedModel,
  estimate: number,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { contextTokens, connection, ref } = model;
  if (contextTokens === null || estimate <= contextTokens) return;
  const counts = await connection.countTokens?.(ref.modelId, texts, signal);
  const tokens = counts?.reduce((sum, count) => sum + count + tokensPerMessage, 0) ?? estimate;
  if (tokens <= contextTokens) return;
  throw new ProviderError(
    'provider/prompt-too-long',
    `This is about ${tokens.toLocaleString('en')} tokens and ${model.name} reads ${contextTokens.toLocaleString('en')}. Send less of it.`,
    { details: { tokens, contextTokens } },
  );
}

/** A failure of the network that the provider did not name. */
function told(error: unknown, model: ResolvedModel): unknown {
  if (!(error instanceof TypeError) || error.cause === undefined) return error;
  return new ProviderError(
    'provider/unreachable',
    `The server of ${model.name} does not answer. Check whether it is running.`,
    { cause: error },
  );
}
