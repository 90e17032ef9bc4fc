import { ScriptedModel, type ScriptedModelOptions } from '@braindrive/test-kit';
import { describe, expect, it } from 'vitest';
import { TokenCounter } from './token-counter.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const setUp = (countTokens?: NonNullable<ScriptedModelOptions['countTokens']>) => {
  const connection = new ScriptedModel(countTokens === undefined ? {} : { countTokens });
  const ref = { connectionId: 'c', modelId: 'm' };
  return {
    counter: new TokenCounter({ timeLimitMs: 10, log: silent }),
    model: { ref, name: 'Tiny', contextTokens: null, connection },
  };
};

describe('TokenCounter', () => {
  it('asks the model once for each message and each length of it', async () => {
    const asked: string[] = [];
    const { counter, model } = setUp(async (_, texts) => {
      asked.push(...texts);
      return texts.map(({ length }) => length * 100);
    });
    expect(await counter.count(model, [{ id: 'a', text: 'xx' }])).toEqual([200]);
    const again = [
      { id: 'b', text: 'y' },
      { id: 'a', text: 'xx' },
      { id: 'a', text: 'xxx' },
      { id: '', text: 'z' },
    ];
    expect(await counter.count(model, again)).toEqual([100, 200, 300, 100]);
    expect(await counter.count(model, again)).toEqual([100, 200, 300, 100]);
    expect(asked).toEqual(['xx', 'y', 'xxx', 'z', 'z']);
  });

  it('estimates without a tokenizer', async () => {
    const { counter, model } = setUp();
    expect(await counter.count(model, [{ id: 'a', text: 'two words' }])).toEqual([2]);
  });

  it('estimates when the tokenizer fails or takes too long, and asks again next time', async () => {
    let calls = 0;
    const { counter, model } = setUp(async (_, texts) => {
      calls++;
      if (calls === 1) return new Promise(() => {});
      if (calls === 2) throw new Error('no');
      return texts.map(() => 7);
    });
    const texts = [{ id: 'a', text: 'two words' }];
    expect(await counter.count(model, texts)).toEqual([2]);
    expect(await counter.count(model, texts)).toEqual([2]);
    expect(await counter.count(model, texts)).toEqual([7]);
  });
});
