import { describe, expect, it } from 'vitest';
import { retryDelayMs, transportOf } from './trpc.ts';

describe('transportOf', () => {
  it('sends subscriptions over the one WebSocket', () => {
    expect(transportOf({ type: 'subscription', path: 'event.follow' })).toBe('websocket');
  });

  it.each(['account.signIn', 'account.register', 'account.signOut', 'account.delete'])(
    'sends %s alone, because it sets a cookie',
    (path) => {
      expect(transportOf({ type: 'mutation', path })).toBe('single');
    },
  );

  it('lets a question not wait for a batch', () => {
    expect(transportOf({ type: 'mutation', path: 'chat.send' })).toBe('single');
  });

  it('takes the boot call alone, whose answer the page may have asked for already', () => {
    expect(transportOf({ type: 'query', path: 'instance.boot' })).toBe('single');
  });

  it('batches everything else', () => {
    expect(transportOf({ type: 'query', path: 'model.list' })).toBe('batch-stream');
    expect(transportOf({ type: 'mutation', path: 'model.pull' })).toBe('batch-stream');
  });
});

describe('retryDelayMs', () => {
  it('doubles up to a limit', () => {
    const delays = [0, 1, 2, 10].map((attempt) => retryDelayMs(attempt, () => 0));
    expect(delays).toEqual([500, 1_000, 2_000, 15_000]);
  });

  it('spreads pages that lost the host together', () => {
    expect(retryDelayMs(1, () => 1)).toBe(1_250);
  });
});
