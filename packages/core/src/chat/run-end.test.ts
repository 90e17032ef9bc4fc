import { ProviderError } from '@braindrive/plugin-sdk';
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

const open = (conversationId: string) => fixture.conversations.open(fixture.actor, conversationId);

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

describe('a database that fails', () => {
  it('ends the answer for its readers all the same, and is told apart from a model that fails', async () => {
    const started = await fixture.send('Count');
    await fixture.database.write((session) => session.run('drop table message_part'));
    (await fixture.model.next()).text('one').finish();
    const updates = await readAll(fixture.chat, fixture.actor, started.runId);
    expect(shownText(updates).text).toBe('one');
    expect(endOf(updates)).toMatchObject({ reason: 'failed', error: { code: 'INTERNAL' } });
    expect(fixture.logged).toContainEqual(expect.objectContaining({ event: 'run.not-stored' }));
  });

  it('loses no text when it recovers before the end', async () => {
    const { database } = fixture;
    const rename = (from: string, to: string) =>
      database.write((session) => session.run(`alter table ${from} rename to ${to}`));
    const started = await fixture.send('Count');
    const answer = await fixture.model.next();
    await rename('run_chunk', 'gone');
    answer.text('one ');
    await untilLogged('run.flush-failed');
    await rename('gone', 'run_chunk');
    answer.text('two');
    await expect.poll(() => textInChunks(database)).toBe('one two');
    answer.finish();
    await readAll(fixture.chat, fixture.actor, started.runId);
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

/** Lets everything run that is ready to run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const untilLogged = (event: string) =>
  expect.poll(() => fixture.logged.map((entry) => entry.event)).toContain(event);

const textInChunks = (database: ChatFixture['database']) =>
  database.read((session) =>
    session
      .all<{ text: string }>('select text from run_chunk order by position')
      .map(({ text }) => text)
      .join(''),
  );
