import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import type { ModelConnection } from '@braindrive/plugin-sdk/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { SecretRedaction } from './secret-redaction.ts';
import { modelCalled } from './testing/http-provider.ts';
import { TrackedConnection } from './tracked-connection.ts';

const request = {
  modelId: 'one',
  messages: [],
  parameters: {},
  isContinuation: false,
};
const { signal } = new AbortController();
let events: string[];
beforeEach(() => {
  events = [];
});

function tracked(changes: Partial<ModelConnection> = {}, idleMs = 10_000) {
  return new TrackedConnection({
    connect: () => {
      events.push('connect');
      return {
        destination: 'models.example',
        listModels: async () => [modelCalled('one')],
        test: async () => ({ latencyMs: 1, modelCount: 1, serverVersion: null }),
        async *streamChat(): AsyncGenerator<ModelStreamPart> {
          yield { type: 'text-delta', delta: 'a' };
          yield { type: 'text-delta', delta: 'b' };
        },
        close: async () => {
          events.push('close');
        },
        ...changes,
      };
    },
    redaction: new SecretRedaction({ key: 'secret-key' }),
    onOpen: () => () => events.push('before-close'),
    idleMs,
    onCloseFailed: (error) => events.push(String(error)),
  });
}

describe('a retired connection', () => {
  it('closes at once when nobody uses it', async () => {
    const connection = tracked();
    await connection.retire();
    expect(events).toEqual(['connect', 'before-close', 'close']);
  });

  it('lets a running answer end first', async () => {
    const connection = tracked();
    const answer = connection.streamChat(request, signal);
    await answer.next();
    await connection.retire();
    expect(events).toEqual(['connect']);
    expect(await answer.next()).toMatchObject({ value: { delta: 'b' } });
    await answer.next();
    expect(events).toEqual(['connect', 'before-close', 'close']);
  });

  it('also closes after an answer that was left', async () => {
    const connection = tracked();
    const answer = connection.streamChat(request, signal);
    await answer.next();
    await connection.retire();
    await answer.return(undefined);
    expect(events).toContain('close');
  });

  it('opens once more for those who still hold it', async () => {
    const connection = tracked();
    await connection.retire();
    expect(await connection.listModels(signal)).toHaveLength(1);
    await Promise.resolve();
    expect(events.filter((event) => event === 'close')).toHaveLength(2);
  });

  it('that cannot be closed only says so', async () => {
    const fail = async () => {
      throw new Error('stuck with secret-key');
    };
    await tracked({ close: fail }).retire();
    expect(events.at(-1)).toBe('Error: stuck with [secret]');
  });
});

it('an idle connection is closed, and opened when needed', async () => {
  const connection = tracked({}, 1);
  await connection.listModels(signal);
  await expect.poll(() => events).toContain('close');
  await connection.listModels(signal);
  expect(events.filter((event) => event === 'connect')).toHaveLength(2);
});

it('says no more than the provider can do', () => {
  expect(tracked().countTokens).toBeUndefined();
  expect(tracked().library).toBeUndefined();
  expect(tracked({ countTokens: async () => [1] }).countTokens).toBeDefined();
});
