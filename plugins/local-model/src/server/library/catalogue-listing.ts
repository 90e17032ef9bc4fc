import type { CatalogueModel, MachineFacts } from '@braindrive/plugin-sdk';
import { type CatalogueEntry, modelCatalogue } from '../catalogue/catalogue-data.ts';
import { memoryNeedBytes } from '../catalogue/memory-need.ts';
import { fitOf, recommendedId } from '../catalogue/model-fit.ts';
import { starterModel } from './starter-model.ts';

/** Context that the memory figures are for. */
const catalogueContextTokens = 4096;

/** The models on offer, the starter first, with what this machine makes of each. */
export function listCatalogue(
  machine: MachineFacts,
  installedIds: ReadonlySet<string>,
  hubUrl: string,
): CatalogueModel[] {
  const candidates = modelCatalogue.map((entry) => {
    const memoryBytes = memoryNeedBytes(entry, catalogueContextTokens, 1);
    return { entry, memoryBytes, fit: fitOf(memoryBytes, machine) };
  });
  const recommended = recommendedId(candidates, machine);
  const models = candidates.map(({ entry, memoryBytes, fit }) =>
    toCatalogueModel(
      entry,
      {
        memoryBytes,
        fit,
        isRecommended: entry.id === recommended,
        isInstalled: installedIds.has(entry.id),
      },
      hubUrl,
    ),
  );
  return [starterEntry(hubUrl, machine, installedIds.has(starterModel.id)), ...models];
}

interface MachineDependent {
  readonly memoryBytes: number;
  readonly fit: CatalogueModel['fit'];
  readonly isRecommended: boolean;
  readonly isInstalled: boolean;
}

const toCatalogueModel = (
  entry: CatalogueEntry,
  machine: MachineDependent,
  hubUrl: string,
): CatalogueModel => ({
  id: entry.id,
  name: entry.name,
  family: entry.family,
  purpose: entry.purpose,
  parameterCount: entry.parameterCount,
  sizeBytes: entry.sizeBytes,
  contextTokens: entry.trainedContextTokens,
  licence: entry.licence,
  capabilities: { vision: false, tools: false, reasoning: entry.isReasoning },
  // The page is for people; the file's own address is in the pull.
  sourceUrl: `${hubUrl}/${entry.hub.repository}`,
  sha256: entry.sha256,
  isStarter: false,
  ...machine,
});

function starterEntry(hubUrl: string, machine: MachineFacts, isInstalled: boolean): CatalogueModel {
  const memoryBytes = memoryNeedBytes(
    { sizeBytes: starterModel.sizeBytes, cacheBytesPerToken: 23_040, vocabularySize: 49_152 },
    catalogueContextTokens,
    1,
  );
  return {
    id: starterModel.id,
    name: starterModel.name,
    family: 'SmolLM',
    purpose: 'Shows that everything works: answers at once, and is often wrong.',
    parameterCount: 135e6,
    sizeBytes: starterModel.sizeBytes,
    memoryBytes,
    contextTokens: 8192,
    licence: 'Apache-2.0',
    capabilities: { vision: false, tools: false, reasoning: false },
    sourceUrl: `${hubUrl}/${starterModel.hubPath.split('/resolve/')[0]}`,
    sha256: starterModel.sha256,
    isStarter: true,
    fit: fitOf(memoryBytes, machine),
    isRecommended: false,
    isInstalled,
  };
}
