import { createId } from '@braindrive/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChatFixture,
  collectEvents,
  createChatFixture,
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

/** Lets everything run that is ready to run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
