import { describe, expect, it } from 'vitest';
import { AnswerStore } from './answer-store.ts';
import { type ChatPort, ChatSession, type ThreadPort } from './chat-session.ts';
import { createClientId } from './client-id.ts';
import type {
  ChatStreamPart,
  Message,
  OpenedConversation,
  RunUpdate,
  SendMessageInput,
  StartedRun,
} from './core-types.ts';
import { mergeOpened, prependOlder, textOfMessage } from './opened-thread.ts';
import { threadRows } from './thread-rows.ts';

const conversationId = createClientId();
const conversation = {
  id: conversationId,
  title: 'Test',
  isPinned: false,
  isArchived: false,
  isAnswering: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  settings: { model: null, systemPrompt: '', parameters: {} },
  leafId: null,
};

function message(role: Message['role'], text: string, extra: Partial<Message> = {}): Message {
  const id = createClientId();
  return {
    id,
    conversationId,
    parentId: null,
    role,
    state: 'complete',
    parts: text === '' ? [] : [{ type: 'text', text }],
    siblingIds: [id],
    runId: null,
    model: null,
    finishReason: null,
    usage: null,
    firstTokenMs: null,
    durationMs: null,
    tokensPerSecond: null,
    error: null,
    createdAt: new Date(0),
    ...extra,
  };
}

class FakeHost implements ChatPort {
  readonly calls: string[] = [];
  readonly followers = new Map<string, (update: RunUpdate) => void>();
  readonly failures: ((error: unknown) => void)[] = [];
  parentId: string | null = null;
  error: Error | null = null;
  release: (() => void) | null = null;
  isHeld = false;

  send(input: SendMessageInput): Promise<StartedRun> {
    return this.#start(`send ${input.text}`, input.text);
  }
  regenerate(): Promise<StartedRun> {
    return this.#start('regenerate', null);
  }
  edit(_: string, text: string): Promise<StartedRun> {
    return this.#start(`edit ${text}`, text);
  }
  continue(): Promise<StartedRun> {
    return this.#start('continue', null);
  }
  async stop(runId: string): Promise<void> {
    this.calls.push(`stop ${runId === '' ? '' : 'run'}`);
  }
  follow(
    runId: string,
    handlers: { onUpdate(update: RunUpdate): void; onError(error: unknown): void },
  ): () => void {
    this.followers.set(runId, handlers.onUpdate);
    this.failures.push(handlers.onError);
    return () => this.followers.delete(runId);
  }

  async #start(call: string, text: string | null): Promise<StartedRun> {
    this.calls.push(call);
    if (this.isHeld) await new Promise<void>((resolve) => (this.release = resolve));
    if (this.error !== null) throw this.error;
    const runId = createClientId();
    const user = text === null ? null : message('user', text, { parentId: this.parentId });
    const reply = message('assistant', '', {
      state: 'streaming',
      runId,
      parentId: user?.id ?? this.parentId,
    });
    return { runId, conversation, userMessage: user, replyMessage: reply };
  }
}

class FakeThreads implements ThreadPort {
  readonly opened = new Map<string, OpenedConversation>();
  readonly reloads: string[] = [];
  change(
    id: string,
    change: (opened: OpenedConversation | undefined) => OpenedConversation | undefined,
  ): void {
    const next = change(this.opened.get(id));
    if (next !== undefined) this.opened.set(id, next);
  }
  reload(id: string): void {
    this.reloads.push(id);
  }
}

function setUp() {
  const host = new FakeHost();
  const threads = new FakeThreads();
  const answers = new AnswerStore({
    requestFrame: (run) => run(),
    afterPaint: () => {},
    now: () => 0,
  });
  const session = new ChatSession({ answers, chat: host, threads });
  const rows = (id: string | null) =>
    threadRows(
      threads.opened.get(id ?? '')?.window.messages ?? [],
      session.turnOf(id),
      (messageId) => session.rowKey(messageId),
    );
  const ask = (text: string, id: string | null = null) =>
    session.send({ clientId: createClientId(), conversationId: id, text });
  return { host, threads, session, rows, ask };
}

const start = (messageId: string) =>
  ({
    type: 'message-start',
    messageId,
    modelName: 'Test model',
    destination: null,
    parts: [],
  }) satisfies ChatStreamPart;
const end = {
  type: 'message-end',
  reason: 'complete',
  finishReason: 'stop',
  usage: null,
  firstTokenMs: 1,
  durationMs: 2,
  tokensPerSecond: 30,
  error: null,
} as const;

