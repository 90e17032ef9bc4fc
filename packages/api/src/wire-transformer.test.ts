import superjson from 'superjson';
import { describe, expect, it } from 'vitest';
import { wireTransformer } from './wire-transformer.ts';

const update = (...parts: unknown[]) => ({ id: '7', data: { seq: 7, parts } });

describe('what goes over the wire', () => {
  it.each([
    ['words', update({ type: 'text-delta', delta: 'Hi "you"\n' })],
    [
      'thoughts and words',
      update({ type: 'reasoning-delta', delta: 'hm' }, { type: 'text-delta', delta: '' }),
    ],
    ['an end', update({ type: 'message-end', reason: 'complete', error: null })],
    ['a date', { createdAt: new Date(0), data: { seq: 1 } }],
    [
      'a date in the place of an update',
      { data: { seq: 1, parts: [{ type: 'status', at: new Date(0) }] } },
    ],
    ['nothing', undefined],
    ['a list', [1, 'two', null]],
  ])('is for %s what superjson would write', (_, value) => {
    expect(wireTransformer.serialize(value)).toEqual(superjson.serialize(value));
    expect(superjson.deserialize(wireTransformer.serialize(value))).toEqual(value);
  });
});
