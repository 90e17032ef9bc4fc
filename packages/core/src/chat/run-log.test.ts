import type { ChatStreamPart, RunUpdate } from '@braindrive/contracts';
import { createId } from '@braindrive/database';
import { describe, expect, it } from 'vitest';
import { RunLog } from './run-log.ts';
import { shownText } from './testing/chat-fixture.ts';

const start: ChatStreamPart = {
  type: 'message-start',
  messageId: createId(),
  modelName: 'Tiny',
  destination: null,
  parts: [],
};
const end: ChatStreamPart = {
  type: 'message-end',
  reason: 'complete',
  finishReason: 'stop',
  usage: null,
  firstTokenMs: 1,
  durationMs: 2,
  tokensPerSecond: null,
  error: null,
};
const text = (delta: string): ChatStreamPart => ({ type: 'text-delta', delta });
const reasoning = (delta: string): ChatStreamPart => ({ type: 'reasoning-delta', delta });
const never = new AbortController().signal;

/** A small generator of numbers below 1 (mulberry32), so that a failing case can be run again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('reading', () => {
  it('joins neighbouring deltas of one type and counts entries, not parts', () => {
    const log = new RunLog();
    for (const part of [start, reasoning('a'), reasoning('b'), text('c'), text('d')]) {
      log.append(part);
    }
    expect(log.read(0)).toEqual({ seq: 5, parts: [start, reasoning('ab'), text('cd')] });
    expect(log.read(2)).toEqual({ seq: 5, parts: [reasoning('b'), text('cd')] });
    expect(log.read(4)).toEqual({ seq: 5, parts: [text('d')] });
    expect(log.read(5)).toBeNull();
  });

  it('gives exactly the rest from every place of a long log', () => {
    const log = new RunLog();
    log.append(start);
    const words = Array.from({ length: 500 }, (_, index) => `${index} `);
    for (const word of words) log.append(text(word));
    for (let after = 1; after <= 500; after++) {
      const rest = log.read(after);
      expect(rest === null ? '' : shownText([rest]).text).toBe(words.slice(after - 1).join(''));
    }
  });

  it('takes nothing after the end', () => {
    const log = new RunLog();
    log.append(start);
    log.append(end);
    log.append(text('late'));
    expect(log.lastSeq).toBe(2);
  });
});

describe('following', () => {
  it('hands over the first delta before the second is there', async () => {
    const log = new RunLog();
    log.append(start);
    const updates = log.follow(1, never);
    const first = updates.next();
    log.append(text('a'));
    expect(await first).toEqual({ done: false, value: { seq: 2, parts: [text('a')] } });
  });

  it('starts over for a number that this log never gave', async () => {
    const log = new RunLog();
    for (const part of [start, text('a'), end]) log.append(part);
    const { value } = await log.follow(99, never).next();
    expect(value).toEqual({ seq: 3, parts: [start, text('a'), end] });
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'shows every follower the same words however it is cut off and comes back (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const log = new RunLog();
      const followers = Array.from({ length: 4 }, () => followWithCuts(log, random));
      log.append(start);
      let expectedText = '';
      let expectedReasoning = '';
      for (let entry = 0; entry < 150; entry++) {
        const delta = 'x'.repeat(Math.floor(random() * 4)) + entry;
        if (random() < 0.2) {
          log.append(reasoning(delta));
          expectedReasoning += delta;
        } else {
          log.append(text(delta));
          expectedText += delta;
        }
        if (random() < 0.05) log.append({ type: 'status', status: 'queued', progress: null });
        if (random() < 0.4) await new Promise((resolve) => setImmediate(resolve));
      }
      log.append(end);
      for (const updates of await Promise.all(followers)) {
        expect(shownText(updates)).toEqual({ text: expectedText, reasoning: expectedReasoning });
      }
    },
  );
});

/** Follows to the end; now and then leaves and comes back with the number of the last update it got. */
async function followWithCuts(log: RunLog, random: () => number): Promise<RunUpdate[]> {
  const received: RunUpdate[] = [];
  const isEnded = () => received.at(-1)?.parts.at(-1)?.type === 'message-end';
  while (!isEnded()) {
    const reader = new AbortController();
    const after = received.at(-1)?.seq ?? 0;
    const isLeaving = random() < 0.3;
    if (isLeaving) setImmediate(() => reader.abort());
    for await (const update of log.follow(after, reader.signal)) {
      received.push(update);
      if (random() < 0.1) break;
      if (random() < 0.1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return received;
}
