import type { ConnectionModels, ModelRef } from '@braindrive/contracts';
import type { ProviderModel } from '@braindrive/plugin-sdk';
import type { LocalModelFacts } from './model-lists.ts';

/** One connection that a person may use. */
export interface ModelCandidates {
  readonly list: ConnectionModels;
  readonly isBuiltIn: boolean;
  readonly local: LocalModelFacts;
}

/**
 * The model of a new conversation.
 * @param chosen - The person's own choice. It counts while its connection is there, unless a current list lacks it.
 * @param candidates - All enabled connections, in the order to try them.
 * @returns the choice; else the best model that runs here (largest that fits, the starter last); else the first of
 *   the first server that answers; null when there is none.
 */
export function chooseDefaultModel(
  chosen: ModelRef | null,
  candidates: readonly ModelCandidates[],
): ModelRef | null {
  if (chosen !== null && isThere(chosen, candidates)) return chosen;
  const local = candidates.filter(({ isBuiltIn }) => isBuiltIn).map(bestLocal);
  const servers = candidates
    .filter(({ isBuiltIn, list }) => !isBuiltIn && list.state === 'ready')
    .map(({ list }) => refOf(list, list.models[0]));
  return [...local, ...servers].find((ref) => ref !== null) ?? null;
}

function isThere(chosen: ModelRef, candidates: readonly ModelCandidates[]): boolean {
  const list = candidates.find(({ list }) => list.connectionId === chosen.connectionId)?.list;
  if (list === undefined) return false;
  return list.state !== 'ready' || list.models.some(({ id }) => id === chosen.modelId);
}

function bestLocal({ list, local }: ModelCandidates): ModelRef | null {
  const [best] = list.models
    .map((model) => ({ model, rank: rankOf(local.get(model.id)), size: model.sizeBytes ?? 0 }))
    .sort((left, right) => left.rank - right.rank || right.size - left.size);
  return refOf(list, best?.model);
}

/** A model that is in no catalogue was put there by the owner: it counts as one that fits. */
function rankOf(facts: { readonly fit: string; readonly isStarter: boolean } | undefined): number {
  if (facts === undefined) return 0;
  if (facts.isStarter) return 2;
  return { fits: 0, tight: 1 }[facts.fit] ?? 3;
}

const refOf = (list: ConnectionModels, model: ProviderModel | undefined): ModelRef | null =>
  model === undefined ? null : { connectionId: list.connectionId, modelId: model.id };
