import { describe, expect, it } from 'vitest';
import { AnswerStore } from './answer-store.ts';
import type { ChatStreamPart } from './core-types.ts';
import type { FrameSource } from './frame-pacer.ts';

class FakeFrames implements FrameSource {
  #frames: (() => void)[] = [];
  #paints: (() => void)[] = [];
  time = 0;

  requestFrame(run: () => void): void {
    this.#frames.push(run);
  }
  afterPaint(run: () => void): void {
    this.#paints.push(run);
  }
  now(): number {
    return this.time;
  }
  /** One frame; drawing it takes `costMs`. */
  frame(costMs = 0): void {
    const frames = this.#frames.splice(0);
    for (const run of frames) run();
    this.time += costMs;
    for (const run of this.#paints.splice(0)) run();
  }
}

const id = '019ab000-0000-7000-8000-000000000001';
const start: ChatStreamPart = {
  type: 'message-start',
  messageId: id,
  modelName: 'Test model',
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

function setUp() {
  const frames = new FakeFrames();
  const store = new AnswerStore(frames);
  const drawn: string[] = [];
  store.subscribe(id, () => drawn.push(store.get(id)?.parts[0]?.text ?? ''));
  let seq = 0;
  const push = (...parts: ChatStreamPart[]) => {
    seq += parts.length;
    store.push(id, { seq, parts });
  };
  const say = (delta: string) => push({ type: 'text-delta', delta });
  return { frames, store, drawn, push, say };
}

describe('AnswerStore', () => {
  it('shows the first word at once and the others once per frame', () => {
    const { frames, drawn, push, say } = setUp();
    push(start);
    say('a');
    expect(drawn).toEqual(['', 'a']);
    say('b');
    say('c');
    expect(drawn).toHaveLength(2);
    frames.frame();
    expect(drawn).toEqual(['', 'a', 'abc']);
  });

  it('shows the end at once, with all that waited', () => {
    const { drawn, push, say, store } = setUp();
    push(start);
    for (const word of ['a', 'b', 'c']) say(word);
    push(end);
    expect(drawn.at(-1)).toBe('abc');
    expect(store.get(id)?.phase).toBe('ended');
  });

  it('skips frames when they get dear and comes back when they are cheap', () => {
    const { frames, drawn, push, say } = setUp();
    push(start);
    say('a');
    say('b');
    frames.frame(20);
    say('c');
    const before = drawn.length;
    frames.frame();
    frames.frame();
    frames.frame();
    expect(drawn).toHaveLength(before);
    frames.frame(2);
    expect(drawn.at(-1)).toBe('abc');
    say('d');
    frames.frame();
    expect(drawn.at(-1)).toBe('abcd');
  });

  it('tells only the rows of the answer that changed', () => {
    const { store, push, say } = setUp();
    let others = 0;
    store.subscribe('other', () => {
      others += 1;
    });
    push(start);
    say('a');
    expect(others).toBe(0);
  });

  it('forgets what waited when a message starts anew', () => {
    const { frames, store, push, say } = setUp();
    push(start);
    say('a');
    say('b');
    store.begin(id);
    frames.frame();
    expect(store.get(id)?.parts).toEqual([]);
  });

  it('keeps nothing of an answer that is dropped', () => {
    const { store, push, say } = setUp();
    push(start);
    say('a');
    store.drop(id);
    expect(store.get(id)).toBeNull();
  });
});
