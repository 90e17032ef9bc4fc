import { createId } from '@braindrive/database';
import { ProviderError } from '@braindrive/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChatFixture,
  collectEvents,
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

const open = (conversationId: string) => fixture.conversations.open(fixture.actor, conversationId);

describe('sending', () => {
  it('stores the question, asks the model at once and returns before it answers', async () => {
    const started = await fixture.send('Tell me a joke');
    const answer = await fixture.model.next();
    expect(answer.request.messages).toEqual([{ role: 'user', content: 'Tell me a joke' }]);
    expect(started.conversation).toMatchObject({ title: 'Tell me a joke', isAnswering: true });
    expect(started.userMessage?.parts).toEqual([{ type: 'text', text: 'Tell me a joke' }]);
    expect(started.replyMessage).toMatchObject({ state: 'streaming', runId: started.runId });
    expect(started.conversation.leafId).toBe(started.replyMessage.id);
    const opened = await open(started.conversation.id);
    expect(opened.window.messages.map(({ id }) => id)).toEqual([
      started.userMessage?.id,
      started.replyMessage.id,
    ]);
  });

  it('streams thinking and text apart and stores both with usage and speed', async () => {
    const started = await fixture.send('Why');
    const answer = await fixture.model.next();
    fixture.clock.advance(100);
    answer.reasoning('Let me', ' think');
    await settle();
    fixture.clock.advance(400);
    answer.text('Be');
    await settle();
    fixture.clock.advance(500);
    answer.text('cause.');
    await settle();
    answer.finish('stop', { inputTokens: 9, outputTokens: 11, reasoningTokens: 5 });
    const updates = await readAll(fixture.chat, fixture.actor, started.runId);
    expect(shownText(updates)).toEqual({ text: 'Because.', reasoning: 'Let me think' });
    const opened = await open(started.conversation.id);
    expect(opened.conversation.isAnswering).toBe(false);
    expect(opened.window.messages[1]).toMatchObject({
      state: 'complete',
      runId: null,
      parts: [
        { type: 'reasoning', text: 'Let me think', durationMs: 400 },
        { type: 'text', text: 'Because.' },
      ],
      usage: { inputTokens: 9, outputTokens: 11, reasoningTokens: 5 },
      firstTokenMs: 100,
      durationMs: 1000,
      tokensPerSecond: 11.1,
      finishReason: 'stop',
      model: { ...fixture.modelRef, name: 'Tiny' },
    });
  });

  it('returns the same run to a retry with the same client id, also in a new conversation', async () => {
    const input = { clientId: createId(), conversationId: null, text: 'Once' };
    const [first, second] = await Promise.all([
      fixture.chat.send(fixture.actor, input),
      fixture.chat.send(fixture.actor, input),
    ]);
    const third = await fixture.chat.send(fixture.actor, input);
    expect(second.runId).toBe(first.runId);
    expect(third).toEqual(first);
    expect(fixture.model.answers).toHaveLength(1);
    const page = await fixture.conversations.list(fixture.actor, { limit: 9, isArchived: false });
    expect(page.items).toHaveLength(1);
  });

  it('does not take another person for the same sender', async () => {
    const input = { clientId: createId(), conversationId: null, text: 'Once' };
    const mine = await fixture.chat.send(fixture.actor, input);
    const theirs = await fixture.chat.send(fixture.stranger, input);
    expect(theirs.runId).not.toBe(mine.runId);
  });

  it('sends the branch, the system prompt and the parameters to the model', async () => {
    const { conversation } = await fixture.exchange('One', 'First');
    await fixture.chat.send(fixture.actor, {
      clientId: createId(),
      conversationId: conversation.id,
      text: 'Two',
      systemPrompt: 'Be brief',
      parameters: { temperature: 0.5 },
    });
    const { request } = await fixture.model.next();
    expect(request).toMatchObject({
      modelId: 'tiny',
      isContinuation: false,
      parameters: { temperature: 0.5 },
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'First' },
        { role: 'user', content: 'Two' },
      ],
    });
    expect((await open(conversation.id)).conversation.settings.systemPrompt).toBe('Be brief');
  });

  it('refuses what is too long for the model before anything is stored or sent', async () => {
    const long = 'word '.repeat(9_000);
    await expect(fixture.send(long)).rejects.toMatchObject({
      code: 'PROMPT_TOO_LONG',
      message: expect.stringMatching(/about 1,8\d\d tokens too long/u),
    });
    await expect(fixture.send('x'.repeat(200_001))).rejects.toMatchObject({
      code: 'MESSAGE_TOO_LONG',
    });
    const page = await fixture.conversations.list(fixture.actor, { limit: 9, isArchived: false });
    expect(page.items).toEqual([]);
    expect(fixture.model.answers).toEqual([]);
  });

  it('lets one answer grow on a branch at a time', async () => {
    const { conversation, replyMessage } = await fixture.send('One');
    await expect(fixture.send('Two', conversation.id)).rejects.toMatchObject({
      code: 'CONVERSATION_BUSY',
    });
    for (const act of ['regenerate', 'continueMessage'] as const) {
      await expect(
        fixture.chat[act](fixture.actor, { messageId: replyMessage.id }),
      ).rejects.toMatchObject({ code: 'CONVERSATION_BUSY' });
    }
  });

  it('bounds the answers that one person has running', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => fixture.send(`${index}`)));
    await expect(fixture.send('one more')).rejects.toMatchObject({ code: 'TOO_MANY_RUNS' });
    const theirs = { clientId: createId(), conversationId: null, text: 'hi' };
    await expect(fixture.chat.send(fixture.stranger, theirs)).resolves.toBeDefined();
  });

  it('hides other people’s conversations, messages and runs', async () => {
    const { conversation, replyMessage, runId } = await fixture.exchange('Mine', 'Yours');
    const { chat, stranger } = fixture;
    const input = { clientId: createId(), conversationId: conversation.id, text: 'hi' };
    const messageId = replyMessage.id;
    await expect(chat.send(stranger, input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(chat.regenerate(stranger, { messageId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(chat.continueMessage(stranger, { messageId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(chat.edit(stranger, { messageId, text: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(chat.stop(stranger, runId)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    await expect(readAll(chat, stranger, runId)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    await expect(readAll(chat, stranger, createId())).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    });
  });
});

describe('ends', () => {
  it('stops the provider, keeps the text and leaves an ended run alone', async () => {
    const started = await fixture.send('Count');
    const answer = await fixture.model.next();
    answer.text('one ', 'two');
    await settle();
    await fixture.chat.stop(fixture.actor, started.runId);
    expect(answer.signal.aborted).toBe(true);
    answer.text(' three');
    await fixture.chat.stop(fixture.actor, started.runId);
    const { window } = await open(started.conversation.id);
    expect(window.messages[1]).toMatchObject({
      state: 'stopped',
      parts: [{ type: 'text', text: 'one two' }],
      error: null,
    });
    expect(endOf(await readAll(fixture.chat, fixture.actor, started.runId))?.reason).toBe(
      'stopped',
    );
  });

  it('keeps the text and the report when the provider fails in mid-answer', async () => {
    const started = await fixture.send('Count');
    const error = new ProviderError('provider/rate-limited', 'Wait a little.', {
      retryAfterMs: 5_000,
    });
    (await fixture.model.next()).text('one').fail(error);
    const end = endOf(await readAll(fixture.chat, fixture.actor, started.runId));
    const report = {
      code: 'provider/rate-limited',
      message: 'Wait a little.',
      retryAfterMs: 5_000,
      requestId: null,
    };
    expect(end).toMatchObject({ reason: 'failed', error: report });
    const { window } = await open(started.conversation.id);
    expect(window.messages[1]).toMatchObject({
      state: 'failed',
      parts: [{ type: 'text', text: 'one' }],
      error: report,
    });
  });

  it('tells nobody but the log about a failure that nobody foresaw', async () => {
    const started = await fixture.send('Count');
    (await fixture.model.next()).fail(new TypeError('secret detail'));
    const end = endOf(await readAll(fixture.chat, fixture.actor, started.runId));
    expect(end?.error).toMatchObject({ code: 'INTERNAL', requestId: started.runId });
    expect(end?.error?.message).not.toContain('secret');
    expect(fixture.logged).toContainEqual(expect.objectContaining({ event: 'run.failed' }));
  });

  it('calls a stream without its end cut', async () => {
    const started = await fixture.send('Count');
    (await fixture.model.next()).text('one').cut();
    const end = endOf(await readAll(fixture.chat, fixture.actor, started.runId));
    expect(end).toMatchObject({ reason: 'failed', error: { code: 'provider/stream-cut' } });
  });

  it('bounds the length of an answer and keeps what fits', async () => {
    const small = await createChatFixture({ limits: { maxOutputLength: 10 } });
    const started = await small.send('Count');
    const answer = await small.model.next();
    answer.text('123456', '7890abc', 'never');
    const updates = await readAll(small.chat, small.actor, started.runId);
    expect(shownText(updates).text).toBe('1234567890');
    expect(endOf(updates)?.error?.code).toBe('RUN_TOO_LONG');
    expect(answer.signal.aborted).toBe(true);
    await small.close();
  });

  it('bounds the time of an answer', async () => {
    const quick = await createChatFixture({ limits: { maxRunMs: 10 } });
    const started = await quick.send('Count');
    const answer = await quick.model.next();
    answer.text('one');
    const updates = await readAll(quick.chat, quick.actor, started.runId);
    expect(endOf(updates)).toMatchObject({ reason: 'failed', error: { code: 'RUN_TOO_LONG' } });
    expect(answer.signal.aborted).toBe(true);
    await quick.close();
  });

  it('ends its runs as interrupted when the host closes, and refuses new ones', async () => {
    const started = await fixture.send('Count');
    const answer = await fixture.model.next();
    answer.text('one');
    await settle();
    await fixture.chat.close();
    expect(answer.signal.aborted).toBe(true);
    const { window } = await open(started.conversation.id);
    expect(window.messages[1]).toMatchObject({
      state: 'interrupted',
      parts: [{ type: 'text', text: 'one' }],
    });
    await expect(fixture.send('more')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('stops the runs of a conversation that is deleted and of a person who goes', async () => {
    const first = await fixture.send('Count');
    const second = await fixture.send('Count again');
    const answers = [await fixture.model.next(), await fixture.model.next()];
    await fixture.conversations.remove(fixture.actor, first.conversation.id);
    expect(answers.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await fixture.chat.stopUser(fixture.actor.userId);
    expect(answers.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect((await open(second.conversation.id)).conversation.isAnswering).toBe(false);
  });

  it('estimates the output tokens where the provider does not count', async () => {
    const started = await fixture.send('Count');
    (await fixture.model.next()).text('one', ' two', ' three').finish();
    const end = endOf(await readAll(fixture.chat, fixture.actor, started.runId));
    expect(end?.usage).toEqual({ inputTokens: null, outputTokens: 3, reasoningTokens: null });
  });
});

describe('the message tree', () => {
  it('regenerates as a sibling that is shown', async () => {
    const first = await fixture.exchange('Joke', 'One');
    const second = await fixture.chat.regenerate(fixture.actor, {
      messageId: first.replyMessage.id,
      model: { ...fixture.modelRef, modelId: 'other' },
    });
    const answer = await fixture.model.next();
    expect(answer.request).toMatchObject({
      modelId: 'other',
      messages: [{ role: 'user', content: 'Joke' }],
    });
    answer.text('Two').finish();
    await readAll(fixture.chat, fixture.actor, second.runId);
    expect(second.userMessage).toBeNull();
    const { window } = await open(first.conversation.id);
    expect(window.messages).toHaveLength(2);
    expect(window.messages[1]).toMatchObject({
      parts: [{ type: 'text', text: 'Two' }],
      siblingIds: [first.replyMessage.id, second.replyMessage.id],
    });
  });

  it('edits a question as a sibling, also the first one, and shows either branch', async () => {
    const { actor, chat, conversations, model } = fixture;
    const first = await fixture.exchange('Jake', 'Who?');
    await fixture.exchange('More', 'Jake who?', first.conversation.id);
    const firstId = first.userMessage?.id ?? '';
    const edited = await chat.edit(actor, { messageId: firstId, text: 'Joke' });
    const answer = await model.next();
    expect(answer.request.messages).toEqual([{ role: 'user', content: 'Joke' }]);
    answer.text('Ha').finish();
    await readAll(chat, actor, edited.runId);
    const shown = await open(first.conversation.id);
    expect(texts(shown)).toEqual(['Joke', 'Ha']);
    expect(shown.window.messages[0]?.siblingIds).toEqual([firstId, edited.userMessage?.id]);
    const other = await conversations.selectBranch(actor, firstId);
    expect(texts(other)).toEqual(['Jake', 'Who?', 'More', 'Jake who?']);
    expect(texts(await open(first.conversation.id))).toEqual(texts(other));
    await expect(
      chat.edit(actor, { messageId: edited.replyMessage.id, text: 'x' }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('continues a stopped answer in place and replays what it held before', async () => {
    const { actor, chat, model } = fixture;
    const started = await fixture.send('Count');
    (await model.next()).reasoning('hm').text('one two');
    await settle();
    await chat.stop(actor, started.runId);
    const messageId = started.replyMessage.id;
    const continued = await chat.continueMessage(actor, { messageId });
    const answer = await model.next();
    expect(answer.request).toMatchObject({
      isContinuation: true,
      messages: [
        { role: 'user', content: 'Count' },
        { role: 'assistant', content: 'one two' },
      ],
    });
    answer.text(' three').finish();
    const updates = await readAll(chat, actor, continued.runId);
    expect(shownText(updates)).toEqual({ text: 'one two three', reasoning: 'hm' });
    const { window } = await open(started.conversation.id);
    expect(window.messages).toHaveLength(2);
    expect(window.messages[1]).toMatchObject({
      id: messageId,
      state: 'complete',
      parts: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'one two three' },
      ],
    });
    await expect(chat.continueMessage(actor, { messageId })).rejects.toMatchObject({
      code: 'NOTHING_TO_CONTINUE',
    });
  });

  it('does not continue what has replies or no text', async () => {
    const { actor, chat } = fixture;
    const empty = await fixture.send('Count');
    await chat.stop(actor, empty.runId);
    await expect(
      chat.continueMessage(actor, { messageId: empty.replyMessage.id }),
    ).rejects.toMatchObject({ code: 'NOTHING_TO_CONTINUE' });
    await fixture.model.next();
    const next = await fixture.send('Again', empty.conversation.id);
    const answer = await fixture.model.next();
    expect(answer.request.messages).toEqual([{ role: 'user', content: 'Count\n\nAgain' }]);
    answer.text('one').cut();
    await readAll(chat, actor, next.runId);
    await fixture.exchange('Go on', 'two', empty.conversation.id);
    await expect(
      chat.continueMessage(actor, { messageId: next.replyMessage.id }),
    ).rejects.toMatchObject({ code: 'NOTHING_TO_CONTINUE' });
  });
});

describe('events', () => {
  it('carry the changed rows to every device, in order', async () => {
    const device = collectEvents(fixture.events, fixture.actor);
    const other = collectEvents(fixture.events, fixture.stranger);
    const started = await fixture.exchange('Hello', 'World');
    await settle();
    const events = await device.stop();
    expect(events.map(({ type }) => type)).toEqual([
      'conversation-changed',
      'run-started',
      'branch-changed',
      'run-ended',
      'conversation-changed',
    ]);
    expect(events[0]).toMatchObject({ conversation: { isAnswering: true, title: 'Hello' } });
    expect(events[1]).toMatchObject({ replyMessage: { id: started.replyMessage.id } });
    expect(events[3]).toMatchObject({ message: { parts: [{ type: 'text', text: 'World' }] } });
    expect(events[4]).toMatchObject({ conversation: { isAnswering: false } });
    expect(await other.stop()).toEqual([]);
  });
});

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

describe('many at once', () => {
  it('keeps 200 answers apart, each followed twice', async () => {
    const crowd = await createChatFixture({ limits: { maxRunsPerPerson: 200 } });
    const started = await Promise.all(
      Array.from({ length: 200 }, (_, index) => crowd.send(`Question ${index}`)),
    );
    const followed = started.map(({ runId }) =>
      Promise.all([
        readAll(crowd.chat, crowd.actor, runId),
        readAll(crowd.chat, crowd.actor, runId),
      ]),
    );
    for (let word = 0; word < 20; word++) {
      for (const answer of crowd.model.answers) {
        const question = answer.request.messages[0]?.content.slice(9);
        answer.text(`${question}:${word} `);
      }
      await settle();
    }
    for (const answer of crowd.model.answers) answer.finish();
    const results = await Promise.all(followed);
    for (const [index, followers] of results.entries()) {
      const expected = Array.from({ length: 20 }, (_, word) => `${index}:${word} `).join('');
      const texts = followers.map((updates) => shownText(updates).text);
      expect(texts).toEqual([expected, expected]);
      const conversationId = started[index]?.conversation.id ?? '';
      const { window } = await crowd.conversations.open(crowd.actor, conversationId);
      expect(window.messages[1]).toMatchObject({
        state: 'complete',
        parts: [{ type: 'text', text: expected }],
      });
    }
    await crowd.close();
  });
});

describe('a killed host', () => {
  it('leaves the text so far, marked interrupted, and gives it to every reader once', async () => {
    const { actor, database, model } = fixture;
    const started = await fixture.send('Count');
    (await model.next()).reasoning('hm').text('one ', 'two');
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const seen: number[] = [];
    const reader = new AbortController();
    for await (const update of fixture.chat.follow(
      actor,
      { runId: started.runId, after: 0 },
      reader.signal,
    )) {
      seen.push(update.seq);
      break;
    }
    const reborn = fixture.restart();
    expect(await reborn.recover()).toBe(1);
    expect(await reborn.recover()).toBe(0);
    const { window, conversation } = await open(started.conversation.id);
    expect(conversation.isAnswering).toBe(false);
    expect(window.messages[1]).toMatchObject({
      state: 'interrupted',
      runId: null,
      parts: [
        { type: 'reasoning', text: 'hm', durationMs: 0 },
        { type: 'text', text: 'one two' },
      ],
    });
    for (const after of [0, ...seen, 500]) {
      const updates = await readAll(reborn, actor, started.runId, after);
      expect(shownText(updates)).toEqual({ text: 'one two', reasoning: 'hm' });
      expect(endOf(updates)?.reason).toBe('interrupted');
      expect(await readAll(reborn, actor, started.runId, updates[0]?.seq)).toEqual([]);
    }
    const hits = await fixture.search.search(actor, { query: 'two', limit: 5 });
    expect(hits.items).toHaveLength(1);
    const left = await database.read((session) => session.all('select 1 from run_chunk'));
    expect(left).toEqual([]);
    const again = await reborn.continueMessage(actor, { messageId: started.replyMessage.id });
    (await model.next()).text(' three').finish();
    expect(shownText(await readAll(reborn, actor, again.runId)).text).toBe('one two three');
    await reborn.close();
  });
});

const texts = (opened: Awaited<ReturnType<typeof open>>) =>
  opened.window.messages.map(({ parts }) => parts.map(({ text }) => text).join(''));

/** Lets everything run that is ready to run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
