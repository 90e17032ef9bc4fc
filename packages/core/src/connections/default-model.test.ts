import type { CatalogueModel } from '@braindrive/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { chooseDefaultModel, type ModelCandidates } from './default-model.ts';
import type { LocalModelFacts } from './model-lists.ts';
import { modelCalled } from './testing/http-provider.ts';

type Facts = Pick<CatalogueModel, 'fit' | 'isStarter'>;
const facts: Facts = { fit: 'fits', isStarter: false };

const candidates = (
  connectionId: string,
  sizes: Readonly<Record<string, number>>,
  options: Partial<Omit<ModelCandidates, 'list'>> & {
    state?: ModelCandidates['list']['state'];
  } = {},
): ModelCandidates => ({
  isBuiltIn: false,
  local: new Map(),
  ...options,
  list: {
    connectionId,
    connectionName: connectionId,
    providerId: 'any',
    destination: null,
    hasLibrary: false,
    state: options.state ?? 'ready',
    error: null,
    refreshedAt: null,
    models: Object.entries(sizes).map(([id, size]) => modelCalled(id, size)),
  },
});

describe('the default model', () => {
  it('is the choice of the person, also while its server is silent', () => {
    const chosen = { connectionId: 'b', modelId: 'x' };
    const silent = candidates('b', {}, { state: 'failed' });
    expect(chooseDefaultModel(chosen, [candidates('a', { y: 1 }), silent])).toEqual(chosen);
  });

  it('is another one when the choice is gone', () => {
    const other = { connectionId: 'a', modelId: 'y' };
    const lists = [candidates('a', { y: 1 })];
    expect(chooseDefaultModel({ connectionId: 'a', modelId: 'x' }, lists)).toEqual(other);
    expect(chooseDefaultModel({ connectionId: 'gone', modelId: 'x' }, lists)).toEqual(other);
  });

  it('is the largest that fits among those that run here, the starter last', () => {
    const local: LocalModelFacts = new Map<string, Facts>([
      ['starter', { fit: 'fits', isStarter: true }],
      ['small', facts],
      ['medium', facts],
      ['tight', { fit: 'tight', isStarter: false }],
      ['huge', { fit: 'too-large', isStarter: false }],
    ]);
    const best = (sizes: Record<string, number>) =>
      chooseDefaultModel(null, [
        candidates('server', { cloud: 9 }),
        candidates('local', sizes, { isBuiltIn: true, local }),
      ])?.modelId;
    expect(best({ starter: 1, small: 2, medium: 3, tight: 4, huge: 5 })).toBe('medium');
    expect(best({ starter: 1, tight: 4, huge: 5 })).toBe('tight');
    expect(best({ starter: 1, huge: 5 })).toBe('starter');
    expect(best({ 'my-own': 3, small: 2, starter: 1 })).toBe('my-own');
    expect(best({})).toBe('cloud');
  });

  it('comes from the first server that answers', () => {
    const lists = [
      candidates('dead', { old: 1 }, { state: 'failed' }),
      candidates('empty', {}),
      candidates('alive', { first: 1, second: 2 }),
    ];
    expect(chooseDefaultModel(null, lists)).toEqual({ connectionId: 'alive', modelId: 'first' });
  });

  it('is null when there is none', () => {
    expect(chooseDefaultModel(null, [candidates('a', {})])).toBeNull();
  });
});