describe('ChatSession', () => {
  it('shows the question before the host has heard it', () => {
    const { ask, rows, session } = setUp();
    void ask('Hello');
    expect(rows(null).map(({ kind }) => kind)).toEqual(['asked', 'expected']);
    expect(session.isAnswering(null)).toBe(true);
  });

  it('keeps the names of rows and thread when the question is stored', async () => {
    const { ask, rows, session } = setUp();
    const asked = ask('Hello');
    const before = rows(null).map(({ key }) => key);
    const thread = session.threadKey(null);
    await asked;
    expect(rows(conversationId).map(({ key }) => key)).toEqual(before);
    expect(rows(conversationId).map(({ kind }) => kind)).toEqual(['question', 'answer']);
    expect(session.threadKey(conversationId)).toBe(thread);
  });

  it('puts the finished answer into the conversation', async () => {
    const { ask, host, threads, session } = setUp();
    const { runId, replyMessage } = await ask('Hello');
    const tell = host.followers.get(runId);
    tell?.({ seq: 2, parts: [start(replyMessage.id), { type: 'text-delta', delta: 'Hi.' }] });
    expect(session.isAnswering(conversationId)).toBe(true);
    tell?.({ seq: 3, parts: [end] });
    const last = threads.opened.get(conversationId)?.window.messages.at(-1);
    expect(last).toMatchObject({ state: 'complete', runId: null, tokensPerSecond: 30 });
    expect(last && textOfMessage(last)).toBe('Hi.');
    expect(session.isAnswering(conversationId)).toBe(false);
    expect(host.followers.size).toBe(0);
  });

  it('takes the question back when the host refuses it', async () => {
    const { ask, host, rows, session } = setUp();
    host.error = new Error('Too long.');
    await expect(ask('Hello')).rejects.toThrow('Too long.');
    expect(rows(null)).toEqual([]);
    expect(session.isAnswering(null)).toBe(false);
  });

  it('stops a question that is still on its way as soon as it has a run', async () => {
    const { ask, host, session } = setUp();
    host.isHeld = true;
    const asked = ask('Hello');
    session.stop(null);
    host.release?.();
    await asked;
    expect(host.calls).toEqual(['send Hello', 'stop run']);
  });

  it('cuts the branch where a question is edited and where an answer is repeated', async () => {
    const { host, threads, rows, session } = setUp();
    const question = message('user', 'Old');
    const answer = message('assistant', 'Old answer', { parentId: question.id });
    threads.opened.set(conversationId, {
      conversation,
      window: { messages: [question, answer], hasOlder: false },
    });
    host.parentId = question.id;
    const again = session.regenerate(createClientId(), conversationId, answer.id);
    expect(rows(conversationId).map(({ kind }) => kind)).toEqual(['question', 'expected']);
    await again;
    expect(rows(conversationId).map(({ kind }) => kind)).toEqual(['question', 'answer']);
    host.parentId = null;
    const edited = session.edit(createClientId(), conversationId, question.id, 'New');
    expect(rows(conversationId).map(({ kind }) => kind)).toEqual(['asked', 'expected']);
    await edited;
    expect(threads.opened.get(conversationId)?.window.messages).toHaveLength(2);
  });

  it('asks the host what became of a run that cannot be followed', async () => {
    const { ask, host, threads, session } = setUp();
    await ask('Hello');
    host.failures[0]?.(new Error('RUN_NOT_FOUND'));
    expect(threads.reloads).toEqual([conversationId]);
    expect(session.isAnswering(conversationId)).toBe(false);
  });

  it('ends following when the conversation is left, and starts over when it is opened again', async () => {
    const { ask, host, session } = setUp();
    const { runId, replyMessage } = await ask('Hello');
    session.leave(conversationId);
    expect(host.followers.size).toBe(0);
    expect(session.answers.get(replyMessage.id)).toBeNull();
    session.follow(conversationId, replyMessage.id, runId);
    session.follow(conversationId, replyMessage.id, runId);
    expect(host.failures).toHaveLength(2);
  });
});

describe('opened threads', () => {
  const all = Array.from({ length: 6 }, (_, index) => message('user', `m${index}`));
  const opened = (messages: Message[], hasOlder = false): OpenedConversation => ({
    conversation,
    window: { messages, hasOlder },
  });

  it('keep the older messages that were loaded when the newest are fetched again', () => {
    const merged = mergeOpened(opened(all.slice(1), true), opened(all.slice(3)));
    expect(merged.window.messages.map(textOfMessage)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(merged.window.hasOlder).toBe(true);
  });

  it('take another branch as it is', () => {
    const other = message('user', 'other');
    expect(mergeOpened(opened(all), opened([other])).window.messages).toEqual([other]);
  });

  it('put an older page on top once', () => {
    const page = { messages: all.slice(0, 3), hasOlder: true };
    const merged = prependOlder(opened(all.slice(2)), page);
    expect(merged.window.messages.map(textOfMessage)).toEqual(all.map(textOfMessage));
    expect(merged.window.hasOlder).toBe(true);
  });
});

describe('createClientId', () => {
  it('makes UUIDs of version 7 that sort by time', () => {
    const id = createClientId(0x0192_abcd_ef01);
    expect(id).toMatch(/^0192abcd-ef01-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(createClientId(1) < createClientId(2)).toBe(true);
  });

  it('lets go of a turn that is stored, so that another branch can be shown', async () => {
    const { session, threads, rows, host } = setUp();
    const question = message('user', 'Why?');
    const first = message('assistant', 'One', { parentId: question.id });
    const opened = { conversation, window: { messages: [question, first], hasOlder: false } };
    threads.opened.set(conversationId, opened);
    host.parentId = question.id;
    await session.regenerate(createClientId(), conversationId, first.id);
    expect(rows(conversationId)).toHaveLength(2);
    threads.opened.set(conversationId, opened);
    expect(rows(conversationId).map((row) => row.kind === 'answer' && row.message.id)).toContain(
      first.id,
    );
  });
});
