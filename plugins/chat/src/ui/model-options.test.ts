import { describe, expect, it } from 'vitest';
import type { ConnectionModels } from './core-types.ts';
import { chooseModel, findModels, formatTokens, modelGroups } from './model-options.ts';

const connection = (name: string, models: string[]): ConnectionModels => ({
  connectionId: name,
  connectionName: name,
  providerId: 'test',
  destination: null,
  hasLibrary: false,
  state: 'ready',
  error: null,
  refreshedAt: null,
  models: models.map((id) => ({
    id,
    name: id.toUpperCase(),
    contextTokens: 8192,
    capabilities: { vision: id === 'llava', tools: false, reasoning: false },
    sizeBytes: null,
    note: null,
  })),
});
const groups = modelGroups([
  connection('Home', ['qwen3:4b', 'llava']),
  connection('Cloud', ['gpt-x']),
]);

describe('model options', () => {
  it('are found by words of name, id, connection and ability, in any order', () => {
    const names = (query: string) =>
      findModels(groups, query).flatMap(({ options }) => options.map(({ name }) => name));
    expect(names('')).toEqual(['QWEN3:4B', 'LLAVA', 'GPT-X']);
    expect(names('home qwen')).toEqual(['QWEN3:4B']);
    expect(names('VISION')).toEqual(['LLAVA']);
    expect(names('cloud vision')).toEqual([]);
  });

  it('are chosen by wish, else by default, else by being the first', () => {
    const gone = { connectionId: 'Home', modelId: 'gone' };
    const wanted = { connectionId: 'Cloud', modelId: 'gpt-x' };
    expect(chooseModel(groups, wanted, null)?.name).toBe('GPT-X');
    expect(chooseModel(groups, null, wanted)?.name).toBe('GPT-X');
    expect(chooseModel(groups, null, gone)?.name).toBe('QWEN3:4B');
    expect(chooseModel([], null, wanted)).toBeNull();
  });

  it('are asked by default before their connection has listed them', () => {
    const silent = modelGroups([
      { ...connection('Home', []), state: 'loading' },
      connection('Cloud', ['gpt-x']),
    ]);
    const usual = { connectionId: 'Home', modelId: 'qwen3:4b' };
    expect(chooseModel(silent, null, usual)?.ref).toEqual(usual);
  });

  it('are not quietly replaced when a conversation asks for one that is gone', () => {
    const gone = { connectionId: 'Home', modelId: 'gone' };
    expect(chooseModel(groups, gone, null)).toMatchObject({ name: 'gone', destination: null });
    const nowhere = { connectionId: 'Nowhere', modelId: 'x' };
    expect(chooseModel(groups, nowhere, null)?.destination).not.toBeNull();
  });

  it.each([
    [940, '0.9k'],
    [8192, '8k'],
    [32_768, '32k'],
    [131_072, '128k'],
    [48, '48'],
    [1_048_576, '1M'],
  ])('write %i tokens as %s', (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text);
  });
});
