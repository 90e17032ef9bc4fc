import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChatFixture,
  createChatFixture,
  endOf,
  readAll,
  shownText,
} from './testing/chat-fixture.ts';

let fixture: ChatFixture;
beforeEach(async () => {
  fixture = await createChatFixture();
});
afterEach(() => fixture.close());

describe('following', () => {
  it('ends quietly when the reader goes', async () => {
    const started = await fixture.send('Hello');
    const reader = new AbortController();
    const updates = fixture.chat.follow(
      fixture.actor,
      { runId: started.runId, after: 1 },
      reader.signal,
    );
    const next = updates[Symbol.asyncIterator]().next();
    reader.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('passes on what the model does before it answers', async () => {
    const started = await fixture.send('Hello');
    const status = { type: 'status', status: 'loading-model', progress: 0.5 } as const;
    (await fixture.model.next()).push(status).text('Hi').finish();
    const updates = await readAll(fixture.chat, fixture.actor, started.runId);
    expect(updates.flatMap(({ parts }) => parts)).toContainEqual(status);
  });

  it('gives nothing more to a reader that has the end', async () => {
    const started = await fixture.exchange('Hello', 'World');
    const all = await readAll(fixture.chat, fixture.actor, started.runId);
    const seq = all.at(-1)?.seq ?? 0;
    expect(await readAll(fixture.chat, fixture.actor, started.runId, seq)).toEqual([]);
  });

  it('passes on a bounded number of such reports', async () => {
    const bounded = await createChatFixture({ limits: { maxStatusParts: 3 } });
    const started = await bounded.send('Hello');
    const status = { type: 'status', status: 'queued', progress: null } as const;
    (await bounded.model.next()).push(...Array.from({ length: 50 }, () => status)).finish();
    const updates = await readAll(bounded.chat, bounded.actor, started.runId);
    const types = updates.flatMap(({ parts }) => parts.map(({ type }) => type));
    expect(types).toEqual(['message-start', 'status', 'status', 'status', 'message-end']);
    await bounded.close();
  });

  it('keeps a bounded number of ended runs; older ones are replayed as a whole', async () => {
    const bounded = await createChatFixture({ limits: { maxReplayRuns: 1 } });
    const first = await bounded.exchange('Hello', 'World');
    const second = await bounded.exchange('Hello', 'again');
    const replay = async (runId: string) =>
      (await readAll(bounded.chat, bounded.actor, runId, 1))[0]?.parts[0]?.type;
    expect(await replay(first.runId)).toBe('message-start');
    expect(await replay(second.runId)).toBe('text-delta');
    await bounded.close();
  });

  it('replays a run that left the memory from the stored message, to any reader exactly', async () => {
    const brief = await createChatFixture({ limits: { replayMs: 0 } });
    const started = await brief.exchange('Hello', 'World');
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const after of [0, 1, 2]) {
      const updates = await readAll(brief.chat, brief.actor, started.runId, after);
      expect(shownText(updates).text).toBe('World');
      expect(endOf(updates)?.reason).toBe('complete');
      const seq = updates[0]?.seq ?? 0;
      expect(await readAll(brief.chat, brief.actor, started.runId, seq)).toEqual([]);
    }
    await brief.chat.stop(brief.actor, started.runId);
    await brief.close();
  });
});
