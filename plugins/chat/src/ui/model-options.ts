import type { ConnectionModels, ModelRef } from './core-types.ts';

type ProviderModel = ConnectionModels['models'][number];

/** A model that can be chosen, with what the screen says about it. */
export interface ModelOption {
  readonly ref: ModelRef;
  readonly name: string;
  readonly contextTokens: number | null;
  /** What it can do, as words. */
  readonly abilities: readonly string[];
  readonly note: string | null;
  /** Host that prompts go to; null when they stay on this machine. */
  readonly destination: string | null;
}

/** The models of one connection. */
export interface ModelGroup {
  readonly connection: ConnectionModels;
  readonly options: readonly ModelOption[];
}

const abilityWords = { tools: 'tools', vision: 'vision', reasoning: 'reasoning' } as const;

const optionOf = (connection: ConnectionModels, model: ProviderModel): ModelOption => ({
  ref: { connectionId: connection.connectionId, modelId: model.id },
  name: model.name,
  contextTokens: model.contextTokens,
  abilities: Object.entries(abilityWords).flatMap(([key, word]) =>
    model.capabilities[key as keyof typeof abilityWords] ? [word] : [],
  ),
  note: model.note,
  destination: connection.destination,
});

export const isSameModel = (a: ModelRef | null, b: ModelRef | null): boolean =>
  a?.connectionId === b?.connectionId && a?.modelId === b?.modelId;

/** Every model of every connection, in the order the host lists them. */
export const modelGroups = (connections: readonly ConnectionModels[]): ModelGroup[] =>
  connections.map((connection) => ({
    connection,
    options: connection.models.map((model) => optionOf(connection, model)),
  }));

function matches(option: ModelOption, words: readonly string[], connectionName: string): boolean {
  const text = [option.name, option.ref.modelId, connectionName, ...option.abilities]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The groups with what all words of `query` are found in. A group that has nothing left is not shown. */
export function findModels(groups: readonly ModelGroup[], query: string): ModelGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...groups];
  return groups
    .map((group) => ({
      ...group,
      options: group.options.filter((option) =>
        matches(option, words, group.connection.connectionName),
      ),
    }))
    .filter(({ options }) => options.length > 0);
}

/** A model that a conversation asks for and that is not there (any more): shown as it is, never quietly replaced. */
function missingModel(groups: readonly ModelGroup[], ref: ModelRef): ModelOption {
  const group = groups.find(({ connection }) => connection.connectionId === ref.connectionId);
  return {
    ref,
    name: ref.modelId,
    contextTokens: null,
    abilities: [],
    note: null,
    destination: group === undefined ? 'a connection that is gone' : group.connection.destination,
  };
}

/** The model that answers: the one the conversation asks for, else the person's default, else the first there is. */
export function chooseModel(
  groups: readonly ModelGroup[],
  wish: ModelRef | null,
  defaultModel: ModelRef | null,
): ModelOption | null {
  const options = groups.flatMap((group) => group.options);
  const find = (wanted: ModelRef | null) =>
    wanted === null ? undefined : options.find(({ ref }) => isSameModel(ref, wanted));
  if (wish !== null) return find(wish) ?? missingModel(groups, wish);
  const known = find(defaultModel);
  if (known !== undefined) return known;
  // Right after a start no connection has listed its models yet; the default is asked all the same.
  const isUnheard = groups.some(
    ({ connection }) =>
      connection.connectionId === defaultModel?.connectionId && connection.state !== 'ready',
  );
  if (defaultModel !== null && isUnheard) return missingModel(groups, defaultModel);
  return options[0] ?? null;
}

/** `32k`, `0.9k`, `128k`: thousands of tokens, of 1,024 where the size was made of those; few are counted out. */
export function formatTokens(tokens: number): string {
  if (tokens < 100) return String(tokens);
  const thousands = tokens / (tokens % 1024 === 0 ? 1024 : 1000);
  if (tokens >= 1_000_000) return `${Number((tokens / 1_000_000).toFixed(1))}M`;
  return `${thousands < 10 ? Number(thousands.toFixed(1)) : Math.floor(thousands)}k`;
}
