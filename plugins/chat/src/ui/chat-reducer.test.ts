import { describe, expect, it } from 'vitest';
import { applyUpdate, emptyAnswer, type LiveAnswer } from './chat-reducer.ts';
import type { ChatStreamPart, RunUpdate } from './core-types.ts';

const start: ChatStreamPart = {
  type: 'message-start',
  messageId: '019ab000-0000-7000-8000-000000000001',
  modelName: 'Test model',
  destination: null,
  parts: [],
};
const text = (delta: string): ChatStreamPart => ({ type: 'text-delta', delta });
const thought = (delta: string): ChatStreamPart => ({ type: 'reasoning-delta', delta });
const end: ChatStreamPart = {
  type: 'message-end',
  reason: 'complete',
  finishReason: 'stop',
  usage: null,
  firstTokenMs: 5,
  durationMs: 50,
  tokensPerSecond: 40,
  error: null,
};
const run = (updates: readonly RunUpdate[]): LiveAnswer => updates.reduce(applyUpdate, emptyAnswer);
const textOf = (answer: LiveAnswer): string =>
  answer.parts.map((part) => (part.type === 'text' ? part.text : `(${part.text})`)).join('');

/** A log of entries and every way to read it in pieces, as the host joins neighbouring deltas. */
const words = 'The quick brown fox jumps over the lazy dog again and again'.split(/(?<= )/);
const log: ChatStreamPart[] = [start, thought('hm '), thought('so'), ...words.map(text), end];

function read(after: number, until: number): RunUpdate {
  const parts: ChatStreamPart[] = [];
  for (const part of log.slice(after, until)) {
    const last = parts.at(-1);
    const isJoined =
      (part.type === 'text-delta' || part.type === 'reasoning-delta') && last?.type === part.type;
    if (isJoined && 'delta' in last) {
      parts[parts.length - 1] = { ...last, delta: last.delta + part.delta } as ChatStreamPart;
    } else parts.push(part);
  }
  return { seq: until, parts };
}

/** Small and repeatable; the point is many different cuts. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Where a reader goes on: after a cut from what it has, now and then from the start. */
function resumeAt(dice: number, answer: LiveAnswer, sent: number): number {
  if (dice < 0.15) return answer.seq;
  return dice < 0.2 ? 0 : sent;
}

/** Reads the log over a bad line: cut, replayed, and with old updates sent again. */
function readBadly(next: () => number): LiveAnswer {
  let answer = emptyAnswer;
  let sent = 0;
  const old: RunUpdate[] = [];
  while (answer.end === null) {
    const after = resumeAt(next(), answer, sent);
    sent = Math.min(log.length, after + 1 + Math.floor(next() * 5));
    const update = read(after, sent);
    answer = applyUpdate(answer, update);
    if (after > 0) old.push(update);
    const again = old[Math.floor(next() * old.length)];
    if (again !== undefined && again.seq <= answer.seq) answer = applyUpdate(answer, again);
  }
  return answer;
}

describe('applyUpdate', () => {
  it('builds the answer from its log', () => {
    const answer = run([read(0, log.length)]);
    expect(textOf(answer)).toBe(`(hm so)${words.join('')}`);
    expect(answer).toMatchObject({ phase: 'ended', modelName: 'Test model', seq: log.length });
  });

  it('neither loses nor doubles a word, whatever is cut, sent twice or replayed', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      expect(textOf(readBadly(random(seed)))).toBe(`(hm so)${words.join('')}`);
    }
  });

  it('goes on in the last part of a continued answer', () => {
    const continued = { ...start, parts: [{ type: 'text', text: 'Half a sen' }] } as ChatStreamPart;
    const answer = run([
      { seq: 1, parts: [continued] },
      { seq: 2, parts: [text('tence.')] },
    ]);
    expect(textOf(answer)).toBe('Half a sentence.');
    expect(answer.writtenLength).toBe(6);
  });

  it('starts over when the host replays a log that it had to make anew', () => {
    const answer = run([read(0, 9), { seq: 2, parts: [start, text('Anew')] }]);
    expect(textOf(answer)).toBe('Anew');
    expect(answer.seq).toBe(2);
  });

  it('tells waiting, loading, thinking and answering apart', () => {
    const status = (name: 'queued' | 'loading-model', progress: number | null) =>
      ({ type: 'status', status: name, progress }) as const;
    const phases = [[start], [status('queued', null)], [status('loading-model', 0.4)]] as const;
    const seen = [...phases, [thought('a')], [text('b')], [end]].map((_, index, all) =>
      run(all.slice(0, index + 1).map((parts, at) => ({ seq: at + 1, parts: [...parts] }))),
    );
    expect(seen.map(({ phase }) => phase)).toEqual([
      'waiting',
      'queued',
      'loading-model',
      'thinking',
      'answering',
      'ended',
    ]);
    expect(seen[2]?.progress).toBe(0.4);
    expect(seen[3]?.progress).toBeNull();
  });

  it('keeps how long the model thought', () => {
    const answer = run([
      { seq: 2, parts: [start, thought('a')] },
      { seq: 4, parts: [{ type: 'reasoning-end', durationMs: 6_100 }, text('b')] },
    ]);
    expect(answer.parts[0]).toMatchObject({ type: 'reasoning', durationMs: 6_100 });
  });

  it('takes nothing after the end', () => {
    const answer = run([read(0, log.length), { seq: 99, parts: [text('more')] }]);
    expect(textOf(answer)).not.toContain('more');
  });
});
