import { showToast } from '@braindrive/plugin-sdk/ui';
import { useEffect, useRef } from 'react';
import { useBoot } from '../../boot.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import type { ModelPull } from './library-rows.ts';
import { useSetDefaultModel } from './use-library.ts';

type ConnectionModels = RouterOutputs['model']['list'][number];

/** The listed model that a fetch brought. The starter's fetch has an id of its own, so its name counts too. */
function fetchedModel(lists: readonly ConnectionModels[], pull: ModelPull) {
  for (const { connectionId, models } of lists) {
    const model = models.find(({ id, name }) => id === pull.id || name === pull.name);
    if (model !== undefined) return { connectionId, modelId: model.id, name: model.name };
  }
  return null;
}

const isUnderWay = ({ state }: ModelPull) => state !== 'done' && state !== 'cancelled';

/**
 * Offers to switch to a model once its download ended while this page was open and the host lists it. A model that
 * is in use already needs no offer.
 */
export function useReadyOffer(): void {
  const { pulls, defaultModel } = useBoot();
  const { data: lists = [] } = trpc.model.list.useQuery();
  const setDefault = useSetDefaultModel();
  const awaited = useRef(new Set<string>());

  useEffect(() => {
    for (const { id } of pulls.filter(isUnderWay)) awaited.current.add(id);
    const ended = pulls.filter(({ id, state }) => state === 'done' && awaited.current.has(id));
    for (const pull of ended) {
      const found = fetchedModel(lists, pull);
      if (found === null) continue;
      awaited.current.delete(pull.id);
      if (defaultModel?.modelId === found.modelId) continue;
      const { connectionId, modelId, name } = found;
      showToast(`${name} is ready.`, {
        label: 'Switch to it',
        run: () => setDefault({ connectionId, modelId }, name),
      });
    }
  });
}
